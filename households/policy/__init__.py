"""The rules of the household's file. Pure: facts in, problems out.

``check_household`` is the one validator of form, import, admin and command; ``RULES`` are the rules of data quality,
read over the file of one year; ``income`` is the arithmetic that the database repeats.
"""

from households.policy.completing import completed
from households.policy.hard import check_account, check_household, check_year
from households.policy.hard_members import check_members
from households.policy.income import per_head, totals
from households.policy.quality import RULES
from households.policy.refusals import HARD_CODES
from households.policy.rules import FileRule, Lists, Problem, YearFile, doubts_of, year_file
from yuping.accounts.quality import Level

__all__ = [
    "HARD_CODES",
    "RULES",
    "FileRule",
    "Level",
    "Lists",
    "Problem",
    "YearFile",
    "check_account",
    "check_household",
    "check_members",
    "check_year",
    "completed",
    "doubts_of",
    "per_head",
    "totals",
    "year_file",
]

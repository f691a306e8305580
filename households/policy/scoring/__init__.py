"""Scoring a household by what is seen at its door (四看法). Pure.

A score is advice to the village meeting, never the decision: no verb may depend on it.
"""

from households.policy.scoring.sources import Derived, derived
from households.policy.scoring.templates import (
    Direction,
    ItemRule,
    Look,
    Option,
    Scale,
    Source,
    TemplateRule,
    problems_of,
)
from households.policy.scoring.totals import Answer, Band, Change, LineScore, Result, band_of, compare, score_of

__all__ = [
    "Answer",
    "Band",
    "Change",
    "Derived",
    "Direction",
    "ItemRule",
    "LineScore",
    "Look",
    "Option",
    "Result",
    "Scale",
    "Source",
    "TemplateRule",
    "band_of",
    "compare",
    "derived",
    "problems_of",
    "score_of",
]

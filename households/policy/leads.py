"""Leads: what another office's list says of a person, the days in which it is decided, how its words are masked. Pure.

A match is never the verdict: the car may have been sold, the share inherited, the namesake somebody else.
"""

import datetime
import re
from enum import StrEnum

# From the lead to the decision.
DAYS = 15


class LeadKind(StrEnum):
    """四有人员."""

    VEHICLE = "vehicle"
    HOUSE = "house"
    COMPANY = "company"
    PAYROLL = "payroll"


def due_on(found_on: datetime.date) -> datetime.date:
    """The day by which a lead is decided."""
    return found_on + datetime.timedelta(days=DAYS)


def masked(details: str) -> str:
    """The words of the list without the numbers and letters in them: plates, certificates, credit codes."""
    return re.sub(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]", "•", details)

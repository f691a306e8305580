"""When a notice has hung long enough: working days counted from the editable table of holidays."""

import datetime

from dividends.models import Batch, Notice, Payout
from dividends.workflow import LineState
from yuping.core import clock
from yuping.core.models import Holiday
from yuping.core.workdays import Calendar, add_workdays, workdays_between

REASON = "the notices of a batch span its villages"


def calendar() -> Calendar:
    return Calendar.of(Holiday.objects.values_list("day", "is_workday"))


def last_day(starts_on: datetime.date, workdays: int) -> datetime.date:
    """The last of so many full working days after the day the notice went up."""
    return add_workdays(starts_on, workdays, calendar())


def villages_of(batch: Batch) -> set[str]:
    """The villages in which a notice is needed: those with a line that is not dropped."""
    rows = Payout.objects.all_areas(reason=REASON).filter(batch=batch).exclude(state=LineState.DROPPED)
    shares = batch.villageshares.exclude(state=LineState.DROPPED)
    return set(rows.values_list("village_id", flat=True)) | set(shares.values_list("village_id", flat=True))


def villages_without_full_notice(batch: Batch) -> list[str]:
    """Codes of villages whose notice in this round is missing, too short, of another or a later list, or not over."""
    days, today = calendar(), clock.today()
    served = {
        notice.village_id
        for notice in Notice.objects.all_areas(reason=REASON).filter(batch=batch, round=batch.round)
        if batch.locked_on <= notice.starts_on
        and notice.ends_on < today
        and notice.digest == batch.digest
        and workdays_between(notice.starts_on, notice.ends_on, days) >= batch.notice_workdays
    }
    return sorted(villages_of(batch) - served)

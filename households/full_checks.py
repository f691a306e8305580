"""When all files of an area were last read by every rule, as the audit record tells."""

import datetime

from yuping.accounts import roles
from yuping.audit.models import AuditEntry

CHECK = "households.refresh_findings"
# Problems that no saved file brings up, such as a year that nobody began, are found by checking everything.
GOOD_FOR = datetime.timedelta(days=31)


def last_full_check(area: str, on: datetime.date) -> datetime.date | None:
    """The last day up to this one on which the area, or the county it lies in, was checked as a whole."""
    whole = {area[: roles.COUNTY], area[: roles.TOWNSHIP]}
    acts = AuditEntry.objects.filter(verb=CHECK, area_code__in=whole, business_date__lte=on)
    return acts.order_by("-seq").values_list("business_date", flat=True).first()

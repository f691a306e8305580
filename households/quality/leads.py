"""Rules over the leads of the negative list: who was found not eligible is not paid while still on file."""

from collections.abc import Iterator

from households.models import Lead
from yuping.accounts.quality import Asked, Family, Level, Remedy, audited, declared
from yuping.accounts.roles import Role


@declared(
    level=Level.ERROR,
    family=Family.CASEWORK,
    reads="lead.state household.state",
    sources=audited("2"),
    owner=Role.TOWNSHIP_CLERK,
    remedy=Remedy.STATUS,
    blocks_payment=True,
    on_save=True,
    exemptible=False,
)
def found_not_eligible(asked: Asked) -> Iterator[tuple]:
    """A member of a household on file, or the applicant as whom it came on file, found not eligible."""
    for path in ("household", "identification__household"):
        rows = Lead.unguarded.filter(state="ineligible", **{f"{path}__state": "active"})
        found = asked.within(rows, household=path).values_list("village_id", path, "member_id", "pk", "decided_on")
        for village, household, member, lead, day in found:
            yield village, household, member, f"lead:{lead}", {"date": day.isoformat()}

"""The loans that hang on a household, told to the room of household files."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.standing import Standing, register
from loans import workflow
from loans.models import Loan

REASON = "what hangs on a household is told whole to the verb that locked it"


@register
def loans_of(household_ids: list[int]) -> Iterator[Standing]:
    """Every loan that was not refused; one that is not settled has to be settled first."""
    rows = Loan.objects.all_areas(reason=REASON).filter(household__in=household_ids)
    for loan in rows.exclude(state=workflow.REFUSED).only("household", "state", "borrower", "contract_number"):
        yield Standing(
            loan.household_id,
            "loans.standing",
            {"number": loan.contract_number or "—", "state": loan.get_state_display()},
            live=loan.state not in workflow.ENDED,
            member_id=loan.borrower_id,
            way=_way_out(loan.state),
            url=loan.get_absolute_url(),
            permission="loans.view_loan",
        )


def _way_out(state: str) -> str | Promise:
    """How a loan at this place comes to its end, and who sees to it."""
    if state in workflow.ENDED:
        return ""
    if state == workflow.DRAWN:
        return _("The credit union records the repayment of the principal and settles the loan.")
    return _("The credit union or the county poverty office refuses the application, with a reason.")

"""What the leadership's page counts in loans: who borrows for what, what waits to be drawn, what is late, the deposit.

Households are counted by their loans: the database allows one live loan of a kind for each. The sums of the county
count its villages, not those outside its totals.
"""

import datetime
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.figures import registered
from loans import policy, workflow
from loans.models import Loan, RiskFundMovement, SubsidyLine
from loans.querysets import LoanQuerySet, RiskFundQuerySet
from yuping.accounts.access import Scope
from yuping.core.figures import Count, Figure, Level, Total, register

PAGE = "loans:loan_list"
HOUSEHOLDS = pgettext_lazy("unit", "households")
YUAN = _("yuan")


def _counted(area: Scope) -> LoanQuerySet:
    return Loan.objects.in_area(area).filter(village__counts_in_county=True)


def granted(kind: str) -> Callable[[Scope, datetime.date], LoanQuerySet]:
    """Loans of a kind that the credit union has approved and that had not ended by the day."""

    def rows(area: Scope, on: datetime.date) -> LoanQuerySet:
        return _counted(area).granted(on).filter(kind=kind)

    return rows


def undrawn(area: Scope, on: datetime.date) -> LoanQuerySet:
    """Pooled loans approved and not drawn: money that waits without costing interest."""
    return _counted(area).undrawn(on).pooled()


def overdue(area: Scope, on: datetime.date) -> LoanQuerySet:
    """Loans still owed after their due day."""
    return _counted(area).overdue(on)


def without_loan(area: Scope, on: datetime.date) -> QuerySet:
    """Registered households with neither a pooled nor a self-chosen loan."""
    borrowing = Loan.objects.all_areas(reason="a household may have moved since it borrowed").granted(on)
    return registered(area, on).exclude(pk__in=borrowing.order_by().values("household"))


def deposit(area: Scope, on: datetime.date) -> RiskFundQuerySet:
    """Every movement of the risk deposit up to the day."""
    return RiskFundMovement.objects.in_area(area).until(on).with_signed()


def subsidised(area: Scope, on: datetime.date) -> QuerySet:
    """Lines of interest subsidy that county finance has paid."""
    return SubsidyLine.objects.in_area(area).paid(on).filter(village__counts_in_county=True)


def _loans(stage: str, kind: str = "") -> dict[str, str]:
    """The parameters with which the list of loans shows these rows."""
    return {"counted": "yes", "stage": stage, **({"kind": kind} if kind else {})}


POOLED = _loans("granted", policy.POOLED)
SELF_CHOSEN = _loans("granted", policy.SELF_CHOSEN)
UNDRAWN = _loans("undrawn", policy.POOLED)
OVERDUE = _loans("overdue")

FIGURES = (
    Figure(
        "self_chosen_households",
        _("Households on projects of their own"),
        HOUSEHOLDS,
        Count(),
        rows=granted(policy.SELF_CHOSEN),
        page=PAGE,
        query=SELF_CHOSEN,
        how=_("Households with an approved loan for a project of their own that has not ended."),
    ),
    Figure(
        "pooled_households",
        _("Pooled households"),
        HOUSEHOLDS,
        Count(),
        rows=granted(policy.POOLED),
        page=PAGE,
        query=POOLED,
        how=_("Households with an approved pooled loan that has not ended, drawn or not."),
    ),
    Figure(
        "pooled_principal",
        _("Pooled principal approved"),
        YUAN,
        Total("approved_amount"),
        rows=granted(policy.POOLED),
        page=PAGE,
        query=POOLED,
        places=2,
        how=_("Amounts approved of those pooled loans."),
    ),
    Figure(
        "no_mode_households",
        _("Households in neither group"),
        HOUSEHOLDS,
        Count(),
        rows=without_loan,
        page="loans:without_loan_list",
        how=_("Registered households with neither a pooled loan nor one for a project of their own."),
    ),
    Figure(
        "undrawn_households",
        _("Pooled households approved and not drawn"),
        HOUSEHOLDS,
        Count(),
        rows=undrawn,
        page=PAGE,
        query=UNDRAWN,
        how=_("Households whose pooled loan is approved and not drawn."),
    ),
    Figure(
        "undrawn_principal",
        _("Pooled principal approved and not drawn"),
        YUAN,
        Total("approved_amount"),
        rows=undrawn,
        page=PAGE,
        query=UNDRAWN,
        places=2,
        how=_("Amounts approved of those loans; they cost no interest."),
    ),
    Figure(
        "overdue_loans",
        _("Loans overdue"),
        pgettext_lazy("unit", "loans"),
        Count(),
        rows=overdue,
        page=PAGE,
        query=OVERDUE,
        how=_("Drawn loans of which something is still owed after their due day."),
    ),
    Figure(
        "overdue_principal",
        _("Principal overdue"),
        YUAN,
        Total("outstanding"),
        rows=overdue,
        page=PAGE,
        query=OVERDUE,
        places=2,
        how=_("What is still owed of those loans."),
    ),
    Figure(
        "subsidy_paid",
        _("Interest subsidy paid"),
        YUAN,
        Total("amount"),
        rows=subsidised,
        page="loans:line_list",
        query={"counted": "yes", "state": workflow.PAID},
        places=2,
        how=_("Lines of interest subsidy in papers that county finance has paid by the day."),
    ),
    Figure(
        "risk_deposit",
        _("Risk deposit"),
        YUAN,
        Total("signed"),
        rows=deposit,
        page="loans:movement_list",
        places=2,
        scope=Level.COUNTY,
        how=_("Every movement of the risk deposit up to the day: in and interest less what it paid out."),
    ),
)

register(*FIGURES)

"""What the pages of an agreement, an enterprise and a participating household show."""

from typing import Any

from django.db.models import Count, Sum

from dividends.models import (
    Agreement,
    AgreementException,
    Enterprise,
    Instalment,
    Job,
    Participation,
    Payout,
    Receipt,
    ReceiptAllocation,
)
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.money import ZERO

FIRST_ROWS = 20


def of_agreement(agreement: Agreement, user: User) -> dict[str, Any]:
    """The schedule, the households by village, what is overdue, the jobs; of one's own area only."""
    mine = Participation.objects.visible_to(user).filter(agreement=agreement)
    due = Instalment.objects.visible_to(user).filter(participation__agreement=agreement)
    jobs = Job.objects.visible_to(user).filter(participation__agreement=agreement)
    counted = mine.aggregate(count=Count("pk"), principal=Sum("principal", default=ZERO))
    return {
        "participations": mine.select_related("household", "village")[:FIRST_ROWS],
        "participation_count": counted["count"],
        "own_principal": counted["principal"],
        "by_village": mine.order_by("village")
        .values("village", "village__short_name", "village__township__name")
        .annotate(count=Count("pk"), principal=Sum("principal")),
        "schedule": due.by_due_date(),
        "overdue": arrears(due),
        "jobs_promised": counted["count"] * agreement.scheme.jobs_per_household,
        "jobs_filled": jobs.filled(clock.today()).count(),
    }


def arrears(instalments: Any) -> dict[str, Any]:
    """How many of these instalments are overdue today, and by how many yuan."""
    late = instalments.overdue(clock.today())
    return late.aggregate(count=Count("pk"), amount=Sum("missing", default=ZERO))


def of_enterprise(enterprise: Enterprise, user: User) -> dict[str, Any]:
    """Reviews, agreements with their arrears, receipts, and how full the enterprise is."""
    today = clock.today()
    agreements = Agreement.objects.visible_to(user).filter(enterprise=enterprise)
    due = Instalment.objects.visible_to(user).filter(participation__agreement__enterprise=enterprise)
    late = dict(
        due.overdue(today).order_by().values_list("participation__agreement").annotate(sum=Sum("missing", default=ZERO))
    )
    placed = Participation.objects.visible_to(user).filter(agreement__enterprise=enterprise).invested(today)
    sums = placed.aggregate(count=Count("pk"), principal=Sum("principal", default=ZERO))
    return {
        "reviews": enterprise.reviews.select_related("reviewed_by"),
        "agreements": [(agreement, late.get(agreement.pk, ZERO)) for agreement in agreements],
        "overdue": arrears(due),
        "placed": sums,
        "exceptions": AgreementException.objects.filter(enterprise=enterprise).select_related("confirmed_by"),
        "receipts": Receipt.objects.visible_to(user).filter(enterprise=enterprise)[:20],
        "credit": _credit(enterprise, user),
    }


def _credit(enterprise: Enterprise, user: User) -> Any:
    """What the enterprise paid beyond all that it owed; for who sees its money whole."""
    if not access.scope_of(user, "dividends.view_receipt").whole_county:
        return None
    received = Receipt.objects.visible_to(user).filter(enterprise=enterprise)
    laid = ReceiptAllocation.unguarded.filter(receipt__enterprise=enterprise)
    total = Sum("amount", default=ZERO)
    return received.aggregate(sum=total)["sum"] - laid.aggregate(sum=total)["sum"]


def of_participation(participation: Participation, user: User) -> dict[str, Any]:
    """What the household is owed and got, its jobs, and what may be recorded."""
    today = clock.today()
    mine = Instalment.objects.visible_to(user).filter(participation=participation)
    late = set(mine.overdue(today).values_list("pk", flat=True))
    payouts: dict[int, list[Payout]] = {}
    for payout in Payout.objects.visible_to(user).filter(participation=participation).select_related("batch"):
        payouts.setdefault(payout.instalment_id, []).append(payout)
    return {
        "instalments": [
            (row, row.pk in late, payouts.get(row.pk, [])) for row in mine.with_received().order_by("due_on", "number")
        ],
        "may_see_due": access.may(user, "dividends.view_instalment"),
        "jobs": Job.objects.visible_to(user).filter(participation=participation).select_related("member"),
        "may_record_job": access.may(user, "dividends.record_job") and participation.ended_on is None,
    }

"""Reading participations, instalments, jobs and lines in the trade's words. ``on`` is a business date."""

import datetime

from django.db import models
from django.db.models import Case, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Sum, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.db.models.query import QuerySet

from dividends.schedule import Part
from dividends.workflow import DEAD_LINES, MONEY_COMMITTED, AgreementState, BatchState, LineState
from households.models import AccountState, Adjustment, PayeeAccount
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core.fields import MoneyField
from yuping.core.money import ZERO

MONEY = MoneyField(signed=True)


class ParticipationQuerySet(QuerySet):
    """Households in agreements."""

    def invested(self, on: datetime.date) -> "ParticipationQuerySet":
        """Those whose funds had reached the enterprise by the day and whose participation had not ended."""
        return self.filter(agreement__funds_arrived_on__lte=on).exclude(ended_on__lte=on)

    def with_promised_jobs(self) -> "ParticipationQuerySet":
        """Adds ``promised_jobs``: what the edition of the agreement promises the household."""
        return self.annotate(promised_jobs=F("agreement__scheme__jobs_per_household"))


class JobQuerySet(QuerySet):
    """Posts at enterprises."""

    def filled(self, on: datetime.date) -> "JobQuerySet":
        """Those somebody holds on the day."""
        return self.filter(started_on__lte=on).exclude(ended_on__lt=on)


class EnterpriseQuerySet(QuerySet):
    """Enterprises: county papers."""

    def visible_to(self, user: User) -> "EnterpriseQuerySet":
        """All for a county posting, elsewhere those whose agreements hold households of the person's area."""
        scope = access.scope_of(user, "dividends.view_enterprise")
        if scope.whole_county:
            return self.all()
        holding = self.model._base_manager.filter(scope.q("agreements__participations__village"))
        return self.filter(pk__in=holding.values("pk"))


class PaperQuerySet(QuerySet):
    """Agreements, receipts and batches: county papers, of which a township sees its own rows and their sums."""

    def with_own(self, scope: access.Scope) -> "PaperQuerySet":
        """Adds what of the paper lies in the scope: ``own_households`` and, in yuan, the sums under their own names."""
        kind = self.model._meta.model_name
        whole, sums = OWN[kind]
        own = {name: self._own(scope, *source) for name, source in sums.items()}
        if scope.whole_county:
            own = {name: self._counted(kind, own[name], F(column)) for name, column in whole.items()}
        return self.annotate(**own)

    @staticmethod
    def _counted(kind: str, count: Coalesce, written: F) -> F | Case:
        if kind not in WITHOUT_SUMS:
            return written
        return Case(When(WITHOUT_SUMS[kind], then=count), default=written, output_field=count.output_field)

    def _own(self, scope: access.Scope, relation: str, value: models.Aggregate, field: models.Field) -> Coalesce:
        link = self.model._meta.get_field(relation)
        rows = link.related_model.unguarded.filter(scope.q("village"), **{link.field.name: models.OuterRef("pk")})
        if relation in LINES:
            rows = rows.exclude(state=LineState.DROPPED)
        found = rows.order_by().values(link.field.name).annotate(found=value).values("found")
        return Coalesce(models.Subquery(found, output_field=field), 0, output_field=field)


COUNT = models.IntegerField()
# A draft's sums are written down at its lock; until then they are counted.
WITHOUT_SUMS = {"batch": Q(state=BatchState.DRAFT)}
LINES = frozenset({"payouts", "villageshares"})
OWN: dict[str, tuple[dict[str, str], dict[str, tuple[str, models.Aggregate, models.Field]]]] = {
    "agreement": (
        {"own_households": "households", "own_principal": "principal"},
        {
            "own_households": ("participations", Count("pk"), COUNT),
            "own_principal": ("participations", Sum("principal"), MONEY),
        },
    ),
    "receipt": ({"own_amount": "amount"}, {"own_amount": ("allocations", Sum("amount"), MONEY)}),
    "batch": (
        {"own_households": "line_count", "own_to_households": "household_total", "own_to_villages": "village_total"},
        {
            "own_households": ("payouts", Count("pk"), COUNT),
            "own_to_households": ("payouts", Sum("amount"), MONEY),
            "own_to_villages": ("villageshares", Sum("amount"), MONEY),
        },
    ),
}


class InstalmentQuerySet(QuerySet):
    """Instalments: what is due, covered, and free to be paid."""

    def dividends(self, *, year: int) -> "InstalmentQuerySet":
        return self.filter(part=Part.DIVIDEND, year=year)

    def with_received(self, on: datetime.date | None = None) -> "InstalmentQuerySet":
        """Adds ``owed``, ``received`` (by the end of the day ``on``, else up to now) and ``missing``, in yuan.

        The sum is a subquery, so that nothing is counted twice.
        """
        allocations = self.model._meta.get_field("allocations").related_model.unguarded
        rows = allocations.filter(instalment=models.OuterRef("pk"))
        if on is not None:
            rows = rows.filter(receipt__received_on__lte=on)
        received = rows.order_by().values("instalment").annotate(sum=Sum("amount")).values("sum")
        found = self.annotate(
            owed=F("household_amount") + F("village_amount") + F("principal_amount"),
            received=Coalesce(models.Subquery(received, output_field=MONEY), ZERO, output_field=MONEY),
        )
        return found.annotate(missing=ExpressionWrapper(F("owed") - F("received"), output_field=MONEY))

    def with_lateness(self, on: datetime.date) -> "InstalmentQuerySet":
        """Adds ``late`` to rows with ``missing``: due, the agreement's days of grace over, and not covered.

        Nothing falls due for a household whose participation had ended, nor before its money reached the enterprise.
        """
        grace = F("due_on") + F("participation__agreement__grace_days")
        late = Q(last_day__lt=on, missing__gt=ZERO, participation__agreement__funds_arrived_on__lte=on) & (
            Q(participation__ended_on__isnull=True) | Q(participation__ended_on__gt=F("due_on"))
        )
        rows = self.annotate(last_day=ExpressionWrapper(grace, output_field=models.DateField()))
        return rows.annotate(late=Case(When(late, then=True), default=False, output_field=models.BooleanField()))

    def overdue(self, on: datetime.date) -> "InstalmentQuerySet":
        """Those that were late at the end of the day."""
        return self.with_received(on).with_lateness(on).filter(late=True)

    def open_of(self, enterprise_id: int) -> "InstalmentQuerySet":
        """What the enterprise owes and has not paid, oldest due first, then by agreement number.

        Nothing is owed under an agreement before its funds arrived.
        """
        in_force = self.filter(
            participation__agreement__enterprise=enterprise_id,
            participation__agreement__state=AgreementState.ACTIVE,
        )
        mine = in_force.with_received().filter(missing__gt=ZERO)
        return mine.order_by("due_on", "participation__agreement__number", "pk")

    def due_by(self, day: datetime.date) -> object:
        """Of rows with ``missing``: what of it falls due up to the day, in yuan."""
        return self.filter(due_on__lte=day).aggregate(sum=Sum("missing", default=ZERO))["sum"]

    def committed(self) -> "InstalmentQuerySet":
        """Instalments whose money a batch was approved on; dropped lines aside."""
        lines = self.model._meta.get_field("payouts").related_model.unguarded.exclude(state=LineState.DROPPED)
        approved = lines.filter(batch__state__in=MONEY_COMMITTED, instalment=OuterRef("pk"))
        return self.filter(Exists(approved))

    def by_due_date(self) -> QuerySet:
        """The sums of each due date: the schedule of an agreement."""
        rows = self.order_by("due_on").values("due_on", "part")
        return rows.annotate(
            households=Count("pk"),
            to_households=Sum("household_amount"),
            to_villages=Sum("village_amount"),
            principal=Sum("principal_amount"),
        )

    def covered(self) -> "InstalmentQuerySet":
        """Instalments for which the enterprise's money is there in full."""
        return self.with_received().filter(received__gte=F("owed"))

    def without_line(self) -> "InstalmentQuerySet":
        """Of agreements in force, those that no line names but dropped ones."""
        lines = self.model._meta.get_field("payouts").related_model.unguarded.exclude(state=LineState.DROPPED)
        return self.filter(participation__agreement__state="active").exclude(payouts__in=lines)

    def ready(self, on: datetime.date) -> "InstalmentQuerySet":
        """Dividends due by the day, covered by the enterprise's money, that no batch holds yet."""
        return self.filter(part=Part.DIVIDEND, due_on__lte=on).without_line().covered()


class LineQuerySet(QuerySet):
    """Payouts and village shares."""

    def with_received(self) -> "LineQuerySet":
        """Adds ``covered`` to payouts: what of the enterprise's money lies on their instalment (yuan)."""
        allocations = (
            self.model._meta.get_field("instalment").related_model._meta.get_field("allocations").related_model
        )
        received = (
            allocations.unguarded.filter(instalment=models.OuterRef("instalment"))
            .order_by()
            .values("instalment")
            .annotate(sum=Sum("amount"))
            .values("sum")
        )
        return self.annotate(covered=Coalesce(models.Subquery(received, output_field=MONEY), ZERO, output_field=MONEY))

    def live(self) -> "LineQuerySet":
        return self.exclude(state__in=DEAD_LINES)

    def to_pay_again(self) -> "LineQuerySet":
        """Returned or held lines that no line of a later batch replaces."""
        replaced = self.model.unguarded.filter(reissue_of__isnull=False).exclude(state=LineState.DROPPED)
        found = self.filter(state__in=[LineState.RETURNED, LineState.HELD])
        return found.exclude(pk__in=replaced.values("reissue_of"))

    def unduly_paid(self) -> "LineQuerySet":
        """Paid to households that the county has removed, on or after the day from which they were not eligible."""
        removed = Adjustment.unguarded.filter(
            household=OuterRef("household"),
            kind="removal",
            state__in=("approved", "announced"),
            ineligible_from__lte=OuterRef("paid_on"),
        )
        return self.filter(Exists(removed), state=LineState.PAID)

    def with_account_now(self) -> "LineQuerySet":
        """Adds ``account_now`` to payouts: of a returned one, whether the household's account was put right since.

        ``same``: nothing was entered since the return; ``proposed``: another one waits for its second person;
        ``verified``: it is in force; empty for other lines.
        """
        since = PayeeAccount.unguarded.filter(household=OuterRef("household")).exclude(pk=OuterRef("came_back_from"))
        rows = self.annotate(came_back_from=Cast(KT("snapshot__account"), models.BigIntegerField()))
        return rows.annotate(
            account_now=Case(
                When(~Q(state=LineState.RETURNED), then=Value("")),
                When(Exists(since.filter(state=AccountState.VERIFIED)), then=Value("verified")),
                When(Exists(since.filter(state=AccountState.PROPOSED)), then=Value("proposed")),
                default=Value("same"),
            )
        )

    def account_to_correct(self) -> "LineQuerySet":
        """Returned lines whose household has no other account yet, and that no locked batch pays again."""
        again = self.model.unguarded.filter(reissue_of=OuterRef("pk")).exclude(state=LineState.DROPPED)
        rows = self.with_account_now().filter(account_now="same")
        return rows.exclude(Exists(again.exclude(batch__state=BatchState.DRAFT)))

    def paid(self) -> "LineQuerySet":
        return self.filter(state=LineState.PAID)

    def total(self) -> object:
        """The sum of the stored amounts, in yuan."""
        return self.aggregate(sum=Sum("amount", default=ZERO))["sum"]

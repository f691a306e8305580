"""Reading the facts on which the rules of lending decide, for many households at once."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from households.models import Household, LifeEvent, Member
from loans.models import CreditRating, Loan, LoanProduct
from loans.policy import Applicant, Earlier, Rating, Wish, reasons_against, years_between
from yuping.accounts.models import User
from yuping.core.errors import NotAllowedNow

# Classes of the disability certificate that put full civil capacity in doubt: intellectual, mental.
CAPACITY_CLASSES = frozenset({"5", "6"})
LIVING_HERE = "living_here"
SPLIT = "05"


@dataclass(frozen=True)
class Application:
    """One household's application. ``amount`` in yuan."""

    household_id: int
    borrower_id: int
    kind: str
    amount: Decimal
    years: int
    purpose: str = ""
    capacity_confirmed: bool = False


def product_on(on: datetime.date) -> LoanProduct:
    """The edition in force on the day. Raises NotAllowedNow where there is none."""
    product = LoanProduct.objects.in_force(on).first()
    if product is None:
        raise NotAllowedNow("no_product_in_force", on=str(on))
    return product


class Facts:
    """Borrowers and live loans of a set of households, read in two queries as far as the person's verb reaches."""

    def __init__(self, actor: User, permission: str, household_ids: Iterable[int], *, leaving_out: Sequence[int] = ()):
        ids = list(household_ids)
        members = Member.objects.actionable_by(actor, permission).filter(household_id__in=ids)
        self.members = {member.pk: member for member in members.defer("id_number", "phone")}
        self.earlier: dict[int, list[Earlier]] = {}
        live = Loan.objects.actionable_by(actor, permission).live().filter(household_id__in=ids)
        for loan in live.exclude(pk__in=leaving_out):
            self.add(loan.household_id, Earlier(loan.kind, loan.amount))
        # A household that was split off gets no second loan while the one it came from owes one.
        origins = LifeEvent.unguarded.filter(kind=SPLIT, other_household__in=ids, state="settled")
        went_off: dict[int, list[int]] = {}
        for origin, opened in origins.values_list("household_id", "other_household_id"):
            went_off.setdefault(origin, []).append(opened)
        elsewhere = Loan.objects.actionable_by(actor, permission).live().filter(household__in=went_off)
        for loan in elsewhere.exclude(pk__in=leaving_out):
            for opened in went_off[loan.household_id]:
                self.add(opened, Earlier(loan.kind, loan.amount))

    def add(self, household_id: int, loan: Earlier) -> None:
        """Count one more live loan of the household."""
        self.earlier.setdefault(household_id, []).append(loan)

    def applicant(self, household: Household, application: Application) -> Applicant | None:
        """The facts of one application, or None when the borrower isn't of this household."""
        member = self.members.get(application.borrower_id)
        if member is None or member.household_id != household.pk:
            return None
        return Applicant(
            registered_on=household.registered_on,
            left_on=household.left_on,
            born_on=member.birth_date,
            lives_in_household=member.state == LIVING_HERE,
            capacity_in_doubt=member.disability_class in CAPACITY_CLASSES,
            capacity_confirmed=application.capacity_confirmed,
            earlier=tuple(self.earlier.get(household.pk, ())),
        )

    def reasons(
        self, household: Household, application: Application, *, product: LoanProduct, on: datetime.date
    ) -> list[str]:
        """Every reason against the application on the day."""
        applicant = self.applicant(household, application)
        if applicant is None:
            return ["borrower_not_in_household"]
        if household.never_registered:
            return ["household_only_watched"]
        wish = Wish(kind=application.kind, amount=application.amount, years=application.years, on=on)
        return reasons_against(applicant, wish, product.terms)

    def stored(
        self, household: Household, application: Application, *, product: LoanProduct, on: datetime.date
    ) -> dict[str, object]:
        """The facts as an event keeps them: what a later reader needs to follow the decision."""
        applicant = self.applicant(household, application)
        facts = asdict(applicant) if applicant else {}
        facts.pop("born_on", None)
        age = years_between(applicant.born_on, on) if applicant else None
        return {
            **{key: str(value) if isinstance(value, datetime.date) else value for key, value in facts.items()},
            "earlier": [[loan.kind, str(loan.amount)] for loan in applicant.earlier] if applicant else [],
            "age": age,
            "product": product.code,
        }


def ratings_of(actor: User, permission: str, loans: Iterable[Loan]) -> dict[int, list[Rating]]:
    """The ratings of the loans' households, oldest first, by household."""
    rows = CreditRating.objects.actionable_by(actor, permission).filter(
        household_id__in={loan.household_id for loan in loans}
    )
    found: dict[int, list[Rating]] = {}
    for row in rows.order_by("rated_on", "pk"):
        found.setdefault(row.household_id, []).append(Rating(row.limit, row.rated_on, row.valid_until))
    return found


def heads_of(*, actor: User, permission: str, household_ids: Iterable[int]) -> dict[int, int]:
    """The living head of each household that has one, by household."""
    members = Member.objects.actionable_by(actor, permission).filter(household_id__in=list(household_ids))
    return dict(members.filter(is_head=True, state=LIVING_HERE).values_list("household_id", "pk"))

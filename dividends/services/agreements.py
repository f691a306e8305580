"""Agreements: signing one for a list of households with their loans, and putting it in force."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction

from dividends import books, policy
from dividends.models import Agreement, AgreementException, Enterprise, Instalment, Participation, Scheme
from dividends.schedule import schedule, years_after
from dividends.workflow import AGREEMENT, AgreementState
from loans.models import Loan
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, PolicyRefused
from yuping.core.money import ZERO
from yuping.core.text import clean_line

SIGN = "dividends.sign_agreement"
ACTIVATE = "dividends.activate_agreement"
WITHDRAW = "dividends.withdraw_agreement"


@dataclass(frozen=True)
class Terms:
    """What the paper says beyond the edition's numbers."""

    number: str
    signed_on: datetime.date
    first_due_on: datetime.date
    grace_days: int = 0
    penalty_permille: Decimal = ZERO
    monthly_wage_floor: Decimal = ZERO
    security: str = ""


def sign_agreement(
    *,
    actor: User,
    scheme_code: str,
    enterprise_id: int,
    loan_ids: Sequence[int],
    terms: Terms,
    exception_id: int | None = None,
) -> Agreement:
    """Record a signed agreement with its households and the whole schedule of what falls due.

    The loans are locked, so that none can stand in two agreements. After the scheme's last date only under a confirmed
    exception for this enterprise that no agreement has used. Raises PolicyRefused with every reason.
    """
    access.require(actor, SIGN)
    if terms.signed_on > clock.today():
        raise BadInput("date_in_future", field="signed_on")
    if terms.first_due_on <= terms.signed_on:
        raise BadInput("first_due_before_signing", field="first_due_on")
    with transaction.atomic():
        scheme = Scheme.objects.get(code=scheme_code)
        if terms.first_due_on >= years_after(terms.signed_on, scheme.years):
            raise BadInput("first_due_after_maturity", field="first_due_on")
        enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_id)
        if Agreement.objects.all_areas(reason="numbers are unique in the county").filter(number=terms.number).exists():
            raise BadInput("agreement_exists", field="number")
        loans = list(
            Loan.objects.for_action(actor, SIGN)
            .filter(pk__in=loan_ids)
            .order_by("village_id", "household_id")
            .select_related("household")
        )
        exception = _exception(exception_id, scheme, enterprise)
        facts = _facts(enterprise, loans, terms, exception)
        decision = policy.may_sign(facts, scheme.edition)
        if not decision.allowed or len(loans) != len(set(loan_ids)):
            raise PolicyRefused("agreement_refused", reasons=_by_reason(decision, loans))
        agreement, participations = _write(actor, scheme, enterprise, loans, terms, facts, exception)
        record_act(
            actor=actor,
            verb=SIGN,
            obj=agreement,
            facts={"households": len(loans), "principal": agreement.principal, "scheme": scheme.code},
            wrote=[agreement, *participations],
        )
    return agreement


def _by_reason(decision: policy.Decision, loans: Sequence[Loan]) -> list[policy.Refused | policy.Refusal]:
    """Each reason once, with the households it concerns by name."""
    names = {loan.pk: loan.household.head_name for loan in loans}
    found: dict[policy.Reason, list[str]] = defaultdict(list)
    numbered = [refusal for refusal in decision.refusals if refusal.params]
    for refusal in decision.refusals:
        if refusal in numbered:
            continue
        found[refusal.reason] += [names[refusal.about]] if refusal.about in names else []
    return [*numbered, *(policy.Refused(reason, tuple(about)) for reason, about in found.items())]


def _exception(exception_id: int | None, scheme: Scheme, enterprise: Enterprise) -> AgreementException | None:
    if exception_id is None:
        return None
    rows = AgreementException.objects.select_for_update(of=("self",)).filter(
        scheme=scheme, enterprise=enterprise, confirmed_by__isnull=False, agreement__isnull=True
    )
    found = rows.filter(pk=exception_id).first()
    if found is None:
        raise BadInput("exception_not_usable", field="exception")
    return found


def _facts(
    enterprise: Enterprise, loans: Sequence[Loan], terms: Terms, exception: AgreementException | None
) -> policy.AgreementFacts:
    review = enterprise.reviews.filter(reviewed_on__lte=terms.signed_on).first()
    taken = dict(
        Participation.objects.all_areas(reason="a loan stands in one agreement of the county")
        .filter(loan__in=loans)
        .exclude(agreement__state=AgreementState.WITHDRAWN)
        .values_list("loan_id", "agreement__number")
    )
    return policy.AgreementFacts(
        signed_on=terms.signed_on,
        enterprise_reviewed=review is not None and review.passed,
        capacity=enterprise.capacity_households,
        placed=placed_with(enterprise),
        exception_document=exception.document if exception else "",
        loans=[
            policy.LoanFacts(
                loan_id=loan.pk,
                pooled=loan.kind == "pooled",
                approved=loan.state == "approved",
                amount=loan.approved_amount,
                taken_by=taken.get(loan.pk, ""),
            )
            for loan in loans
        ],
    )


def placed_with(enterprise: Enterprise) -> int:
    """How many households stand with the enterprise, those included whose funds are to come."""
    rows = Participation.objects.all_areas(reason="an enterprise takes households of the whole county")
    return rows.filter(
        agreement__enterprise=enterprise,
        agreement__state__in=[AgreementState.SIGNED, AgreementState.ACTIVE],
        ended_on__isnull=True,
    ).count()


def _write(
    actor: User,
    scheme: Scheme,
    enterprise: Enterprise,
    loans: Sequence[Loan],
    terms: Terms,
    facts: policy.AgreementFacts,
    exception: AgreementException | None,
) -> tuple[Agreement, list[Participation]]:
    edition = scheme.edition
    agreement = Agreement.objects.create(
        scheme=scheme,
        enterprise=enterprise,
        households=len(loans),
        principal=edition.principal * len(loans),
        matures_on=years_after(terms.signed_on, edition.years),
        signed_by=actor,
        exception=exception,
        exception_document=facts.exception_document,
        facts={"edition": _plain(asdict(edition)), "households": len(facts.loans)},
        **asdict(terms),
    )
    rows = schedule(edition, first_due=agreement.first_due_on, matures_on=agreement.matures_on)
    participations = Participation.objects.bulk_create(
        Participation(
            agreement=agreement,
            household_id=loan.household_id,
            loan=loan,
            village_id=loan.village_id,
            principal=edition.principal,
            starts_on=terms.signed_on,
        )
        for loan in loans
    )
    Instalment.objects.bulk_create(
        [
            Instalment(participation=participation, village_id=participation.village_id, **asdict(row))
            for participation in participations
            for row in rows
        ],
        batch_size=1000,
    )
    return agreement, participations


def _plain(value: object) -> object:
    """As JSON holds it: numbers with decimals and dates as text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, int) else str(value)


def activate_agreement(*, actor: User, agreement_id: int, funds_arrived_on: datetime.date) -> Agreement:
    """The households' money reached the enterprise; every loan of the agreement must have been drawn by then.

    Raises NotAllowedNow from another state, BadInput for a date in the future, PolicyRefused naming undrawn loans.
    """
    with transaction.atomic():
        agreement = Agreement.objects.for_action(actor, ACTIVATE).get(pk=agreement_id)
        move = AGREEMENT.require("activate", state=agreement.state, actor_id=actor.pk, takers={})
        if not agreement.signed_on <= funds_arrived_on <= clock.today():
            raise BadInput("date_outside_agreement", field="funds_arrived_on")
        by_village: dict[str, Decimal] = defaultdict(lambda: ZERO)
        undrawn = []
        for part in agreement.participations.select_related("loan", "household"):
            by_village[part.village_id] += part.principal
            if part.loan.state != "drawn" or part.loan.drawn_on > funds_arrived_on:
                undrawn.append(part.household.head_name)
        if undrawn:
            raise PolicyRefused("loans_not_drawn", about=undrawn)
        agreement.state, agreement.funds_arrived_on = AgreementState(move.target), funds_arrived_on
        agreement.save(update_fields=["state", "funds_arrived_on"])
        books.post_invested(actor=actor, agreement=agreement, by_village=by_village)
        record_act(
            actor=actor,
            verb=ACTIVATE,
            obj=agreement,
            facts={"principal": agreement.principal},
            wrote=[agreement],
        )
    return agreement


def withdraw_agreement(*, actor: User, agreement_id: int, reason: str) -> Agreement:
    """Take back an agreement whose funds have not arrived: its participations end and its loans are free again.

    Raises NotAllowedNow once it is in force, BadInput without a reason.
    """
    with transaction.atomic():
        agreement = Agreement.objects.for_action(actor, WITHDRAW).get(pk=agreement_id)
        move = AGREEMENT.require("withdraw", state=agreement.state, actor_id=actor.pk, takers={}, reason=reason)
        reason, today = clean_line(reason, max_length=120), clock.today()
        agreement.state, agreement.withdrawn_on = AgreementState(move.target), today
        agreement.withdrawal_reason = reason
        agreement.save(update_fields=["state", "withdrawn_on", "withdrawal_reason"])
        parts = Participation.objects.all_areas(reason="of the agreement loaded above").filter(agreement=agreement)
        parts.update(ended_on=today, end_reason=reason)
        freed = list(parts.order_by("pk"))
        record_act(
            actor=actor,
            verb=WITHDRAW,
            obj=agreement,
            reason=reason,
            facts={"households": len(freed)},
            wrote=[agreement, *freed],
        )
    return agreement

"""Enterprises with their reviews, the agreements that they sign, and the money that they pay."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from dividends import services
from dividends.models import Agreement, Enterprise, EnterpriseReview, Receipt
from dividends.services.agreements import Terms
from loans.models import Loan
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.enterprises import AgreementPlan, EnterprisePlan, ReceiptPlan

WHY = "the builder asks whether a step's result stands"


def steps(plan: CountyPlan) -> Iterable[Step]:
    """Register and review, sign, put in force when the households' money has arrived, receive the dividend."""
    busy = {agreement.enterprise for agreement in plan.money.agreements}
    for row in plan.money.enterprises:
        if row.code in busy:
            known = Enterprise.objects.filter(credit_code=row.code).exists
            yield Step(row.review.reviewed_on, _("enterprises registered"), known, _register(row))
            passed = EnterpriseReview.objects.filter(enterprise__credit_code=row.code).exists
            yield Step(row.review.reviewed_on, _("enterprises reviewed"), passed, _review(row))
    for row in plan.money.agreements:
        mine = Agreement.objects.all_areas(reason=WHY).filter(number=row.number)
        number = len(row.households)
        yield Step(row.signed_on, _("households in signed agreements"), mine.exists, _sign(row), number)
        in_force = mine.exclude(state="signed").exists
        yield Step(row.arrived_on, _("households whose money has arrived"), in_force, _activate(row), number)
    for row in plan.money.receipts:
        arrived = Receipt.objects.all_areas(reason=WHY).filter(bank_reference=row.number).exists
        yield Step(row.received_on, _("receipts from enterprises"), arrived, _receive(row))


def _register(row: EnterprisePlan) -> Callable[[], object]:
    return lambda: services.register_enterprise(
        actor=person("company1"),
        credit_code=row.code,
        name=row.name,
        legal_representative=row.legal_representative,
        address="玉屏侗族自治县",
        business=row.direction,
        capacity_households=row.capacity,
        bank_name=row.bank,
        account_number=row.account,
        contact_phone=row.phone,
        registered_capital=row.registered_capital,
    )


def _review(row: EnterprisePlan) -> Callable[[], object]:
    opinions = (row.review.direction, row.review.risk, row.review.project, row.review.enterprise)
    return lambda: services.review_enterprise(
        actor=person("company1"),
        enterprise_id=Enterprise.objects.get(credit_code=row.code).pk,
        reviewed_on=row.review.reviewed_on,
        direction_ok=True,
        risk_ok=True,
        project_ok=True,
        enterprise_ok=True,
        opinion="；".join(opinions),
    )


def _sign(row: AgreementPlan) -> Callable[[], object]:
    def sign() -> None:
        loans = Loan.objects.all_areas(reason=WHY).filter(household__number__in=row.households, kind="pooled")
        services.sign_agreement(
            actor=person("company1"),
            scheme_code=row.scheme,
            enterprise_id=Enterprise.objects.get(credit_code=row.enterprise).pk,
            loan_ids=list(loans.values_list("pk", flat=True)),
            terms=Terms(
                number=row.number,
                signed_on=row.signed_on,
                first_due_on=row.first_due_on,
                grace_days=row.grace_days,
                penalty_permille=row.penalty_permille,
                monthly_wage_floor=row.monthly_wage,
                security=row.security,
            ),
        )

    return sign


def _activate(row: AgreementPlan) -> Callable[[], object]:
    return lambda: services.activate_agreement(
        actor=person("company1"),
        agreement_id=Agreement.objects.all_areas(reason=WHY).get(number=row.number).pk,
        funds_arrived_on=row.arrived_on,
    )


def _receive(row: ReceiptPlan) -> Callable[[], object]:
    return lambda: services.record_receipt(
        actor=person("company1"),
        enterprise_id=Enterprise.objects.get(credit_code=row.enterprise).pk,
        received_on=row.received_on,
        amount=row.amount,
        bank_reference=row.number,
        remark=row.reference,
    )

"""Enterprises: registering them and recording the review they pass."""

import datetime
from decimal import Decimal

from django.db import transaction

from dividends.models import Enterprise, EnterpriseReview
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import bankcard, clock, creditcode
from yuping.core.errors import BadInput, at_field


def register_enterprise(
    *,
    actor: User,
    credit_code: str,
    name: str,
    legal_representative: str,
    address: str,
    business: str,
    capacity_households: int,
    bank_name: str,
    account_number: str,
    contact_phone: str = "",
    registered_capital: Decimal = Decimal("0.00"),
) -> Enterprise:
    """Add an enterprise to the county's list. Raises BadInput for a wrong credit code or account number."""
    access.require(actor, "dividends.register_enterprise")
    with at_field("credit_code"):
        code = creditcode.parse_credit_code(credit_code)
    with at_field("account_number"):
        number = bankcard.parse_account(account_number, kind=bankcard.AccountKind.PASSBOOK)
    with transaction.atomic():
        if Enterprise.objects.filter(credit_code=code.code).exists():
            raise BadInput("enterprise_exists", field="credit_code")
        enterprise = Enterprise.objects.create(
            credit_code=code.code,
            name=name,
            legal_representative=legal_representative,
            contact_phone=contact_phone,
            address=address,
            business=business,
            registered_capital=registered_capital,
            capacity_households=capacity_households,
            bank_name=bank_name,
            account_number=number.number,
            account_last4=number.number[-4:],
            registered_on=clock.today(),
        )
        record_act(actor=actor, verb="dividends.register_enterprise", obj=enterprise)
    return enterprise


def review_enterprise(
    *,
    actor: User,
    enterprise_id: int,
    reviewed_on: datetime.date,
    direction_ok: bool,
    risk_ok: bool,
    project_ok: bool,
    enterprise_ok: bool,
    opinion: str,
) -> EnterpriseReview:
    """Record the review group's verdict. Raises BadInput for a date that has not come."""
    access.require(actor, "dividends.review_enterprise")
    if reviewed_on > clock.today():
        raise BadInput("date_in_future", field="reviewed_on")
    with transaction.atomic():
        review = EnterpriseReview.objects.create(
            enterprise=Enterprise.objects.get(pk=enterprise_id),
            reviewed_on=reviewed_on,
            direction_ok=direction_ok,
            risk_ok=risk_ok,
            project_ok=project_ok,
            enterprise_ok=enterprise_ok,
            opinion=opinion,
            reviewed_by=actor,
        )
        record_act(
            actor=actor,
            verb="dividends.review_enterprise",
            obj=review,
            facts={"passed": review.passed},
            wrote=[review],
        )
    return review

"""Roles as code: which verbs and which views each role holds, and which two never meet in one person. Pure.

A permission is a string: ``app.view_model`` to see rows, ``app.verb`` for the service function of that name.
"""

from collections.abc import Iterable
from enum import StrEnum

from yuping.accounts.sights import (
    ACCOUNTS_OF_PAYEES,
    ADVICE,
    AGREEMENTS,
    BATCHES,
    EXPORTS,
    FIGURES,
    FILES,
    IDENTITIES,
    JOURNAL,
    LOANS,
    PLACES,
    views,
)


class Role(StrEnum):
    VILLAGE_CADRE = "village_cadre"
    TOWNSHIP_CLERK = "township_clerk"
    POVERTY_OFFICE = "poverty_office"
    INVESTMENT_COMPANY = "investment_company"
    CREDIT_UNION = "credit_union"
    FINANCE_APPROVER = "finance_approver"
    FINANCE_CASHIER = "finance_cashier"
    LEADERSHIP = "leadership"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


VILLAGE, TOWNSHIP, COUNTY = 12, 9, 6

LEVELS: dict[Role, frozenset[int]] = {
    Role.VILLAGE_CADRE: frozenset({VILLAGE}),
    Role.TOWNSHIP_CLERK: frozenset({TOWNSHIP}),
    Role.LEADERSHIP: frozenset({TOWNSHIP, COUNTY}),
    **{
        role: frozenset({COUNTY})
        for role in (
            Role.POVERTY_OFFICE,
            Role.INVESTMENT_COMPANY,
            Role.CREDIT_UNION,
            Role.FINANCE_APPROVER,
            Role.FINANCE_CASHIER,
            Role.AUDITOR,
            Role.SYSTEM_ADMIN,
            Role.SECURITY_ADMIN,
            Role.AUDIT_ADMIN,
        )
    },
}

VISITS = {f"households.{verb}_visit" for verb in ("record", "correct", "withdraw")}
MEASURES = {f"households.{verb}_measure" for verb in ("record", "correct", "withdraw", "sign")}


GRANTS: dict[Role, frozenset[str]] = {
    Role.VILLAGE_CADRE: PLACES
    | ADVICE
    | FILES
    | ACCOUNTS_OF_PAYEES
    | views("dividends", "notice objection payout batch job participation agreement enterprise instalment")
    | views("loans", "loan loanevent")
    | FIGURES
    | {
        "households.view_own_finding",
        "households.save_household_year",
        "households.keep_draft",
        "households.save_member",
        *VISITS,
        "households.close_problem",
        "households.record_sale",
        "households.correct_sale",
        "households.withdraw_sale",
        "households.record_score",
        *MEASURES,
        "households.record_quarter",
        "households.correct_quarter",
        "households.attach_document",
        "households.withdraw_document",
        "households.propose_adjustment",
        "households.record_objection",
        # What is handed over to himself; for others accepts who may pair cadres.
        "households.accept_pairing",
        "villages.enter_indicator",
    },
    Role.TOWNSHIP_CLERK: PLACES
    | ADVICE
    | FILES
    | ACCOUNTS_OF_PAYEES
    | views("loans", "lender loan loanevent creditrating repayment")
    | views("dividends", "scheme enterprise agreement participation instalment job")
    | BATCHES
    | FIGURES
    | EXPORTS
    | IDENTITIES
    | views("villages", "villageaccount")
    | {
        "households.view_own_finding",
        "households.register_household",
        "households.save_household_year",
        "households.keep_draft",
        "households.save_member",
        "households.change_status",
        "households.record_life_event",
        "households.settle_life_event",
        "households.withdraw_life_event",
        "households.propose_payee_account",
        "households.confirm_payee_account",
        "households.refuse_payee_account",
        "households.close_payee_account",
        "households.edit_household",
        "households.pair_cadre",
        "households.accept_pairing",
        *VISITS,
        "households.close_problem",
        "households.record_sale",
        "households.correct_sale",
        "households.withdraw_sale",
        "households.refresh_findings",
        "households.record_score",
        "households.check_lead",
        *MEASURES,
        "households.record_quarter",
        "households.correct_quarter",
        "households.record_training",
        "households.record_relocation",
        "households.apply_for_identification",
        "households.propose_adjustment",
        "households.review_adjustment",
        "households.record_objection",
        "households.answer_objection",
        "households.attach_document",
        "households.withdraw_document",
        "households.import_households",
        "households.undo_import",
        "households.reveal",
        "loans.rate_credit",
        "loans.apply_for_loan",
        "loans.recommend_loan",
        "loans.refuse_loan",
        "villages.enter_indicator",
        "villages.review_indicator",
        "villages.record_collective_entry",
        "villages.reverse_collective_entry",
        "villages.record_resolution",
        "villages.publish_resolution_result",
        "villages.propose_village_account",
        "villages.confirm_village_account",
        "villages.reject_village_account",
        "villages.close_village_account",
        "villages.register_village_group",
        "villages.set_complaint_phone",
        "villages.register_cadre",
        "villages.edit_cadre",
        "villages.assign_responsibility",
        "villages.end_responsibility",
        "dividends.publish_notice",
        "dividends.record_objection",
        "dividends.answer_objection",
        "dividends.hand_in_sheet",
        "dividends.record_job",
        "dividends.hold_line",
        "dividends.confirm_hold",
    },
    Role.POVERTY_OFFICE: PLACES
    | ADVICE
    | FILES
    | ACCOUNTS_OF_PAYEES
    | LOANS
    | AGREEMENTS
    | BATCHES
    | FIGURES
    | EXPORTS
    | IDENTITIES
    | views("villages", "villageaccount")
    | {
        "households.view_own_finding",
        "households.register_household",
        "households.save_household_year",
        "households.keep_draft",
        "households.save_member",
        "households.change_status",
        "households.record_life_event",
        "households.settle_life_event",
        "households.withdraw_life_event",
        "households.confirm_payee_account",
        "households.refuse_payee_account",
        "households.edit_household",
        "households.exempt_finding",
        "households.accept_file",
        "households.refresh_findings",
        "households.confirm_identification",
        "households.set_case_rule",
        "households.decide_adjustment",
        "households.answer_objection",
        "households.import_households",
        "households.undo_import",
        "households.pair_cadre",
        "households.accept_pairing",
        *VISITS,
        "households.close_problem",
        "households.record_sale",
        "households.correct_sale",
        "households.withdraw_sale",
        "households.edit_scoring_template",
        "households.publish_scoring_template",
        "households.import_leads",
        "households.decide_lead",
        "households.reveal",
        "villages.enter_indicator",
        "villages.review_indicator",
        "villages.recompute_indicators",
        "villages.register_task_force",
        "villages.change_task_force",
        "villages.register_cadre",
        "villages.edit_cadre",
        "villages.assign_responsibility",
        "villages.end_responsibility",
        "villages.register_village_group",
        "villages.set_complaint_phone",
        "villages.record_collective_entry",
        "villages.reverse_collective_entry",
        "villages.record_resolution",
        "villages.change_holiday",
        "villages.change_code",
        "villages.register_village",
        "villages.change_village",
        "villages.recode_village",
        "loans.register_lender",
        "loans.confirm_borrower",
        "loans.refuse_loan",
        "dividends.confirm_batch",
        "dividends.return_batch",
        "dividends.close_batch",
        "dividends.hold_line",
        "dividends.confirm_hold",
        "dividends.answer_objection",
        "dividends.confirm_new_agreement_exception",
    },
    Role.INVESTMENT_COMPANY: PLACES
    | views("households", "household member payeeaccount")
    | views("loans", "loan loanevent lender repayment")
    | AGREEMENTS
    | BATCHES
    | FIGURES
    | views("villages", "villageaccount")
    | {
        "households.view_own_finding",
        "villages.record_dividend_income",
        "households.record_dividend_income",
        "dividends.register_enterprise",
        "dividends.review_enterprise",
        "dividends.sign_agreement",
        "dividends.activate_agreement",
        "dividends.withdraw_agreement",
        "dividends.request_new_agreement_exception",
        "dividends.record_receipt",
        "dividends.reverse_receipt",
        "dividends.record_job",
        "dividends.create_batch",
        "dividends.create_reissue_batch",
        "dividends.remove_line",
        "dividends.lock_batch",
        "dividends.cancel_batch",
        "dividends.settle_batch",
        "dividends.hold_line",
        "dividends.confirm_hold",
    },
    Role.CREDIT_UNION: views("households", "household member payeeaccount")
    | views("villages", "township village")
    | LOANS
    | BATCHES
    | views("dividends", "scheme enterprise agreement participation")
    | FIGURES
    | {
        "households.view_own_finding",
        "loans.rate_credit",
        "loans.apply_for_loan",
        "loans.approve_loan",
        "loans.draw_loan",
        "loans.refuse_loan",
        "loans.record_repayment",
        "loans.reverse_repayment",
        "loans.settle_loan",
        "loans.compare_bill",
        "dividends.load_results",
        "dividends.discard_results",
    },
    Role.FINANCE_APPROVER: PLACES
    | FILES
    | ACCOUNTS_OF_PAYEES
    | LOANS
    | AGREEMENTS
    | BATCHES
    | JOURNAL
    | FIGURES
    | {
        "households.view_own_finding",
        "dividends.approve_batch",
        "dividends.return_batch",
        "loans.prepare_subsidy_quarter",
        "loans.compare_bill",
        "loans.take_out_subsidy_lines",
        "loans.cancel_subsidy_quarter",
        "loans.approve_subsidy_quarter",
        "loans.record_risk_fund",
    },
    Role.FINANCE_CASHIER: PLACES
    | views("households", "household member payeeaccount")
    | LOANS
    | AGREEMENTS
    | BATCHES
    | JOURNAL
    | FIGURES
    | {"dividends.issue_batch", "dividends.download_bank_file", "loans.pay_subsidy_quarter"},
    Role.LEADERSHIP: PLACES
    | views("households", "household householdyear member finding adjustment")
    | ADVICE
    | LOANS
    | AGREEMENTS
    | views("dividends", "batch payout villageshare")
    | FIGURES,
    Role.AUDITOR: PLACES
    | ADVICE
    | FILES
    | ACCOUNTS_OF_PAYEES
    | LOANS
    | AGREEMENTS
    | BATCHES
    | JOURNAL
    | FIGURES
    | EXPORTS
    | views("audit", "auditentry")
    | {"dividends.download_bank_file", "households.reveal"},
    Role.SYSTEM_ADMIN: views("accounts", "user posting")
    | {
        "accounts.create_user",
        "accounts.reset_password",
        "accounts.disable_user",
        "accounts.request_posting",
    },
    Role.SECURITY_ADMIN: views("accounts", "user posting signinattempt")
    | {"accounts.confirm_posting", "accounts.end_posting", "accounts.unlock_user"},
    Role.AUDIT_ADMIN: views("audit", "auditentry") | views("accounts", "user posting signinattempt"),
}

_ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
_PREPARES_TO_PAYS = (
    Role.INVESTMENT_COMPANY,
    Role.POVERTY_OFFICE,
    Role.FINANCE_APPROVER,
    Role.FINANCE_CASHIER,
    Role.CREDIT_UNION,
    Role.AUDITOR,
)


def _pairs() -> frozenset[frozenset[Role]]:
    found = {frozenset({a, b}) for a in _PREPARES_TO_PAYS for b in _PREPARES_TO_PAYS if a != b}
    found |= {frozenset({a, b}) for a in _ADMINISTRATORS for b in Role if a != b}
    found |= {frozenset({Role.AUDITOR, b}) for b in Role if b not in {Role.AUDITOR, Role.LEADERSHIP}}
    found |= {
        frozenset({a, b})
        for a in (Role.TOWNSHIP_CLERK, Role.VILLAGE_CADRE)
        for b in (Role.INVESTMENT_COMPANY, Role.FINANCE_APPROVER, Role.FINANCE_CASHIER, Role.CREDIT_UNION)
    }
    return frozenset(found)


# Who prepares, confirms, approves, pays and reports results are different people; the three administrators hold
# nothing else (GB/T 22239: separation of the three administrators); who audits does not act.
INCOMPATIBLE = _pairs()


def permissions_of(role: str) -> frozenset[str]:
    return GRANTS[Role(role)]


def incompatible_with(role: str) -> frozenset[Role]:
    return frozenset(other for pair in INCOMPATIBLE if role in pair for other in pair if other != role)


def all_permissions(roles: Iterable[str] = tuple(Role)) -> frozenset[str]:
    return frozenset().union(*(permissions_of(role) for role in roles))

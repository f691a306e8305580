"""Faults over the rows of villages, loans and dividends, each as SQL, beside the change that just does not break it."""

from tests.demo.rules.files import GONE, Case

NOT_COUNTED = "UPDATE villages_village SET counts_in_county=false, not_counted_because='x' WHERE code='{village}';"
AWAY = "UPDATE households_household SET state='moved_out', left_on={day} WHERE id={home}"


def value(code: str, number: str) -> str:
    """Set an indicator of the village for the year."""
    return (
        f"UPDATE villages_indicatorvalue SET number={number} WHERE village_id='{{village}}' AND year=2016 "
        f"AND indicator_id='{code}';"
    )


def within(part: str, whole: str) -> Case:
    """A part one above its whole, and one that equals it."""
    return (value(whole, "5") + value(part, "6"), value(whole, "5") + value(part, "5"))


def loan(change: str) -> str:
    return f"UPDATE loans_loan SET {change} WHERE id={{loan}};"


def paid(change: str) -> str:
    return f"UPDATE dividends_payout SET {change} WHERE id={{payout}};"


VILLAGES: dict[str, Case] = {
    "households_above_persons": within("A01", "A02"),
    "registered_above_all_households": within("A03", "A01"),
    "registered_above_all_persons": within("A04", "A02"),
    "industry_above_registered": within("B18", "A03"),
    "destitute_above_persons": within("A08", "A02"),
    "own_project_above_registered": within("C25", "A03"),
    "indicators_missing": tuple(
        f"DELETE FROM villages_indicatorvalue WHERE village_id='{{village}}' AND year=2016 AND indicator_id='{code}'"
        for code in ("A01", "A03")
    ),
    "indicators_wait_for_review": tuple(
        "UPDATE villages_indicatorvalue SET state='entered', reviewed_by_id=NULL, reviewed_on=NULL, "
        f"entered_on='{day}' WHERE village_id='{{village}}' AND year=2016 AND indicator_id='A01'"
        for day in ("2016-11-30", "2016-12-01")
    ),
    "no_hard_road": (value("C23", "0"), value("C23", "0.01")),
    "village_without_income": (value("B13", "0"), value("B13", "0.01")),
    "village_without_account": tuple(
        before + "UPDATE villages_villageaccount SET state='closed', closed_on='2016-12-01' "
        "WHERE village_id='{village}' AND state='verified'"
        for before in ("", NOT_COUNTED)
    ),
    "village_account_used_twice": tuple(
        "DROP INDEX villages_account_number_once;"
        f"UPDATE villages_villageaccount SET number_index=repeat('d', 64) WHERE state='verified' "
        f"AND village_id IN ({there})"
        for there in ("'{village}', '{village2}'", "'{village}'")
    ),
    "village_without_task_force": tuple(
        before + "UPDATE villages_taskforcevillage SET valid_to=valid_from WHERE village_id='{village}'"
        for before in ("", NOT_COUNTED)
    ),
    "village_without_stationed_cadre": tuple(
        before + "UPDATE villages_responsibility SET valid_to=valid_from WHERE area_code='{village}'"
        for before in ("", NOT_COUNTED)
    ),
    "resolution_without_result": tuple(
        "UPDATE villages_villageresolution SET proposed_on='2015-12-01', discussed_on='2015-12-01', "
        f"deliberated_on='2015-12-01', decided_on='2015-12-01', published_on='{day}', result_published_on=NULL "
        "WHERE id=(SELECT min(id) FROM villages_villageresolution)"
        for day in ("2015-12-31", "2016-01-01")
    ),
}
LINE = (
    "INSERT INTO loans_subsidyquarter (lender_id, year, number, first_day, last_day, state, "
    "prepared_on, prepared_by_id, "
    "approved_digest, voucher, recorded_at) SELECT lender_id, 2016, 3, '2016-06-21', '2016-09-20', 'prepared', "
    "'2016-09-21', applied_by_id, '', '', now() FROM loans_loan WHERE id={loan};"
    "INSERT INTO loans_subsidyline (quarter_id, loan_id, village_id, first_day, days, numbers, "
    "rate_percent, amount, live, "
    "taken_out_because) SELECT (SELECT max(id) FROM loans_subsidyquarter), id, village_id, '2016-06-21', 92, 4600000, "
    "4.35, 555.83, true, '' FROM loans_loan WHERE id={loan};"
)
EARLIER = "applied_on='2015-06-01', recommended_on='2015-06-01', confirmed_on='2015-06-01'"
LOANS: dict[str, Case] = {
    "pooled_loan_of_another_amount": tuple(
        loan(f"kind='{kind}', approved_amount=49999.99, principal=49999.99") for kind in ("pooled", "self_chosen")
    ),
    "loan_for_too_many_years": (loan("years=4"), loan("years=3")),
    "loan_due_after_its_term": tuple(
        loan(f"years=3, due_on=(drawn_on + interval '3 years')::date + {days}") for days in (1, 0)
    ),
    "borrower_out_of_age": tuple(
        "UPDATE households_member m SET birth_date=(l.applied_on - interval '18 years')::date "
        f"+ {days} FROM loans_loan l WHERE m.id=l.borrower_id AND l.id={{loan}}"
        for days in (1, 0)
    ),
    "borrower_of_another_household": (loan("borrower_id={neighbour}"), loan("purpose='种植'")),
    "borrower_is_gone": tuple(
        f"UPDATE households_member SET {GONE} WHERE id=(SELECT borrower_id FROM loans_loan WHERE id={{loan}});" + more
        for more in ("", loan("state='settled', settled_on='2016-12-30'"))
    ),
    "one_borrower_in_two_households": tuple(
        f"UPDATE households_member SET {index}{GONE} WHERE id=(SELECT borrower_id FROM loans_loan WHERE id={{loan2}})"
        for index in (
            "id_index=(SELECT m.id_index FROM households_member m JOIN loans_loan l ON "
            "l.borrower_id=m.id WHERE l.id={loan}), ",
            "",
        )
    ),
    "counted_in_two_modes": (
        "UPDATE loans_loan SET kind='self_chosen', household_id=(SELECT household_id FROM loans_loan WHERE id={loan}) "
        "WHERE id={loan2}",
        "UPDATE loans_loan SET kind='self_chosen' WHERE id={loan2}",
    ),
    "granted_without_rating": tuple(
        "UPDATE loans_creditrating r SET rated_on=l.approved_on - 9, valid_until=l.approved_on "
        f"- {days} FROM loans_loan l WHERE l.household_id=r.household_id AND l.id={{loan}}"
        for days in (1, 0)
    ),
    "granted_above_the_credit_limit": tuple(
        f'UPDATE loans_creditrating r SET "limit"=l.approved_amount - {less} FROM loans_loan l '
        "WHERE l.household_id=r.household_id AND l.id={loan}"
        for less in ("0.01", "0")
    ),
    "loan_overdue": (loan("due_on='2016-12-30'"), loan("due_on='2016-12-31'")),
    "approved_and_not_drawn": tuple(
        loan(f"state='approved', principal=0, drawn_on=NULL, due_on=NULL, {EARLIER}, approved_on='{day}'")
        for day in ("2015-12-31", "2016-01-01")
    ),
    "loan_of_a_household_off_file": (
        AWAY.replace("{day}", "'2016-12-30'").replace("{home}", "{borrowing}"),
        "UPDATE households_household SET state='merged', left_on='2016-12-30', "
        "merged_into_id={other} WHERE id={borrowing}",
    ),
    "loan_before_registration": tuple(
        f"UPDATE households_household h SET registered_on=l.applied_on + {days} FROM loans_loan l "
        "WHERE h.id=l.household_id AND l.id={loan}"
        for days in (1, 0)
    ),
    "interest_beyond_the_term": tuple(LINE + loan(f"due_on='{day}'") for day in ("2016-06-21", "2016-06-22")),
    "interest_of_a_settled_loan": tuple(
        LINE + loan(f"state='settled', settled_on='{day}'") for day in ("2016-06-21", "2016-06-22")
    ),
    "subsidy_differs_from_the_bill": tuple(
        LINE + f"UPDATE loans_subsidyline SET bill_days=92, bill_amount={amount}" for amount in ("555.84", "555.83")
    ),
}
OPEN_INDEXES = "DROP INDEX dividends_one_live_payout; DROP INDEX dividends_one_live_village_part;"
SHEET = "(SELECT min(id) FROM dividends_signaturesheet)"
AGREEMENTS: dict[str, Case] = {
    "agreement_without_loan": (
        loan("state='approved', principal=0, drawn_on=NULL, due_on=NULL"),
        loan("state='approved', principal=0, drawn_on=NULL, due_on=NULL")
        + "UPDATE dividends_participation SET ended_on='2016-12-01', end_reason='x' WHERE id={share}",
    ),
    "share_differs_from_loan": tuple(
        "UPDATE dividends_participation SET principal=49999 WHERE id={share};" + more
        for more in ("", loan("approved_amount=49999, principal=49999"))
    ),
    "share_of_another_household": tuple(
        "UPDATE dividends_participation SET household_id={stranger} WHERE id={share};" + more
        for more in ("", loan("household_id={stranger}"))
    ),
    "in_two_agreements": tuple(
        "INSERT INTO dividends_agreement (number, scheme_id, enterprise_id, state, signed_on, funds_arrived_on, "
        "first_due_on, matures_on, households, principal, grace_days, penalty_permille, monthly_wage_floor, security, "
        "exception_document, withdrawal_reason, facts, signed_by_id) "
        "SELECT 'X1', scheme_id, enterprise_id, state, signed_on, "
        "funds_arrived_on, first_due_on, matures_on, households, principal, grace_days, penalty_permille, "
        "monthly_wage_floor, security, '', '', facts, signed_by_id FROM dividends_agreement WHERE id={agreement};"
        "UPDATE dividends_participation SET agreement_id=(SELECT id FROM dividends_agreement WHERE number='X1'), "
        f"household_id={home} WHERE id={{share2}}"
        for home in ("(SELECT household_id FROM dividends_participation WHERE id={share})", "household_id")
    ),
    "share_but_not_led": tuple(
        "UPDATE households_householdyear SET led_by_enterprise=false WHERE year=2016 AND household_id={borrowing};"
        f"UPDATE dividends_participation SET starts_on='{day}' WHERE id={{share}}"
        for day in ("2015-12-31", "2016-01-01")
    ),
    "enterprise_past_maturity": tuple(
        f"UPDATE dividends_instalment SET due_on='{day}' WHERE part='principal' AND participation_id={{share}}"
        for day in ("2016-12-30", "2016-12-31")
    ),
    "enterprise_above_its_capacity": tuple(
        "UPDATE dividends_enterprise e SET capacity_households=(SELECT count(*) FROM dividends_participation p "
        f"JOIN dividends_agreement a ON a.id=p.agreement_id WHERE a.enterprise_id=e.id AND p.ended_on IS NULL) - {less}"
        for less in (1, 0)
    ),
    "wage_below_the_floor": tuple(
        f"UPDATE dividends_agreement SET monthly_wage_floor=0; UPDATE dividends_agreement a SET monthly_wage_floor="
        f"j.monthly_wage + {more} FROM dividends_job j JOIN dividends_participation p ON p.id=j.participation_id "
        "WHERE a.id=p.agreement_id AND j.id={job}; DELETE FROM dividends_job WHERE id<>{job}"
        for more in ("0.01", "0")
    ),
    "job_of_who_cannot_work": tuple(
        f"UPDATE households_memberyear SET labour_skill='{skill}' WHERE year=2016 AND member_id="
        "(SELECT member_id FROM dividends_job WHERE id={job})"
        for skill in ("4", "1")
    ),
    "job_of_who_left": tuple(
        f"UPDATE households_member SET {GONE} WHERE id=(SELECT member_id FROM dividends_job WHERE id={{job}});" + more
        for more in ("", "UPDATE dividends_job SET ended_on='2016-12-31' WHERE id={job}")
    ),
    "village_without_any_job": tuple(
        f"DELETE FROM dividends_job; UPDATE dividends_participation SET starts_on='{day}'"
        for day in ("2016-10-01", "2016-10-02")
    ),
}
PAYMENTS: dict[str, Case] = {
    "paid_to_a_household_off_file": tuple(
        AWAY.replace("{day}", f"(SELECT paid_on - {days} FROM dividends_payout WHERE id={{payout}})").replace(
            "{home}", "(SELECT household_id FROM dividends_payout WHERE id={payout})"
        )
        for days in (1, 0)
    ),
    "paid_after_the_share_ended": tuple(
        "UPDATE dividends_participation p SET end_reason='x', ended_on=i.due_on "
        f"- {days} FROM dividends_payout o JOIN dividends_instalment i ON i.id=o.instalment_id "
        "WHERE p.id=o.participation_id AND o.id={payout}"
        for days in (1, 0)
    ),
    "paid_to_an_outsider": (paid("payee_name='赵六'"), paid("bank_name='邮储'")),
    "paid_to_the_dead": tuple(
        f"UPDATE households_member m SET state='died', leave_kind='1', left_on=o.paid_on - {days} "
        f"FROM dividends_payout o "
        "WHERE o.id={payout} AND m.household_id=o.household_id AND m.name=o.payee_name"
        for days in (1, 0)
    ),
    "one_card_two_payees": tuple(
        f"UPDATE dividends_payout SET account_digest=repeat('e', 64) WHERE id IN ({ids})"
        for ids in ("{payout}, {payout2}", "{payout}")
    ),
    "paid_twice_in_a_year": tuple(
        OPEN_INDEXES + "UPDATE dividends_payout SET household_id=(SELECT household_id FROM dividends_payout WHERE "
        f"id={{payout}}){more} WHERE id={{payout2}}"
        for more in (", instalment_id=(SELECT instalment_id FROM dividends_payout WHERE id={payout})", "")
    ),
    "paid_another_amount": (paid("amount=amount - 0.01"), paid("village_amount=0")),
    "paid_year_out_of_order": tuple(
        paid(
            "instalment_id=(SELECT i.id FROM dividends_instalment i WHERE i.participation_id=dividends_payout."
            f"participation_id AND i.part='dividend' ORDER BY i.number OFFSET {place} LIMIT 1)"
        )
        for place in (1, 0)
    ),
    "paid_year_missing": tuple(
        f"UPDATE dividends_instalment SET due_on='{day}' WHERE participation_id={{share}} AND "
        f"part='dividend' AND number="
        "(SELECT max(number) FROM dividends_instalment WHERE participation_id={share} AND part='dividend')"
        for day in ("2016-10-01", "2016-10-02")
    ),
    "returned_and_not_paid_again": tuple(
        paid("state='returned', return_reason='01', paid_on=NULL")
        + f"UPDATE dividends_batch SET settled_on='{day}' WHERE id=(SELECT batch_id FROM "
        f"dividends_payout WHERE id={{payout}})"
        for day in ("2016-10-01", "2016-10-02")
    ),
    "paid_but_not_signed": tuple(
        f"UPDATE dividends_signaturesheet SET signed_count=0, missing_reason='{reason}' WHERE id={SHEET}"
        for reason in ("", "外出务工")
    ),
    "signed_but_not_paid": tuple(
        f"UPDATE dividends_signaturesheet SET signed_count={count} WHERE id={SHEET}" for count in (9999, 1)
    ),
    "closed_without_sheet": tuple(
        f"UPDATE dividends_batch SET state='{state}'; DELETE FROM dividends_signaturesheet WHERE id={SHEET}"
        for state in ("closed", "settled")
    ),
    "village_without_its_share": tuple(
        f"{more}UPDATE dividends_villageshare SET batch_id=(SELECT max(id) FROM dividends_batch) + 0 WHERE false;"
        "DELETE FROM dividends_villageshare"
        for more in ("", "UPDATE dividends_payout SET village_amount=0;")
    ),
}
CASES = VILLAGES | LOANS | AGREEMENTS | PAYMENTS

"""Faults over the rows of household files, each as SQL, beside the change that just does not break the rule.

Names in braces are rows of two villages of the demo county; see ``ROWS``.
"""

Case = tuple[str, str]

GONE = "state='moved_out', left_on='2016-12-01', leave_kind='3'"
LAST_YEAR = "UPDATE households_householdyear SET year=2015{more} WHERE household_id={home} AND year=2017;"
THIS = "UPDATE households_householdyear SET {set} WHERE household_id={home} AND year=2016;"


def last(more: str = "") -> str:
    """The household's other record becomes last year's."""
    return LAST_YEAR.replace("{more}", f", {more}" if more else "")


def this(change: str) -> str:
    """Change the household's record of the year."""
    return THIS.replace("{set}", change)


def of_measure(cause: str, category: str) -> str:
    """A household helped once in the year: its main cause (or house) and the kind of measure."""
    return (
        "UPDATE households_householdyear SET second_cause='', third_cause='', " + cause + " "
        "WHERE year=2016 AND household_id=(SELECT household_id FROM households_measure WHERE id={measure});"
        "UPDATE households_measure SET category='" + category + "' WHERE id={measure};"
    )


def relocated(day: str, *, gone: str) -> str:
    """The household moved into a new house on a day; whether the old one is gone."""
    return (
        "INSERT INTO households_relocation (household_id, village_id, year, mode, from_place, placement, site, "
        "to_place, moved_in_on, old_house_gone, difficulty, recorded_by_id, recorded_at) SELECT id, village_id, 2015, "
        f"'1', '老寨', '1', '1', '县城', '{day}', {gone}, '', (SELECT min(id) FROM accounts_user), now() "
        "FROM households_household WHERE id={home}"
    )


SAME = ", ".join(
    f"{name}=(SELECT {name} FROM households_householdyear y WHERE y.household_id={{home}} AND y.year=2016)"
    for name in [
        "wage_income",
        "business_income",
        "dividend_income",
        "other_property_income",
        "family_planning_income",
        "low_income_allowance",
        "destitute_support",
        "pension_income",
        "ecology_income",
        "other_transfer_income",
        "business_expense",
    ]
)
ZERO = (
    "business_income=0, dividend_income=0, other_property_income=0, family_planning_income=0, low_income_allowance=0, "
    "destitute_support=0, pension_income=0, ecology_income=0, other_transfer_income=0, business_expense=0"
)
PEOPLE: dict[str, Case] = {
    "head_deceased": (
        f"UPDATE households_member SET {GONE} WHERE id={{head}}",
        f"UPDATE households_member SET {GONE} WHERE id={{second}}",
    ),
    "same_person": tuple(
        "UPDATE households_member SET name=(SELECT name FROM households_member WHERE id={head}), birth_date="
        f"(SELECT birth_date + {days} FROM households_member WHERE id={{head}}) WHERE id={{neighbour}}"
        for days in (0, 1)
    ),
    "shared_phone": (
        "UPDATE households_household SET phone_index=repeat('a', 64) WHERE id IN ({home}, {other})",
        "UPDATE households_household SET phone_index=repeat('a', 64) WHERE id={home}",
    ),
    "phone_of_another_household": (
        "UPDATE households_member SET phone_index=repeat('a', 64) WHERE id IN ({head}, {neighbour})",
        "UPDATE households_member SET phone_index=repeat('a', 64) WHERE id IN ({head}, {second})",
    ),
    "nobody_lives_there": (
        f"UPDATE households_member SET {GONE} WHERE household_id={{home}}",
        f"UPDATE households_member SET {GONE} WHERE household_id={{home}} AND NOT is_head",
    ),
    "left_without_event": (
        f"UPDATE households_member SET {GONE} WHERE id={{second}}",
        "UPDATE households_member SET state='entered_in_error', left_on='2016-12-01' WHERE id={second}",
    ),
    "event_not_carried_out": tuple(
        f"UPDATE households_member SET state='living_here', left_on=NULL, leave_kind='', joined_on='{day}' "
        "WHERE id=(SELECT member_id FROM households_lifeevent WHERE id={death})"
        for day in ("2014-01-01", "2016-12-31")
    ),
    "event_open_too_long": tuple(
        "UPDATE households_lifeevent SET state='open', settled_on=NULL, settled_by_id=NULL, "
        f"date='{day}' WHERE id={{death}}"
        for day in ("2016-12-15", "2016-12-16")
    ),
    "number_to_be_checked": (
        "UPDATE households_member SET id_flagged=true WHERE id={second}",
        f"UPDATE households_member SET id_flagged=true, {GONE} WHERE id={{second}}",
    ),
    "named_after_another_head": (
        "UPDATE households_household SET head_name='赵六' WHERE id={home}",
        "UPDATE households_member SET name='赵六' WHERE id={second}",
    ),
    "no_group": (
        "UPDATE households_household SET group_id=NULL WHERE id={home}",
        "UPDATE households_household SET group_id=NULL, state='moved_out', left_on='2016-12-01' WHERE id={home}",
    ),
}
ACCOUNTS: dict[str, Case] = {
    "shared_account": (
        "UPDATE households_payeeaccount SET number_index=repeat('b', 64) "
        "WHERE state='verified' AND household_id IN ({home}, {other})",
        "UPDATE households_payeeaccount SET number_index=repeat('b', 64) WHERE state='verified' AND "
        "household_id={home}",
    ),
    "account_holder_left": (
        f"UPDATE households_member SET {GONE} WHERE id=(SELECT member_id FROM "
        f"households_payeeaccount WHERE id={{account}})",
        f"UPDATE households_member SET {GONE} WHERE household_id={{home}} "
        "AND id<>(SELECT member_id FROM households_payeeaccount WHERE id={account})",
    ),
    "account_in_another_name": (
        "UPDATE households_payeeaccount SET holder_name='赵六' WHERE id={account}",
        "UPDATE households_payeeaccount SET holder_name='赵六', state='closed', "
        "closed_on='2016-12-01' WHERE id={account}",
    ),
    "account_waits_too_long": tuple(
        "UPDATE households_payeeaccount SET state='proposed', confirmed_by_id=NULL, confirmed_on=NULL, "
        f"proposed_on='{day}' WHERE id={{account}}"
        for day in ("2016-11-30", "2016-12-01")
    ),
}
YEARS: dict[str, Case] = {
    "no_year_record": (
        "UPDATE households_householdyear SET year=2014 WHERE household_id={home} AND year=2016",
        "UPDATE households_householdyear SET year=2014 WHERE household_id={home} AND year=2017",
    ),
    "dividend_differs": (
        this("dividends_recorded=4000, dividend_income=3999.99"),
        this("dividends_recorded=4000, dividend_income=4000"),
    ),
    "gap_in_the_years": tuple(
        f"UPDATE households_householdyear SET year={year} WHERE household_id={{home}} AND year=2017"
        for year in (2014, 2015)
    ),
    "income_copied_from_last_year": (last(SAME), last(SAME) + this("wage_income=wage_income + 0.01")),
    "income_jumps": tuple(
        last(f"wage_income=1000 * population_end, {ZERO}") + this(f"wage_income=5000 * population_end + {more}, {ZERO}")
        for more in (1, 0)
    ),
    "persons_do_not_carry_over": tuple(
        last("population_end=3") + this(f"population_start={start}") for start in (4, 3)
    ),
    "many_more_or_fewer_persons": tuple(this(f"population_start=population_end + {more}") for more in (4, 3)),
    "exited_without_decision": tuple(
        last(f"exit_flag='{before}'") + this("exit_flag='2', exit_year=2016") for before in ("1", "2")
    ),
    "poor_again_without_return": tuple(
        last("exit_flag='2'") + this(f"exit_flag='{now}', exit_year=2015") for now in ("1", "2")
    ),
    "exit_soon_after_entry": tuple(
        f"UPDATE households_statuschange s SET kind='2', date=h.registered_on + {days} "
        "FROM households_household h WHERE h.id=s.household_id AND h.id={home}"
        for days in (179, 180)
    ),
}
CASEWORK: dict[str, Case] = {
    "no_cadre_in_charge": (
        "UPDATE households_pairing SET to_on='2016-12-01' WHERE household_id={home} AND to_on IS NULL",
        "UPDATE households_pairing SET to_on='2016-12-01' WHERE household_id={home} AND to_on IS NULL;"
        "UPDATE households_household SET state='moved_out', left_on='2016-12-01' WHERE id={home}",
    ),
    "too_many_households_for_a_cadre": tuple(
        "UPDATE households_pairing SET cadre_id=(SELECT min(cadre_id) FROM households_pairing) WHERE to_on IS NULL;"
        "UPDATE households_pairing SET to_on='2016-12-01' WHERE to_on IS NULL AND id NOT IN "
        f"(SELECT id FROM households_pairing WHERE to_on IS NULL ORDER BY id LIMIT {most})"
        for most in (121, 120)
    ),
    "visit_text_copied": tuple(
        "UPDATE households_visit SET content=repeat('同', 30), recorded_by_id=(SELECT min(id) FROM accounts_user) "
        "WHERE id IN (SELECT min(id) FROM households_visit GROUP BY household_id ORDER BY 1 "
        f"LIMIT {homes})"
        for homes in (5, 4)
    ),
    "too_many_visits_in_a_day": tuple(
        "INSERT INTO households_visit (household_id, village_id, date, visitor, theme, place, people_met, content, "
        "appeal_class, problem, problem_state, measure, result, responsible_unit, confirmed_by_household, "
        "recorded_by_id, recorded_at, withdrawal_reason) "
        "SELECT id, village_id, '2016-12-01', '赶路人', '走访', '', '', '看望', '', '', 'none', '', '', '', false, "
        "(SELECT min(id) FROM accounts_user), now(), '' FROM households_household "
        "WHERE village_id='{village}' AND state='active' "
        f"ORDER BY id LIMIT {homes}"
        for homes in (11, 10)
    ),
    "visited_before_registration": tuple(
        f"UPDATE households_visit v SET date=h.registered_on - {days}, closed_on=NULL, problem='', "
        "problem_state='none', result='', closed_by_id=NULL, closing_confirmed=NULL "
        "FROM households_household h WHERE h.id=v.household_id AND v.id=(SELECT min(id) FROM households_visit)"
        for days in (1, 0)
    ),
    "photograph_used_twice": tuple(
        "INSERT INTO households_document (household_id, village_id, kind, title, file, sha256, size, content_type, "
        "dated_on, recorded_by_id, recorded_at, withdrawal_reason) SELECT id, village_id, 'photo', '走访', 'x.png', "
        f"repeat('c', 64), 1, 'image/png', '2016-12-01', (SELECT min(id) FROM accounts_user), now(), '' FROM "
        f"households_household WHERE id IN ({ids})"
        for ids in ("{home}, {other}", "{home}")
    ),
}
LEADS: dict[str, Case] = {
    "registered_without_identification": (
        "UPDATE households_household SET unidentified_reason='补录' WHERE id={home}",
        "UPDATE households_household SET unidentified_reason='补录', state='moved_out', left_on='2016-12-01' "
        "WHERE id={home}",
    ),
    "found_not_eligible": tuple(
        "INSERT INTO households_importrun (actor_id, kind, file_name, sha256, size, uploaded_at, state, households, "
        "members, errors, warnings, payload, verdict, kept, tables, headings, unread, written, area_code, "
        "imported_on, undone_reason, reason) VALUES ((SELECT min(id) FROM accounts_user), 'leads', 'a.xlsx', "
        "repeat('d', 64), 1, now(), 'written', 0, 1, 0, 0, '', '', '', '{{}}', '{{}}', '[]', '{{}}', '520622', "
        "'2016-12-01', '', '');"
        "INSERT INTO households_lead (household_id, member_id, village_id, person, kind, details, department, data_on, "
        "name_differs, id_index, details_index, source_id, found_on, due_on, state, checked_on, checked_by_id, "
        "decided_on, decided_by_id) SELECT household_id, id, village_id, name, 'vehicle', '', '公安', '2016-12-01', "
        "false, id_index, 'x', (SELECT max(id) FROM households_importrun), '2016-12-01', '2016-12-16', "
        f"'{state}', '2016-12-02', (SELECT min(id) FROM accounts_user), '2016-12-03', "
        "(SELECT max(id) FROM accounts_user) FROM households_member WHERE id={head}"
        for state in ("ineligible", "eligible")
    ),
}


def quarters(last_wage: str) -> str:
    """The household's four quarters of last year, the first three of 3,000 yuan; its record of the year says 10,000."""
    wages = ("3000", "3000", "3000", last_wage)
    rows = ", ".join(f"({quarter}, {wage})" for quarter, wage in enumerate(wages, start=1))
    return (
        this("wage_income=10000, " + ZERO) + "INSERT INTO households_householdquarter (household_id, village_id, year, "
        "quarter, wage_income, business_income, property_income, transfer_income, recorded_by_id, recorded_at) "
        "SELECT id, village_id, 2015, typed.quarter, typed.wage, 0, 0, 0, (SELECT min(id) FROM accounts_user), now() "
        f"FROM households_household, (VALUES {rows}) AS typed (quarter, wage) WHERE id={{home}}"
    )


MEASURES: dict[str, Case] = {
    "illness_without_help": tuple(of_measure("main_cause='1'", kind) for kind in ("01", "03")),
    "schooling_without_help": tuple(of_measure("main_cause='3'", kind) for kind in ("01", "02")),
    "disability_without_help": tuple(of_measure("main_cause='2'", kind) for kind in ("01", "09")),
    "worst_house_without_help": tuple(
        of_measure("main_cause='9', unsafe_house=true, danger_level='D'", kind) for kind in ("01", "04")
    ),
    "allowance_measure_without_aid": tuple(
        of_measure("main_cause='9'", "09") + f"UPDATE households_memberyear SET low_income_aid={aid} WHERE year=2016 "
        "AND household_id=(SELECT household_id FROM households_measure WHERE id={measure})"
        for aid in ("false", "true")
    ),
    "job_measure_without_labour": tuple(
        of_measure("main_cause='9'", "05") + f"UPDATE households_memberyear SET labour_skill='{skill}' WHERE year=2016 "
        "AND household_id=(SELECT household_id FROM households_measure WHERE id={measure})"
        for skill in ("4", "1")
    ),
    "trained_while_at_school": tuple(
        f"UPDATE households_memberyear SET school_status='{status}' WHERE year=2016 AND member_id={{trained}}"
        for status in ("07", "01")
    ),
    "trained_after_leaving": tuple(
        "UPDATE households_member SET state='moved_out', leave_kind='3', left_on=(SELECT from_on "
        f"- {days} FROM households_training WHERE member_id={{trained}} LIMIT 1) WHERE id={{trained}}"
        for days in (1, 0)
    ),
    "relocated_but_unsafe": tuple(
        this("unsafe_house=true, danger_level='C'") + relocated(day, gone="true")
        for day in ("2015-12-31", "2016-01-01")
    ),
    "quarters_differ_from_record": (quarters("3000.01"), quarters("3000")),
    "old_house_still_stands": tuple(relocated(day, gone="false") for day in ("2015-12-31", "2016-01-01")),
}
CASES = PEOPLE | LEADS | ACCOUNTS | YEARS | CASEWORK | MEASURES

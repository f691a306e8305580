"""Identification comes before the file: the county accepts, the township opens the file, and both name each other."""

import datetime

import pytest

from households import services
from households.models import CaseRule, Finding, Household, Identification
from households.services import imports, undo_import
from households.worklist import files_waiting
from tests.households.factories import id_of, make_household
from tests.households.forms_of import head_facts, household_facts, spouse_facts
from tests.households.identifications import apply, take, walk
from tests.households.pages import body, official_form, signed_in, url
from tests.households.test_imports import book_of, filled, other, remarks_of, uploaded
from tests.pictures import png
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit import seals
from yuping.core import clock
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson

TODAY = datetime.date(2016, 12, 1)
DECIDED = datetime.date(2016, 11, 15)
EARLIER = datetime.date(2016, 11, 14)
REGISTER = "household_register"


def require(officer: User, *, required: bool = True, valid_from: datetime.date = TODAY) -> CaseRule:
    return services.set_case_rule(
        actor=officer, valid_from=valid_from, identification_required=required, entry_days=3, reason="存量已录完"
    )


@pytest.fixture
def case(clerk: User, second_clerk: User, officer: User, village: Village) -> Identification:
    """A case that the county has accepted; no file is opened yet."""
    return walk(clerk, second_clerk, officer, apply(clerk, village))


def today_s(village: Village, **values: object) -> object:
    return household_facts(village, registered_on=TODAY, **values)


def codes(refusal: PolicyRefused) -> list[str]:
    return [problem.code.removeprefix("households.") for problem in refusal.params["reasons"]]


def test_the_county_accepts_before_there_is_a_file(case: Identification) -> None:
    assert (case.state, case.household) == ("accepted", None)


def test_a_file_opened_for_the_applicant_is_tied_to_the_case(
    clerk: User, officer: User, village: Village, case: Identification
) -> None:
    require(officer)

    household = services.register_household(actor=clerk, household=today_s(village))

    case.refresh_from_db()
    assert case.household == household
    assert household.unidentified_reason == ""
    assert household.documents.filter(sha256=case.steps.get(move="publish_first").paper_sha256).exists()
    assert not Finding.unguarded.filter(rule="registered_without_identification").exists()


def test_a_file_is_not_opened_before_the_decision(clerk: User, village: Village, case: Identification) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(
            actor=clerk, household=household_facts(village, registered_on=DECIDED.replace(day=1))
        )

    assert codes(refusal.value) == ["registered_before_case"]
    assert not Household.unguarded.exists()


def test_a_case_of_another_village_opens_no_file_here(
    clerk: User, second_clerk: User, officer: User, village: Village
) -> None:
    other_village = (
        Village.objects.all_areas(reason="test").filter(township=village.township_id).order_by("-pk").first()
    )
    walk(clerk, second_clerk, officer, apply(clerk, other_village))
    require(officer)

    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(actor=clerk, household=today_s(village))

    assert codes(refusal.value) == ["without_identification"]


def test_a_refused_application_opens_no_file(clerk: User, officer: User, village: Village) -> None:
    found = apply(clerk, village)
    take(clerk, found, "refuse", date=DECIDED, note="有商品房")
    require(officer)

    with pytest.raises(PolicyRefused) as refusal:
        services.register_household(actor=clerk, household=today_s(village))

    assert codes(refusal.value) == ["without_identification"]


def test_while_the_base_stock_is_entered_no_case_is_asked_for(clerk: User, officer: User, village: Village) -> None:
    require(officer, valid_from=TODAY + datetime.timedelta(days=1))

    household = services.register_household(actor=clerk, household=household_facts(village))

    assert household.unidentified_reason == ""
    with clock.fixed(TODAY + datetime.timedelta(days=1)), pytest.raises(PolicyRefused):
        services.register_household(
            actor=clerk,
            household=household_facts(village, number="520600000002", members=(head_facts(301), spouse_facts(302))),
        )


def test_a_reason_instead_of_a_case_blocks_payment_until_the_county_lets_it_stand(
    clerk: User, officer: User, village: Village
) -> None:
    require(officer)

    household = services.register_household(actor=clerk, household=today_s(village), reason="2015年已批，名册遗漏")

    finding = Finding.unguarded.get(rule="registered_without_identification")
    assert (finding.household, finding.state, finding.blocks_payment) == (household, "open", True)
    assert "名册遗漏" in str(finding.facts)
    with pytest.raises(MissingVerb):
        services.accept_file(actor=clerk, finding_id=finding.pk, reason="属实")
    with pytest.raises(BadInput, match="reason_needed"):
        services.accept_file(actor=officer, finding_id=finding.pk, reason=" ")
    with pytest.raises(NotAllowedNow, match="never_exempted"):
        services.exempt_finding(actor=officer, finding_id=finding.pk, until=datetime.date(2017, 6, 1), reason="属实")
    shown = signed_in(officer).get(url("household_findings", pk=household.pk)).content.decode()
    assert url("finding_accept", pk=finding.pk) in shown

    assert to_be_let_stand(officer) == 1
    response = signed_in(officer).post(url("finding_accept", pk=finding.pk), {"reason": "属实"})

    assert response.status_code == 302
    with clock.fixed(TODAY + datetime.timedelta(days=3000)):
        services.refresh_findings(actor=officer, household_ids=[household.pk])
    finding.refresh_from_db()
    assert (finding.state, finding.exempt_until, finding.exempted_by) == ("exempted", None, officer)
    assert not Finding.unguarded.filter(state="open", blocks_payment=True).exists()
    assert to_be_let_stand(officer) == 0


def test_who_entered_a_file_without_a_case_does_not_accept_it(officer: User, village: Village) -> None:
    require(officer)
    household = services.register_household(actor=officer, household=today_s(village), reason="名册遗漏")
    finding = Finding.unguarded.get(rule="registered_without_identification", household=household)

    with pytest.raises(SamePerson, match="accepts_own_file"):
        services.accept_file(actor=officer, finding_id=finding.pk, reason="属实")


def to_be_let_stand(user: User) -> int:
    """What the person's work list says of files without identification."""
    (item,) = [one for one in files_waiting(user, TODAY) if "registered_without_identification" in one.url]
    return item.count


def test_a_file_opened_meanwhile_is_tied_when_the_county_accepts(
    clerk: User, second_clerk: User, officer: User, village: Village
) -> None:
    found = walk(clerk, second_clerk, officer, apply(clerk, village), to="compared")
    require(officer)
    household = services.register_household(actor=clerk, household=today_s(village), reason="县里口头同意")

    take(officer, found, "accept", date=TODAY)

    found.refresh_from_db()
    assert found.household == household
    services.refresh_findings(actor=clerk, household_ids=[household.pk])
    assert Finding.unguarded.get(rule="registered_without_identification").state == "closed"


def test_an_applicant_on_file_in_another_village_is_not_accepted(
    clerk: User, second_clerk: User, officer: User, village: Village, far_village: Village
) -> None:
    found = walk(clerk, second_clerk, officer, apply(clerk, village), to="compared")
    make_household(far_village, number=51)

    with pytest.raises(BadInput, match="person_on_file"):
        take(officer, found, "accept", date=TODAY)


def test_an_import_ties_cases_and_asks_the_reason_for_the_others(
    clerk: User, officer: User, village: Village, case: Identification
) -> None:
    require(officer)
    run = uploaded(
        clerk, book_of(filled(village, registered_on=TODAY), filled(village, **other(village), registered_on=TODAY))
    )
    assert run.errors == 0

    with pytest.raises(NotAllowedNow, match="reason_without_identification"):
        imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)
    imports.confirm_import(actor=clerk, run_id=run.pk, compared=True, reason="存量补录")

    case.refresh_from_db()
    first, second = Household.unguarded.order_by("pk")
    assert (case.household, first.unidentified_reason, second.unidentified_reason) == (first, "", "存量补录")
    assert Finding.unguarded.get(rule="registered_without_identification").household == second


def test_a_file_older_than_the_decision_is_refused_at_its_row_by_the_check(
    clerk: User, village: Village, case: Identification
) -> None:
    book = book_of(filled(village, **other(village)), filled(village, registered_on=EARLIER))

    assert remarks_of(clerk, book) == [("农户", 3, "建档日期", "registered_before_case")]


def test_the_page_of_the_import_asks_for_the_reason(clerk: User, officer: User, village: Village) -> None:
    require(officer)
    run = uploaded(clerk, book_of(filled(village, registered_on=TODAY)))
    client, address = signed_in(clerk), url("import_confirm", pk=run.pk)

    assert client.post(address).status_code == 422
    assert 'class="form-control"' in str(client.get(address).context["form"]["reason"])
    assert client.post(address, {"reason": "存量补录"}).status_code == 302
    assert Household.unguarded.get().unidentified_reason == "存量补录"


def test_an_undone_import_gives_its_cases_back(
    clerk: User, officer: User, village: Village, case: Identification
) -> None:
    require(officer)
    run = uploaded(clerk, book_of(filled(village, registered_on=TODAY)))
    imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)

    undo_import(actor=clerk, run_id=run.pk, reason="导错了村")

    case.refresh_from_db()
    assert (case.state, case.household) == ("accepted", None)


@pytest.mark.usefixtures("demo_day")
def test_the_township_opens_the_file_from_the_case(clerk: User, officer: User, case: Identification) -> None:
    require(officer)
    client = signed_in(clerk)
    opens = f"{url(REGISTER)}?case={case.pk}"

    assert opens in body(client.get(case.get_absolute_url()))
    form = client.get(opens).context["form"]
    first = form.grid.forms[0]
    shown = body(client.get(opens))

    assert (form.header["village"].value(), form.header["registered_on"].value()) == (case.village_id, "2016-11-15")
    assert (first["name"].value(), first["relation"].value(), first["sex"].value()) == ("王伟", "01", "1")
    assert form.year_form["main_cause"].value() == "7"
    assert form.bare is None
    assert id_of(101) not in shown
    typed = official_form(case.village, case=str(case.pk), **{"m0-id_number": ""})
    assert client.post(opens, typed).status_code == 302
    case.refresh_from_db()
    assert case.household.members.get(is_head=True).id_number.open() == id_of(101)
    assert opens not in body(client.get(case.get_absolute_url()))


@pytest.mark.usefixtures("demo_day")
def test_a_form_without_a_case_asks_for_the_reason(clerk: User, officer: User, village: Village) -> None:
    require(officer)
    client = signed_in(clerk)

    refused = client.post(url(REGISTER), official_form(village))
    assert refused.status_code == 422
    assert "精准识别" in body(refused)
    assert client.post(url(REGISTER), official_form(village, unidentified_reason="存量补录")).status_code == 302
    assert Household.unguarded.get().unidentified_reason == "存量补录"


@pytest.mark.usefixtures("demo_day")
def test_another_townships_case_prefills_nothing(far_clerk: User, case: Identification) -> None:
    form = signed_in(far_clerk).get(f"{url(REGISTER)}?case={case.pk}").context["form"]

    assert form.case is None
    assert form.grid.forms[0]["name"].value() in (None, "")


@pytest.mark.usefixtures("demo_day")
def test_accepted_cases_without_a_file_wait_for_the_township(clerk: User, case: Identification) -> None:
    listed = body(signed_in(clerk).get(url("identification_list") + "?file=missing"))

    assert case.get_absolute_url() in listed
    assert url("identification_list") + "?file=missing" in body(signed_in(clerk).get("/"))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"valid_from": datetime.date(2016, 11, 30)}, BadInput),
        ({"reason": " "}, BadInput),
        ({"entry_days": 31}, BadInput),
    ],
)
def test_a_rule_is_dated_today_at_the_earliest_and_has_a_reason(
    officer: User, change: dict[str, object], error: type[Exception]
) -> None:
    given = {"valid_from": TODAY, "identification_required": True, "entry_days": 3, "reason": "存量已录完"}

    with pytest.raises(error):
        services.set_case_rule(actor=officer, **{**given, **change})


def test_the_county_alone_sets_rules_and_one_a_day(clerk: User, officer: User) -> None:
    with pytest.raises(MissingVerb):
        require(clerk)
    require(officer)
    with pytest.raises(NotAllowedNow, match="case_rule_taken"):
        require(officer, required=False)


@pytest.mark.usefixtures("demo_day")
def test_a_rule_is_set_on_its_page(officer: User, clerk: User) -> None:
    client = signed_in(officer)
    assert "存量" in body(client.get(url("case_rule_list")))
    data = {"valid_from": "2017-01-01", "identification_required": "yes", "entry_days": "5", "reason": "存量已录完"}

    assert client.post(url("case_rule_set"), data | {"entry_days": "99"}).status_code == 422
    assert client.post(url("case_rule_set"), data).status_code == 302

    assert "2017-01-01" in body(signed_in(clerk).get(url("case_rule_list")))
    assert CaseRule.objects.of(TODAY).identification_required is False


def test_the_signed_application_stands_among_the_papers_of_the_file(
    clerk: User, second_clerk: User, officer: User, village: Village
) -> None:
    signed = png(96, 72)
    walk(clerk, second_clerk, officer, apply(clerk, village, paper=signed))

    household = services.register_household(actor=clerk, household=today_s(village))

    paper = household.documents.get(kind="application")
    with paper.file.open("rb") as stored:
        assert stored.read() == signed
    with pytest.raises(NotAllowedNow, match="document_of_step"):
        services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")
    assert not [row for row in seals.broken_seals() if row[0] == "households_document"]

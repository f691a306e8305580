"""A case says what it is about: refusals by their kind, and what the household's state is where nothing can be done."""

import datetime

import pytest

from households.history import acts_on
from households.models import Household
from households.procedures import Kind
from tests.households.adjustments import propose, ready_to_exit, take, walk
from tests.households.casework.conftest import body, url
from tests.households.factories import id_of, make_year
from tests.households.test_casework import apply
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.tables import AuditTable
from yuping.accounts.verbs import act_of, name_of
from yuping.audit.models import AuditEntry


@pytest.mark.parametrize(("kind", "words"), [(Kind.EXIT, "不予退出"), (Kind.REMOVAL, "不予清退")])
def test_a_refusal_says_what_is_refused(
    kind: Kind, words: str, clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household, kind), to="township_reviewed")
    client = browser(officer)

    assert f"县级{words}" in body(client, case.get_absolute_url())
    assert "不予纳入" not in body(client, case.get_absolute_url())
    asked = body(client, url("adjustment_reject", pk=case.pk))
    assert asked.count(f"县级{words}") >= 2
    take(officer, case, "reject")
    case.refresh_from_db()
    shown = body(client, case.get_absolute_url())

    assert case.get_state_display() == words
    assert f"<strong>县级{words}</strong>" in shown
    assert words in body(client, url("adjustment_list"))


def test_a_step_that_was_taken_is_called_by_what_was_done_not_by_its_button(
    clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household, Kind.EXIT), to="township_reviewed")

    for address in (case.get_absolute_url(), url("adjustment_approve", pk=case.pk)):
        shown = body(browser(officer), address)
        assert "入户核查" in shown
        assert "登记入户核查" not in shown


def test_the_record_names_the_step_that_was_taken_not_the_verb_that_several_share(
    clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    walk(clerk, officer, propose(clerk, household, Kind.EXIT), to="on_notice")

    entries = AuditEntry.objects.filter(verb="households.propose_adjustment").order_by("seq")
    named = [act_of(entry) for entry in entries]
    history = [act.words for act in acts_on(household)]

    assert named == ["提出：脱贫退出", "民主评议", "入户核查", "农户签字认可", "公示"]
    assert [str(row.get_cell("verb")) for row in AuditTable(entries).rows] == named
    assert all(any(words in one for one in history) for words in named)


def test_an_entry_that_names_no_step_keeps_the_name_of_its_verb(clerk: User, village: Village) -> None:
    apply(clerk, village)

    entry = AuditEntry.objects.get(verb="households.apply_for_identification")

    assert act_of(entry) == name_of(entry.verb)


def test_an_application_is_followed_by_the_review_of_its_group(clerk: User, village: Village) -> None:
    data = {"village": village.pk, "applicant": "杨再", "id_number": id_of(801), "persons": "3", "main_cause": "7"}

    response = browser(clerk).post(url("identification_apply"), data | {"applied_on": "2016-10-10"}, follow=True)

    assert "下一步为村民小组评议" in response.content.decode()


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ({"exit_flag": "2", "exit_year": 2015}, Kind.EXIT, "自 2015 年起已脱贫"),
        ({"exit_flag": "1"}, Kind.RETURN, "现为未脱贫"),
        ({"exit_flag": "3"}, Kind.RETURN, "现为预脱贫"),
        ({"exit_flag": "4", "return_year": 2014}, Kind.RETURN, "自 2014 年起已认定返贫"),
    ],
)
def test_what_is_not_possible_names_the_state_and_since_when(
    answers: dict[str, object], kind: Kind, words: str, clerk: User, household: Household
) -> None:
    make_year(household, **answers)

    assert words in body(browser(clerk), url(f"propose_{kind}", pk=household.pk))
    assert words in body(browser(clerk), url("adjustment_start", pk=household.pk))


def test_who_has_left_is_named_with_the_day_and_the_way(clerk: User, household: Household) -> None:
    Household.unguarded.filter(pk=household.pk).update(state="moved_out", left_on=datetime.date(2016, 8, 9))

    shown = body(browser(clerk), url("propose_exit", pk=household.pk))

    assert f"{household.head_name} 户已于 2016-08-09 离册" in shown
    assert str(Household(state="moved_out").get_state_display()) in shown

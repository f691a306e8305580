"""The whole demo county as it stands in the database: the report's figures by real rows, and people as planned."""

import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from dividends.models import Participation
from households.models import (
    Adjustment,
    Household,
    HouseholdYear,
    Identification,
    IdentityChange,
    LikelyDouble,
    Member,
    NoticeObjection,
    PayeeAccount,
    RuleFault,
)
from households.services import refresh_findings
from loans.models import Loan
from villages.models import IndicatorValue, Village
from yuping.accounts.models import Posting
from yuping.accounts.roles import Role
from yuping.core import checks
from yuping.demo.builder.people import person
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.hard_cases import CASES, TWENTY_CHARACTERS
from yuping.demo.plan.households import HouseholdPlan

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("county"), pytest.mark.usefixtures("county_database")]

REPORT = Path(__file__).resolve().parents[2] / "fixtures" / "report_figures.json"
ACCEPTED = {
    row["key"]: row["value"] for row in json.loads(REPORT.read_text(encoding="utf-8"))["rows"] if row["acceptance"]
}
WHY = "a test compares the county with its plan"


@pytest.fixture(autouse=True)
def unlocked(django_db_blocker: pytest.FixtureRequest) -> None:
    """The tests only read the module's database."""
    django_db_blocker.unblock()


@pytest.fixture(scope="module")
def shown(county_database: str, django_db_blocker: pytest.FixtureRequest) -> dict[str, str]:
    """What ``manage.py figures --json`` prints, by key."""
    out = io.StringIO()
    with django_db_blocker.unblock():
        call_command("figures", json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["area"], answer["as_of"]) == ("520622", "2016-12-31")
    return {row["key"]: str(row["value"]) for row in answer["figures"]}


@pytest.mark.parametrize("key", sorted(ACCEPTED))
def test_the_rows_give_the_figure_of_the_report(shown: dict[str, str], key: str) -> None:
    assert shown[key] == ACCEPTED[key]


def test_the_invariants_hold() -> None:
    assert list(checks.run()) == []


def test_the_rules_of_data_quality_find_almost_nothing() -> None:
    """Under two findings for a hundred households; the run itself is taken back."""
    with transaction.atomic():
        open_now = refresh_findings(actor=person("poverty1"))
        failed = RuleFault.objects.count()
        transaction.set_rollback(True)

    assert failed == 0
    assert 0 < open_now < 5005 * 2 // 100


def test_every_counted_village_has_every_indicator() -> None:
    counts = Counter(
        IndicatorValue.objects.all_areas(reason=WHY)
        .filter(year=2016, state__in=["reviewed", "derived"], village__counts_in_county=True)
        .values_list("village", flat=True)
    )
    villages = Village.objects.all_areas(reason=WHY).filter(counts_in_county=True).values_list("pk", flat=True)

    assert {counts[village] for village in villages} == {int(ACCEPTED["indicators_per_village"])}


def test_the_members_are_the_planned_ones(plan: CountyPlan) -> None:
    columns = ("household__number", "name", "birth_date", "sex", "ethnic_group", "relation", "id_kind", "joined_on")
    living = Member.objects.all_areas(reason=WHY).filter(left_on=None).values_list(*columns)

    assert Counter(living) == Counter(
        (h.number, m.name, m.birth_date, m.sex, m.ethnic_group, m.relation, m.id_kind, m.joined_on)
        for h in plan.households
        for m in h.members
    )


def test_the_files_of_the_year_are_the_planned_ones(plan: CountyPlan) -> None:
    """Those that the county let exit within the year are planned as about to exit."""
    columns = ("household__number", "main_cause", "second_cause", "third_cause", "exit_flag", "population_end")
    files = HouseholdYear.objects.all_areas(reason=WHY).filter(year=2016)

    decided = Adjustment.objects.all_areas(reason=WHY).in_force().filter(kind="exit")
    flags = dict.fromkeys(decided.values_list("household__number", flat=True), "2")

    assert flags
    assert Counter(files.values_list(*columns, "per_head_net_income")) == Counter(
        (
            h.number,
            f.main_cause,
            f.second_cause,
            f.third_cause,
            flags.get(h.number, f.exit_flag),
            f.population_end,
            f.income.per_head(n),
        )
        for h in plan.households
        for f, n in [(h.in_year(2016), len(h.members))]
    )


def test_cases_of_the_year_stand_in_every_state_a_township_knows() -> None:
    applied = Identification.objects.all_areas(reason=WHY).values_list("state", flat=True)
    adjusted = Adjustment.objects.all_areas(reason=WHY).values_list("kind", "state")
    waiting = NoticeObjection.objects.all_areas(reason=WHY).open()

    assert set(applied) == {"applied", "first_notice", "second_notice", "compared", "accepted", "refused"}
    assert {kind for kind, _state in adjusted} == {"exit", "return", "removal"}
    assert {"announced", "township_reviewed", "on_notice", "village_reviewed", "refused"} == {
        state for _kind, state in adjusted
    }
    assert waiting.count() == 1
    assert IdentityChange.objects.all_areas(reason=WHY).filter(state="proposed").count() == 1
    assert LikelyDouble.objects.all_areas(reason=WHY).filter(state="open").exists()


def test_sizes_and_incomes_have_the_range_of_the_place() -> None:
    files = HouseholdYear.objects.all_areas(reason=WHY).filter(year=2016)
    incomes = list(files.values_list("per_head_net_income", flat=True))

    assert set(files.values_list("population_end", flat=True)) == set(range(1, 9))
    assert min(incomes) < Decimal(2968) < Decimal(3146) < max(incomes)


@pytest.fixture(scope="module")
def hard(plan: CountyPlan) -> dict[str, HouseholdPlan]:
    """The planned household of each hard case by its name."""
    return {name: household for household in plan.households for name in household.hard_cases}


@pytest.mark.parametrize("case", [case.name for case in CASES])
def test_a_hard_case_stands_as_it_was_planned(hard: dict[str, HouseholdPlan], case: str) -> None:
    """Names to the character, numbers to the last digit, the account with its holder, the loan with its borrower."""
    planned = hard[case]
    stored = Household.objects.all_areas(reason=WHY).get(number=planned.number)
    members = Member.objects.all_areas(reason=WHY).filter(household=stored)
    account = PayeeAccount.objects.all_areas(reason=WHY).get(household=stored, state="verified")
    borrower = Loan.objects.all_areas(reason=WHY).filter(household=stored).values_list("borrower__name", flat=True)

    assert stored.head_name == planned.head.name
    assert sorted((m.name, m.id_number.open(), m.id_kind) for m in members) == sorted(
        (m.name, m.id_number, m.id_kind) for m in (*planned.members, *planned.former_members)
    )
    assert (account.number.open(), account.kind, account.member.name) == (
        planned.account.number,
        planned.account.kind,
        planned.member(planned.account.holder).name,
    )
    assert list(borrower) == ([planned.member(planned.borrower).name] if planned.borrower else [])


@pytest.mark.parametrize("text", ["𠮷", "㛃", "䶮", "·", TWENTY_CHARACTERS])
def test_a_rare_name_is_found_in_the_database(text: str) -> None:
    assert Member.objects.all_areas(reason=WHY).filter(name__contains=text).exists()


def test_there_are_at_least_thirty_hard_cases() -> None:
    assert len({case.name for case in CASES}) >= 30


def test_every_township_with_dividends_has_a_clerk() -> None:
    villages = Participation.objects.all_areas(reason=WHY).values_list("village_id", flat=True)
    paid = {village[:9] for village in villages}
    clerks = set(Posting.objects.filter(role=Role.TOWNSHIP_CLERK).values_list("area_code", flat=True))

    assert paid
    assert paid <= clerks

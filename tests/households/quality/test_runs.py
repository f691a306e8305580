"""A run over many files: planted faults are found and nothing else, a failing rule is reported, tasks are due."""

import datetime
import random
from collections.abc import Iterator

import pytest
from django.urls import reverse

from households import services
from households.full_checks import GOOD_FOR, last_full_check
from households.models import Finding, Household, RuleFault
from households.services.findings import update_findings
from households.worklist.files import waiting
from tests.households.factories import make_household, make_member
from tests.households.quality import cases, living_cases
from tests.households.quality.files import broken
from villages.models import Village
from yuping.accounts import quality
from yuping.accounts.models import User
from yuping.accounts.quality import Asked, Family, Level, Remedy
from yuping.accounts.roles import Role, permissions_of
from yuping.core import clock
from yuping.core.models import Installation

CASES = cases.CASES | living_cases.CASES
PLANTED = 300


def test_three_hundred_planted_faults_are_found_and_nothing_else() -> None:
    """Every rule is planted at least twice among six hundred files; the others are the ones that just do not."""
    draw = random.Random(5411)
    codes = sorted(CASES) * 3
    planted = set(draw.sample(range(len(codes)), PLANTED))
    found, wanted = set(), set()
    for place, code in enumerate(codes):
        fault, beside = CASES[code]
        found |= {(place, one) for one in broken(fault if place in planted else beside) - broken(beside)}
        wanted |= {(place, code)} if place in planted else set()

    assert len(wanted) == PLANTED
    assert found == wanted


@pytest.fixture
def failing() -> Iterator[str]:
    """A rule that can't be read, among the others."""

    def always_fails(asked: Asked) -> Iterator[tuple]:
        list(asked.within(Household.unguarded.filter(number__no_such_lookup=1)))
        yield from ()

    quality.declared(
        level=Level.ERROR,
        family=Family.SHAPE,
        reads="household.number",
        sources=(),
        owner=Role.TOWNSHIP_CLERK,
        remedy=Remedy.RECORD,
    )(always_fails)
    yield "always_fails"
    quality.withdraw("always_fails")


@pytest.fixture
def homes(village: Village) -> list[Household]:
    return [make_household(village, number=number) for number in (1, 2)]


def test_a_rule_that_fails_reports_itself_and_the_rest_go_on(clerk: User, homes: list[Household], failing: str) -> None:
    services.refresh_findings(actor=clerk)

    fault = RuleFault.objects.get()
    assert (fault.rule, fault.error, fault.mended_on) == (failing, "FieldError", None)
    assert Finding.unguarded.filter(rule="no_year_record").count() == 2


def test_a_rule_is_mended_once_it_is_read_again(clerk: User, homes: list[Household]) -> None:
    RuleFault.objects.create(rule="no_year_record", error="X", first_on=clock.today(), last_on=clock.today())

    services.refresh_findings(actor=clerk)

    assert RuleFault.objects.get().mended_on == clock.today()


def test_findings_of_a_failing_rule_stay_as_they_were(clerk: User, homes: list[Household], failing: str) -> None:
    home = homes[0]
    Finding.unguarded.create(
        household=home, village_id=home.village_id, year=2016, rule=failing, level="error", found_on=clock.today()
    )

    services.refresh_findings(actor=clerk)

    assert Finding.unguarded.get(rule=failing).state == "open"


def test_a_finding_has_an_owner_and_a_day(clerk: User, homes: list[Household]) -> None:
    update_findings(homes)

    finding = Finding.unguarded.filter(rule="no_year_record").first()
    rule = quality.rules()["no_year_record"]
    assert (finding.owner, finding.level, finding.blocks_payment) == (rule.owner, rule.level, rule.blocks_payment)
    assert finding.due_on == clock.today() + datetime.timedelta(days=rule.days)


def test_what_blocks_payment_is_due_sooner_than_an_error_and_that_sooner_than_a_doubt() -> None:
    days = {"blocks": set(), "error": set(), "warning": set()}
    for rule in quality.rules().values():
        if not rule.days_given:
            days["blocks" if rule.blocks_payment else rule.level].add(rule.days)

    assert max(days["blocks"]) < min(days["error"]) < min(days["warning"])


def test_an_overdue_task_is_late_on_the_work_list_of_its_post(clerk: User, homes: list[Household]) -> None:
    make_member(homes[0], number=77, phone="", id_flagged=True)
    services.refresh_findings(actor=clerk)
    with clock.fixed(clock.today() + datetime.timedelta(days=200)):
        items = {item.url: item for item in waiting(clerk, clock.today())}

    own = next(item for url, item in items.items() if "/own/" in url)
    assert (own.count, own.late) == (Finding.unguarded.filter(owner=Role.TOWNSHIP_CLERK, state="open").count(), True)
    others = next(item for url, item in items.items() if "overdue" in url)
    assert others.count == Finding.unguarded.filter(state="open").count()


def test_a_finding_of_a_household_off_the_file_closes(clerk: User, homes: list[Household]) -> None:
    services.refresh_findings(actor=clerk)
    Household.unguarded.filter(pk=homes[0].pk).update(state="moved_out", left_on=clock.today())

    services.refresh_findings(actor=clerk)

    assert set(Finding.unguarded.filter(household=homes[0]).values_list("state", flat=True)) == {"closed"}


def test_the_registry_is_as_large_as_promised() -> None:
    rules = quality.rules().values()

    assert len(rules) >= 120
    assert sum(rule.compares for rule in rules) >= 50


@pytest.mark.parametrize("code", sorted(quality.rules()))
def test_each_rule_says_what_it_is(code: str) -> None:
    rule = quality.rules()[code]

    assert code in quality.texts()
    assert rule.sources
    assert rule.reads
    assert "households.view_own_finding" in permissions_of(rule.owner)
    assert len(code) <= Finding._meta.get_field("rule").max_length


def test_no_sentence_lacks_its_rule() -> None:
    assert quality.texts().keys() == quality.rules().keys()


def test_the_county_is_reminded_to_check_all_files_once_the_last_check_is_a_month_old(
    clerk: User, officer: User, village: Village, far_village: Village
) -> None:
    for number, place in enumerate((village, far_village), start=1):
        make_household(place, number=number)
    today, county = clock.today(), village.pk[:6]
    Installation.objects.create(county_code=county, county_name="玉屏")

    def reminded(user: User, on: datetime.date) -> list[int]:
        return [item.count for item in waiting(user, on) if item.url == reverse("households:findings_check")]

    services.refresh_findings(actor=clerk)
    assert (last_full_check(county, today), last_full_check(village.pk, today)) == (None, None)
    assert (reminded(clerk, today), reminded(officer, today)) == ([], [2])

    services.refresh_findings(actor=officer)
    assert (last_full_check(county, today), last_full_check(village.pk, today)) == (today, today)
    assert reminded(officer, today) == []
    assert reminded(officer, today + GOOD_FOR + datetime.timedelta(days=1)) == [2]

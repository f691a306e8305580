"""What the check of a workbook doubts stands as findings once it is imported, without reading the files again."""

from collections.abc import Iterator

import pytest

from households.models import Finding, Household, Member
from households.policy import RULES, rules
from households.services import imports, save_household_year
from households.services.findings import update_findings
from tests.households.forms_of import answers, head_facts, year_facts
from tests.households.sheets_of import rows_of, workbook
from tests.households.test_imports import book_of, filled, uploaded
from villages.models import Village
from yuping.accounts.models import User


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> str:
    """A rule that stumbles over every file."""

    def stumble(file: rules.YearFile) -> Iterator[rules.Spot]:
        raise ZeroDivisionError
        yield

    code = next(iter(RULES))
    monkeypatch.setitem(RULES, code, rules.FileRule(**{**vars(RULES[code]), "check": stumble}))
    return code


def doubtful(village: Village) -> bytes:
    """Two households: of the first one member is doubtful and the household too, the second is in order."""
    head = head_facts(years=(answers(health=("4",)),))
    return book_of(
        filled(village, members=(head,), years=(year_facts(population_end=1, road_distance="7.5"),), account=None),
        filled(village, **other(village)),
    )


def other(village: Village) -> dict[str, object]:
    """What sets the second household apart."""
    return {
        "number": "5206990002",
        "members": (head_facts(103, phone=""),),
        "years": (year_facts(population_end=1),),
        "account": None,
    }


def test_what_was_doubted_is_found_and_reading_the_files_again_changes_nothing(clerk: User, village: Village) -> None:
    run = uploaded(clerk, doubtful(village))
    assert run.warnings > 1

    imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)

    households = list(Household.unguarded.order_by("number"))
    opened = set(Finding.unguarded.values_list("rule", "household", "member"))
    member = Member.unguarded.get(household=households[0])
    assert ("disabled_without_certificate", households[0].pk, member.pk) in opened
    assert update_findings(households) == (0, 0)
    assert set(Finding.unguarded.values_list("rule", "household", "member")) == opened


def test_a_file_of_an_earlier_year_is_judged_until_that_of_this_year_is_made(clerk: User, village: Village) -> None:
    member = head_facts(years=(answers(year=2015, health=("4",)),))
    earlier = filled(village, members=(member,), years=(year_facts(year=2015, population_end=1),), account=None)

    imports.confirm_import(actor=clerk, run_id=uploaded(clerk, workbook(*rows_of([earlier], year=2015))).pk)

    assert "disabled_without_certificate" in open_rules()
    household = Household.unguarded.get()
    assert update_findings([household]) == (0, 0)

    save_household_year(actor=clerk, household_id=household.pk, year=year_facts(population_end=1))
    assert "disabled_without_certificate" not in open_rules()


def open_rules() -> set[str]:
    return set(Finding.unguarded.filter(rule__in=RULES, state="open").values_list("rule", flat=True))


def test_a_rule_that_fails_keeps_no_workbook_out(clerk: User, village: Village, broken_rule: str) -> None:
    run = uploaded(clerk, doubtful(village))

    imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)

    assert Household.unguarded.count() == 2
    assert Finding.unguarded.filter(rule="disabled_without_certificate").exists()
    assert not Finding.unguarded.filter(rule=broken_rule).exists()

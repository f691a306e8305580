"""Every rule over a file has one that breaks it and one that just does not; it reads what it says it reads."""

import pytest

from households.policy import RULES
from tests.households.quality import cases, living_cases
from tests.households.quality.files import broken, file, person
from tests.households.quality.reading import read_by

CASES = cases.CASES | living_cases.CASES


def test_a_proper_file_breaks_no_rule() -> None:
    assert broken(file()) == set()
    assert broken(file(person(10), person(4, "04"), person(70, "12", labour_skill="4"))) == set()


def test_every_rule_has_its_case() -> None:
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_rule_finds_the_fault_and_nothing_just_beside_it(code: str) -> None:
    fault, beside = CASES[code]

    assert code in broken(fault)
    assert code not in broken(beside)


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_fault_is_named_by_its_own_rule_alone(code: str) -> None:
    fault, beside = CASES[code]

    assert broken(fault) - broken(beside) == {code}


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_rule_reads_what_it_says_it_reads(code: str) -> None:
    rule = RULES[code]
    read = read_by(rule, *CASES[code])

    assert read <= set(rule.reads)
    assert len(read) > 1 or not rule.compares

"""The score as a pure function: of the seeded templates, and of any template that may be put in force."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.facts import HouseholdYearFacts, MemberYearFacts
from households.policy.scoring import (
    Answer,
    Band,
    Change,
    Direction,
    ItemRule,
    Option,
    Scale,
    Source,
    TemplateRule,
    band_of,
    compare,
    derived,
    problems_of,
    score_of,
)
from yuping.core.errors import BadInput

FIXTURE = Path(__file__).resolve().parents[3] / "fixtures" / "scoring_templates.json"
ROWS = {row["code"]: row for row in json.loads(FIXTURE.read_text(encoding="utf-8"))["rows"]}


def option(row: dict[str, Any]) -> Option:
    up_to = None if row["up_to"] is None else Decimal(row["up_to"])
    return Option(row["code"], row["label"], row["points"], up_to)


def seeded(code: str) -> TemplateRule:
    row = ROWS[code]
    items = tuple(
        ItemRule(
            item["key"],
            item["look"],
            item["label"],
            item["most"],
            item["scale"],
            tuple(map(option, item["options"])),
            item["source"],
        )
        for item in row["items"]
    )
    return TemplateRule(row["direction"], row["full_points"], row["poor_limit"], row["clear_limit"], items)


FOUR, FIVE = seeded("four_looks"), seeded("five_looks")


def extreme(template: TemplateRule, *, best: bool) -> dict[str, Answer]:
    """For each item the answer with the most or the fewest points."""
    return {
        item.key: answer_for(item, (max if best else min)(item.options, key=lambda o: o.points))
        for item in template.items
    }


def answer_for(item: ItemRule, wanted: Option) -> Answer:
    """An answer that gives this entry: its code, or the last number of its band."""
    if item.scale == Scale.CHOICE:
        return wanted.code
    ends = [one.up_to for one in item.options]
    place = item.options.index(wanted)
    return ends[place] - Decimal("0.01") if wanted.up_to is not None else ends[place - 1]


answers_of_four = st.fixed_dictionaries(
    {
        item.key: st.sampled_from([one.code for one in item.options])
        if item.scale == Scale.CHOICE
        else st.decimals(min_value=0, max_value=100_000, places=2)
        for item in FOUR.items
    }
)


@pytest.mark.parametrize("template", [FOUR, FIVE], ids=["four looks", "five looks"])
def test_a_seeded_template_can_be_put_in_force(template: TemplateRule) -> None:
    assert problems_of(template) == []


def test_the_four_looks_have_the_weights_of_the_province() -> None:
    result = score_of(FOUR, extreme(FOUR, best=True))

    assert result.looks == {"house": (20, 20), "grain": (30, 30), "labour": (30, 30), "school": (20, 20)}
    assert (result.total, result.band, result.standing) == (100, Band.NOT_POOR, 1000)


@pytest.mark.parametrize(
    ("template", "best", "band", "standing"),
    [
        (FOUR, False, Band.POOR, 0),
        (FOUR, True, Band.NOT_POOR, 1000),
        (FIVE, True, Band.POOR, 0),
        (FIVE, False, Band.NOT_POOR, 1000),
    ],
)
def test_the_direction_of_the_scale_says_which_end_is_poor(
    template: TemplateRule, best: bool, band: Band, standing: int
) -> None:
    result = score_of(template, extreme(template, best=best))

    assert (result.band, result.standing) == (band, standing)


@pytest.mark.parametrize(
    ("direction", "limits", "bands"),
    [
        ("low", (60, 80), {59: Band.POOR, 60: Band.BORDERLINE, 80: Band.BORDERLINE, 81: Band.NOT_POOR}),
        ("high", (60, 40), {61: Band.POOR, 60: Band.BORDERLINE, 40: Band.BORDERLINE, 39: Band.NOT_POOR}),
    ],
)
def test_both_limits_belong_to_the_borderline(direction: str, limits: tuple[int, int], bands: dict[int, Band]) -> None:
    template = replace(FOUR, direction=direction, poor_limit=limits[0], clear_limit=limits[1])

    assert {total: band_of(template, total) for total in bands} == bands


@given(answers_of_four)
def test_points_stay_within_each_item_and_add_up(answers: dict[str, Answer]) -> None:
    result = score_of(FOUR, answers)

    assert all(0 <= line.points <= line.item.most for line in result.lines)
    assert (
        result.total
        == sum(line.points for line in result.lines)
        == sum(points for points, _most in result.looks.values())
    )
    assert 0 <= result.standing <= 1000


@given(answers_of_four, answers_of_four)
def test_a_higher_standing_is_never_a_poorer_band(one: dict[str, Answer], other: dict[str, Answer]) -> None:
    order = [Band.POOR, Band.BORDERLINE, Band.NOT_POOR]
    for template in (FOUR, replace(FOUR, direction="high", poor_limit=80, clear_limit=60)):
        low, high = sorted((score_of(template, one), score_of(template, other)), key=lambda result: result.standing)
        assert order.index(low.band) <= order.index(high.band)


@given(answers_of_four, st.sampled_from(FOUR.items), st.data())
def test_one_item_changes_the_total_by_its_own_points_alone(
    answers: dict[str, Answer], item: ItemRule, data: st.DataObject
) -> None:
    wanted = data.draw(st.sampled_from(item.options))
    before, after = score_of(FOUR, answers), score_of(FOUR, answers | {item.key: answer_for(item, wanted)})
    old = next(line.points for line in before.lines if line.item.key == item.key)

    assert after.total - before.total == wanted.points - old


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_difference_reads_the_other_way_on_the_other_scale(now: int, before: int) -> None:
    mirror = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER, Change.SAME: Change.SAME}

    assert compare(Direction.HIGH, now, before) == mirror[compare(Direction.LOW, now, before)]
    assert compare(Direction.LOW, 70, 60) == Change.BETTER


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("house", "castle", "score_answer"),
        ("area", Decimal("-1"), "score_answer"),
        ("area", Decimal("NaN"), "score_answer"),
        ("area", "13", "score_answer"),
        ("area", None, "required"),
        ("house", "", "required"),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_item(key: str, answer: Answer | None, code: str) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        score_of(FOUR, extreme(FOUR, best=True) | {key: answer})

    assert refused.value.params["field"] == key


@pytest.mark.parametrize(("area", "points"), [("12.99", 0), ("13", 1), ("24.99", 2), ("25", 3), ("35", 4), ("400", 4)])
def test_a_band_begins_where_the_one_before_ends(area: str, points: int) -> None:
    result = score_of(FOUR, extreme(FOUR, best=True) | {"area": Decimal(area)})

    assert next(line.points for line in result.lines if line.item.key == "area") == points


def changed(key: str, **values: object) -> TemplateRule:
    return replace(FOUR, items=tuple(replace(i, **values) if i.key == key else i for i in FOUR.items))


BAND = (Option("a", "少", 0, Decimal(5)), Option("b", "多", 4))


@pytest.mark.parametrize(
    ("template", "code"),
    [
        (replace(FOUR, full=90), "score_sum"),
        (replace(FOUR, poor_limit=81), "score_limits"),
        (replace(FOUR, clear_limit=100), "score_limits"),
        (replace(FOUR, direction="high"), "score_limits"),
        (replace(FOUR, items=FOUR.items[1:]), "score_sum"),
        (changed("area", most=5), "score_points"),
        (changed("area", options=BAND[:1]), "score_points"),
        (changed("area", options=(BAND[0], replace(BAND[1], up_to=Decimal(9)))), "score_bands"),
        (changed("area", options=(replace(BAND[0], up_to=None), BAND[1])), "score_bands"),
        (changed("area", options=(BAND[0], replace(BAND[0], code="c"), BAND[1])), "score_bands"),
        (changed("area", options=(BAND[0], replace(BAND[1], code="a"))), "score_entry_twice"),
        (changed("area", source=Source.HOUSE), "score_source_choice"),
        (changed("house", source=Source.SKILL), "score_source_entries"),
        (changed("house", source=Source.LAND_PER_HEAD), "score_source_number"),
    ],
)
def test_what_keeps_a_template_from_being_put_in_force(template: TemplateRule, code: str) -> None:
    assert {problem.code for problem in problems_of(template)} >= {f"households.{code}"}


YEAR = HouseholdYearFacts(
    year=2016,
    population_end=2,
    housing_structure="3",
    housing_area=Decimal("50"),
    farmland=Decimal("1.5"),
    has_household_power=True,
    safe_water=True,
    has_broadcast=False,
    has_toilet=False,
    road_type="3",
    in_cooperative=False,
    led_by_enterprise=True,
    led_by_pacesetter=False,
)
WORKER = MemberYearFacts(year=2016, labour_skill="1", education="3", school_status="01", health=("1",), work_months=8)
STUDENT = MemberYearFacts(year=2016, labour_skill="4", education="4", school_status="09", health=("1",))


def test_the_file_tells_what_it_holds() -> None:
    assert derived(YEAR, [WORKER, STUDENT]) == {
        "house": "brick_wood",
        "area_per_head": Decimal("25.00"),
        "land_per_head": Decimal("0.75"),
        "utilities": Decimal(3),
        "industry": Decimal(1),
        "able_share": Decimal(50),
        "healthy_share": Decimal(100),
        "skill": "junior",
        "work_months": Decimal(8),
        "school_stage": "senior",
        "school_return": "soon",
    }


def test_danger_counts_before_the_structure() -> None:
    assert derived(replace(YEAR, danger_level="D", unsafe_house=True), [WORKER])["house"] == "level_d"


@pytest.mark.parametrize(
    ("people", "stage", "later"),
    [
        ([WORKER], "none", "nobody"),
        ([replace(STUDENT, school_status="03")], "compulsory", "later"),
        ([replace(STUDENT, school_status="16")], "college", "soon"),
        ([STUDENT, replace(STUDENT, school_status="16")], "several", "soon"),
    ],
)
def test_the_stage_of_schooling_is_the_costliest(people: list[MemberYearFacts], stage: str, later: str) -> None:
    told = derived(YEAR, people)

    assert (told["school_stage"], told["school_return"]) == (stage, later)


def test_a_question_left_open_tells_nothing() -> None:
    told = derived(replace(YEAR, farmland=None, safe_water=None, housing_structure=""), [WORKER, None])

    assert set(told) == {"area_per_head", "industry"}
    assert derived(None, []) == {}


def test_what_the_file_tells_is_an_answer_of_the_seeded_templates() -> None:
    told = derived(YEAR, [WORKER, STUDENT])
    for template in (FOUR, FIVE):
        answers = extreme(template, best=True) | {i.key: told[i.source] for i in template.items if i.source}
        assert score_of(template, answers).total

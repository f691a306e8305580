"""Recording scores and correcting them: the file's answers, points, the score before, who may and who may not."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from households import services
from households.models import Household, Identification, Score, ScoreLine, ScoringTemplate
from households.policy.scoring import Answer
from tests.households.advice.conftest import NOV, PNG, answers, row_of
from tests.households.conftest import TODAY
from tests.households.factories import make_household
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow


def test_a_score_keeps_points_band_and_what_the_file_told(clerk: User, household: Household) -> None:
    score = services.record_score(actor=clerk, row=row_of(household, note="见到户主"))

    assert (score.total, score.band, score.standing, score.previous) == (74, "borderline", 740, None)
    lines = {line.item.key: line for line in ScoreLine.unguarded.select_related("item")}
    assert (len(lines), sum(line.points for line in lines.values())) == (15, 74)
    assert (lines["house"].derived, lines["house"].shown) == ("brick", "砖混结构")
    assert (lines["land"].answer, lines["land"].shown) == ("1.2", "1.2 · 1至1.5")
    assert (lines["grain"].derived, lines["grain"].reason) == ("", "")
    entry = AuditEntry.objects.get(verb="households.record_score")
    assert (entry.facts["points"], entry.facts["band"]) == (74, "borderline")


def test_an_answer_against_the_file_needs_its_reason(cadre_user: User, household: Household) -> None:
    row = row_of(household, answers=answers(house="wood"))

    with pytest.raises(BadInput, match="score_reason") as refused:
        services.record_score(actor=cadre_user, row=row)
    assert refused.value.params["field"] == "house_reason"

    given = row_of(household, answers=answers(house="wood"), reasons={"house": "新房未入住", "land": "没有不同"})
    score = services.record_score(actor=cadre_user, row=given)
    lines = {line.item.key: line for line in score.lines.select_related("item")}
    assert (lines["house"].derived, lines["house"].answer, lines["house"].reason) == ("brick", "wood", "新房未入住")
    assert lines["land"].reason == ""


def test_the_score_before_stands_beside_the_new_one(clerk: User, household: Household) -> None:
    first = services.record_score(actor=clerk, row=row_of(household, date=datetime.date(2016, 6, 1)))
    second = services.record_score(actor=clerk, row=row_of(household, answers=answers(grain=Decimal(500))))
    between = services.record_score(actor=clerk, row=row_of(household, date=datetime.date(2016, 8, 1)))

    assert (second.previous, second.total) == (first, 76)
    assert between.previous == first


def test_a_correction_replaces_the_wrong_score_and_leaves_it_readable(clerk: User, household: Household) -> None:
    earlier = services.record_score(actor=clerk, row=row_of(household, date=datetime.date(2016, 6, 1)))
    wrong = services.record_score(actor=clerk, row=row_of(household))
    row = row_of(household, date=datetime.date(2016, 11, 9), answers=answers(debt=Decimal(30000)))

    right = services.correct_score(actor=clerk, score_id=wrong.pk, row=row, reason="漏填助学贷款")

    assert (right.replaces, right.previous, right.total, right.reason) == (wrong, earlier, 68, "漏填助学贷款")
    known = Score.objects.visible_to(clerk)
    assert known.that_counts() == right
    assert list(known.latest_of(2016, until=TODAY)) == [right]
    with pytest.raises(NotAllowedNow, match="score_replaced"):
        services.correct_score(actor=clerk, score_id=wrong.pk, row=row, reason="再改")
    with pytest.raises(BadInput, match="reason_needed"):
        services.correct_score(actor=clerk, score_id=right.pk, row=row, reason=" ")


def test_an_applicant_is_scored_before_he_is_on_file(clerk: User, application: Identification) -> None:
    row = services.ScoreRow(identification_id=application.pk, date=NOV, scorer="杨帆", answers=answers())

    score = services.record_score(actor=clerk, row=row)

    assert (score.household, score.name, score.village_id) == (None, "石水生", application.village_id)
    assert set(score.lines.values_list("derived", flat=True)) == {""}


def test_many_households_are_scored_in_a_few_queries(
    clerk: User, village: Village, household: Household, django_assert_max_num_queries: object
) -> None:
    homes = [household, *(make_household(village, number=number) for number in range(10, 40))]

    with django_assert_max_num_queries(40):
        scores = services.record_scores(actor=clerk, rows=[row_of(home) for home in homes])

    assert {score.total for score in scores} == {74}
    assert AuditEntry.objects.filter(verb="households.record_score").count() == 1


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"date": datetime.date(2016, 12, 2)}, "future_date", "date"),
        ({"scorer": " "}, "required", "scorer"),
        ({"answers": answers(livestock="dragon")}, "score_answer", "livestock"),
        ({"answers": {}}, "required", "house"),
    ],
)
def test_a_score_that_does_not_fit_is_refused(
    clerk: User, household: Household, values: dict[str, Answer], code: str, field: str
) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        services.record_score(actor=clerk, row=row_of(household, **values))

    assert refused.value.params["field"] == field
    assert not Score.unguarded.exists()


def test_without_a_template_in_force_nobody_is_scored(clerk: User, household: Household) -> None:
    with pytest.raises(NotAllowedNow, match="no_template"):
        services.record_score(actor=clerk, row=row_of(household, date=datetime.date(2013, 12, 31)))


def test_the_paper_is_one_of_the_household(clerk: User, household: Household, village: Village) -> None:
    paper = services.attach_document(
        actor=clerk, household_id=household.pk, kind="form", title="四看打分表", data=PNG, dated_on=NOV
    )
    other = make_household(village, number=9)

    with pytest.raises(BadInput, match="not_its_paper"):
        services.record_score(actor=clerk, row=row_of(other, paper_id=paper.pk))
    assert services.record_score(actor=clerk, row=row_of(household, paper_id=paper.pk)).paper == paper
    with pytest.raises(NotAllowedNow, match="document_of_score"):
        services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")


def test_a_withdrawn_paper_is_no_longer_given(clerk: User, household: Household) -> None:
    paper = services.attach_document(
        actor=clerk, household_id=household.pk, kind="form", title="四看打分表", data=PNG, dated_on=NOV
    )
    services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")

    with pytest.raises(BadInput, match="not_its_paper"):
        services.record_score(actor=clerk, row=row_of(household, paper_id=paper.pk))


def test_another_area_or_role_does_not_score(
    far_clerk: User, officer: User, clerk: User, household: Household, application: Identification
) -> None:
    with pytest.raises(Household.DoesNotExist):
        services.record_score(actor=far_clerk, row=row_of(household))
    with pytest.raises(Identification.DoesNotExist):
        services.record_score(
            actor=far_clerk,
            row=services.ScoreRow(identification_id=application.pk, date=NOV, scorer="杨帆", answers=answers()),
        )
    with pytest.raises(MissingVerb):
        services.record_score(actor=officer, row=row_of(household))
    score = services.record_score(actor=clerk, row=row_of(household))
    with pytest.raises(Score.DoesNotExist):
        services.correct_score(actor=far_clerk, score_id=score.pk, row=row_of(household), reason="改")


def test_who_has_left_the_file_or_was_refused_is_not_scored(
    clerk: User, household: Household, application: Identification
) -> None:
    services.change_status(actor=clerk, household_id=household.pk, kind="6", date=TODAY, reason="整户迁出")
    facts = services.StepFacts(date=TODAY, note="不符合条件")
    services.move_identification(actor=clerk, identification_id=application.pk, move="refuse", facts=facts)

    with pytest.raises(NotAllowedNow, match="not_on_file"):
        services.record_score(actor=clerk, row=row_of(household))
    with pytest.raises(NotAllowedNow, match="application_refused"):
        services.record_score(
            actor=clerk,
            row=services.ScoreRow(identification_id=application.pk, date=NOV, scorer="杨帆", answers=answers()),
        )


def test_the_database_keeps_scores_as_they_were_given(clerk: User, household: Household) -> None:
    score = services.record_score(actor=clerk, row=row_of(household))
    for rows, change in ((Score.unguarded, {"total": 10}), (ScoreLine.unguarded, {"points": 0})):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows.filter(pk__isnull=False).update(**change)
    with pytest.raises(IntegrityError, match="households_score_of_somebody"), transaction.atomic():
        Score.unguarded.create(
            village_id=score.village_id,
            template=ScoringTemplate.objects.get(code="four_looks"),
            date=NOV,
            scorer="杨帆",
            total=1,
            band="poor",
            standing=10,
            recorded_by=clerk,
        )

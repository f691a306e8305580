"""Verbs on scores: recording what a household or an applicant was given at the door, and correcting it by a new score.

A score is advice to the village meeting; nothing else in this system asks for it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import IntegrityError, transaction

from households.models import Document, Household, Identification, Score, ScoreLine, ScoringItem, ScoringTemplate
from households.policy.scoring import Answer, Derived, LineScore, Scale, derived, score_of
from households.services.loading import households_for, not_in_future
from households.services.reading import stored_households
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line, clean_name

RECORD = "households.record_score"
# Household and application of a score: one of the two is None.
Subject = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A score: of a household on file or of an application; ``reasons`` by item where an answer is not the file's."""

    date: datetime.date
    scorer: str
    answers: Mapping[str, Answer]
    household_id: int | None = None
    identification_id: int | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    paper_id: int | None = None
    note: str = ""

    @property
    def subject(self) -> Subject:
        return self.household_id, self.identification_id


def record_score(*, actor: User, row: ScoreRow) -> Score:
    """Record one score; see ``record_scores``."""
    return record_scores(actor=actor, rows=[row])[0]


def record_scores(*, actor: User, rows: Sequence[ScoreRow]) -> list[Score]:
    """Record scores, all or none. Raises BadInput at the item or field, NotAllowedNow for a household off the file."""
    with transaction.atomic():
        subjects = _subjects(actor, rows)
        before = _in_force(rows)
        scores = [_score(actor, row, subjects[row.subject], _before(before, row)) for row in rows]
        _add_up(rows, scores)
        facts = {"count": len(scores), "digest": digest_of_rows((s.household_id, s.date, s.total) for s in scores)}
        if len(scores) == 1:
            facts = {"household": scores[0].household_id, "points": scores[0].total, "band": scores[0].band}
        area = area_of(score.village_id for score in scores)
        record_act(actor=actor, verb=RECORD, obj=scores[0], area_code=area, facts=facts, wrote=scores)
        return scores


def correct_score(*, actor: User, score_id: int, row: ScoreRow, reason: str) -> Score:
    """Put a new score in the place of one that was wrong, which stays readable. Raises NotAllowedNow, BadInput."""
    with transaction.atomic():
        # Rows of this table are never locked; that a score is corrected once, the table itself holds.
        wrong: Score = Score.objects.actionable_by(actor, RECORD).get(pk=score_id)
        if Score.objects.actionable_by(actor, RECORD).filter(replaces=wrong).exists():
            raise NotAllowedNow("households.score_replaced")
        reason = clean_line(reason)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        row = replace(row, household_id=wrong.household_id, identification_id=wrong.identification_id)
        subjects = _subjects(actor, [row])
        score = _score(actor, row, subjects[row.subject], wrong.previous)
        score.replaces, score.reason = wrong, reason
        try:
            with transaction.atomic():
                _add_up([row], [score])
        except IntegrityError as error:
            raise NotAllowedNow("households.score_replaced") from error
        facts = {"corrects": wrong.pk, "points": score.total, "band": score.band}
        record_act(
            actor=actor, verb=RECORD, obj=score, area_code=score.village_id, reason=reason, facts=facts, wrote=[score]
        )
        return score


def _subjects(actor: User, rows: Sequence[ScoreRow]) -> dict[Subject, Household | Identification]:
    """The households and applications, locked; one out of reach does not exist."""
    found: dict[Subject, Household | Identification] = {}
    if ids := {row.household_id for row in rows if row.household_id}:
        found |= {(pk, None): household for pk, household in households_for(actor, RECORD, ids).items()}
    if ids := {row.identification_id for row in rows if row.identification_id}:
        asked = Identification.objects.for_action(actor, RECORD).filter(pk__in=ids).order_by("pk")
        found |= {(None, row.pk): row for row in asked}
        if any(row.state == "refused" for row in found.values() if isinstance(row, Identification)):
            raise NotAllowedNow("households.application_refused")
    if any(row.subject not in found for row in rows):
        raise Identification.DoesNotExist
    return found


def _in_force(rows: Sequence[ScoreRow]) -> dict[Subject, list[Score]]:
    """The scores in force of these, the latest first."""
    scores: dict[Subject, list[Score]] = defaultdict(list)
    known = Score.objects.all_areas(reason="of households that were loaded for the act").standing()
    mine = known.filter(household__in={row.household_id for row in rows if row.household_id})
    mine |= known.filter(identification__in={row.identification_id for row in rows if row.identification_id})
    for score in mine.order_by("-date", "-pk"):
        scores[score.household_id, score.identification_id].append(score)
    return scores


def _before(standing: Mapping[Subject, list[Score]], row: ScoreRow) -> Score | None:
    return next((score for score in standing.get(row.subject, ()) if score.date <= row.date), None)


def _score(actor: User, row: ScoreRow, subject: Household | Identification, before: Score | None) -> Score:
    """The score without its points, which ``_add_up`` works out for all at once."""
    not_in_future(row.date)
    scorer = clean_name(row.scorer)
    if not scorer:
        raise BadInput("households.required", field="scorer")
    papers = Document.objects.all_areas(reason="of a household that was loaded for the act").standing()
    if row.paper_id and not papers.filter(pk=row.paper_id, household=row.household_id).exists():
        raise BadInput("households.not_its_paper", field="paper")
    return Score(
        household_id=row.household_id,
        identification_id=row.identification_id,
        village_id=subject.village_id,
        date=row.date,
        scorer=scorer,
        paper_id=row.paper_id,
        note=clean_line(row.note, max_length=500),
        previous=before,
        recorded_by=actor,
    )


def _add_up(rows: Sequence[ScoreRow], scores: Sequence[Score]) -> None:
    templates = {day: template_on(day) for day in {row.date for row in rows}}
    rules = {template.pk: template.rule() for template in templates.values()}
    items = {template.pk: {item.key: item for item in template.items.all()} for template in templates.values()}
    told = told_by_files(rows)
    lines = []
    for row, score in zip(rows, scores, strict=True):
        score.template = templates[row.date]
        result = score_of(rules[score.template_id], row.answers)
        score.total, score.band, score.standing = result.total, result.band, result.standing
        known = told.get((row.household_id, row.date), {})
        lines += [_line(score, items[score.template_id], line, known, row.reasons) for line in result.lines]
    Score.objects.bulk_create(scores, batch_size=500)
    ScoreLine.objects.bulk_create(lines, batch_size=1000)


def _line(
    score: Score, items: Mapping[str, ScoringItem], line: LineScore, known: Derived, reasons: Mapping[str, str]
) -> ScoreLine:
    told, answer = known.get(line.item.source), text_of(line.answer)
    differs = told is not None and text_of(told) != answer
    reason = clean_line(reasons.get(line.item.key, ""))
    if differs and not reason:
        raise BadInput("households.score_reason", field=f"{line.item.key}_reason")
    shown = line.option.label if line.item.scale == Scale.CHOICE else f"{answer} · {line.option.label}"
    return ScoreLine(
        score=score,
        village_id=score.village_id,
        item=items[line.item.key],
        answer=answer,
        shown=shown[:80],
        points=line.points,
        derived="" if told is None else text_of(told),
        reason=reason if differs else "",
    )


def text_of(answer: Answer) -> str:
    """An answer as it is kept: a code, or a number without trailing zeros."""
    return f"{answer.normalize():f}" if isinstance(answer, Decimal) else answer


def template_on(day: datetime.date) -> ScoringTemplate:
    """The template in force on a day, with its items; raises NotAllowedNow where there is none."""
    found = ScoringTemplate.objects.in_force(day).prefetch_related("items").first()
    if found is None:
        raise NotAllowedNow("households.no_template", day=day)
    return found


def told_by_files(rows: Iterable[ScoreRow]) -> dict[tuple[int | None, datetime.date], Derived]:
    """What the files tell, by household and day: of the year's record, else of the year before."""
    found: dict[tuple[int | None, datetime.date], Derived] = {}
    wanted: dict[int, dict[int, list[datetime.date]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.household_id:
            wanted[row.date.year][row.household_id].append(row.date)
    for year, homes in wanted.items():
        for pk, known in told_in(year, homes).items():
            found |= {(pk, day): known[1] for day in homes[pk]}
    return found


def told_in(year: int, household_ids: Iterable[int]) -> dict[int, tuple[int, Derived]]:
    """Household to the file year that was read and what it tells."""
    left, found = set(household_ids), {}
    for file_year in (year, year - 1):
        if not left:
            break
        rows = list(Household.unguarded.filter(pk__in=left).order_by("pk"))
        for row, facts in zip(rows, stored_households(rows, year=file_year), strict=True):
            if not facts.years and file_year == year:
                continue
            people = [member.in_year(file_year) for member in facts.members if member.left_on is None]
            found[row.pk] = (file_year, derived(facts.years[0] if facts.years else None, people))
            left.discard(row.pk)
    return found

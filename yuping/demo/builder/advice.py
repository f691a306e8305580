"""The scores of one township, and the leads of two lists in each of their states."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from households import services
from households.models import Lead, LeadStep, Score
from households.services.leads import OUTCOMES
from households.services.scoring import template_on, told_in
from yuping.core.excel import Column, write_workbook
from yuping.demo.builder.households import household_ids
from yuping.demo.builder.people import clerks, person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.advice import (
    CHECKED_ON,
    DECIDED_ON,
    FIRST_LIST,
    LAST_DAY,
    SECOND_LIST,
    TOWNSHIP,
    LeadPlan,
    ScorePlan,
    plan_strangers,
)

WHY = "the builder asks whether a step's result stands"
EVIDENCE = Path(__file__).with_name("notice.png")
HEADINGS = ("姓名", "身份证号", "清单类别", "详细信息", "数据部门", "数据日期")


def steps(plan: CountyPlan) -> Iterable[Step]:
    """Scores after the campaign; lists, checks and decisions on their days."""
    scores, leads = plan.advice.scores, plan.advice.leads
    if scores:
        stands = Score.objects.all_areas(reason=WHY).exists
        yield Step(LAST_DAY, _("households scored"), stands, partial(_score, plan, scores), len(scores))
    for day in (FIRST_LIST, SECOND_LIST):
        if found := [lead for lead in leads if lead.found_on == day]:
            stands = Lead.objects.all_areas(reason=WHY).filter(found_on=day).exists
            yield Step(day, _("leads of the negative list"), stands, partial(_import, found), len(found))
    if checked := [lead for lead in leads if lead.finding]:
        yield Step(CHECKED_ON, _("leads checked"), _taken("check"), partial(_check, checked), len(checked))
    if decided := [lead for lead in leads if lead.outcome]:
        stands = _taken(OUTCOMES[decided[0].outcome])
        yield Step(DECIDED_ON, _("leads decided"), stands, partial(_decide, decided), len(decided))


def _taken(move: str) -> Callable[[], bool]:
    return LeadStep.objects.all_areas(reason=WHY).filter(move=move).exists


def _score(plan: CountyPlan, scores: tuple[ScorePlan, ...]) -> None:
    """What the file tells is taken over; a household whose file leaves a question open is left for the next visit."""
    names = {cadre.key: cadre.name for cadre in plan.base.cadres}
    ids = household_ids(row.household for row in scores)
    rule = template_on(LAST_DAY).rule()
    told = told_in(LAST_DAY.year, ids.values())
    rows = []
    for row in scores:
        known = told[ids[row.household]][1]
        answers = {item.key: known[item.source] for item in rule.items if item.source in known} | row.answers
        if len(answers) == len(rule.items):
            rows.append(
                services.ScoreRow(
                    household_id=ids[row.household], date=row.date, scorer=names[row.cadre], answers=answers
                )
            )
    services.record_scores(actor=clerks(TOWNSHIP)[0], rows=rows)


def _import(leads: list[LeadPlan]) -> None:
    rows = [
        (lead.name, lead.id_number, lead.kind, lead.details, lead.department, lead.data_on.isoformat())
        for lead in leads
    ]
    day = leads[0].data_on.isoformat()
    rows += [(one.name, one.id_number, "车辆", "贵D·00000 小型客车", "县公安局", day) for one in plan_strangers()]
    data = write_workbook("部门比对名单", [Column(heading) for heading in HEADINGS], rows, watermark="县大数据中心")
    actor = person("poverty1")
    run = services.upload_households(actor=actor, data=data, name=f"部门比对名单{day}.xlsx", kind="leads")
    services.confirm_import(actor=actor, run_id=run.pk)


def _ids(leads: list[LeadPlan]) -> dict[str, int]:
    rows = Lead.objects.all_areas(reason=WHY).filter(household__number__in=[lead.household for lead in leads])
    return dict(rows.values_list("household__number", "pk"))


def _check(leads: list[LeadPlan]) -> None:
    ids, evidence = _ids(leads), EVIDENCE.read_bytes()
    for lead in leads:
        facts = services.CheckFacts(date=CHECKED_ON, finding=lead.finding, note=lead.check_note, evidence=evidence)
        services.check_lead(actor=clerks(TOWNSHIP)[0], lead_id=ids[lead.household], facts=facts)


def _decide(leads: list[LeadPlan]) -> None:
    ids = _ids(leads)
    for lead in leads:
        services.decide_lead(
            actor=person("poverty1"),
            lead_id=ids[lead.household],
            outcome=lead.outcome,
            date=DECIDED_ON,
            reason=lead.reason,
        )

"""The county's rule for cases, the cases of the year in one township, and what waits there to be compared."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from households import services
from households.models import (
    Adjustment,
    AdjustmentStep,
    CaseRule,
    Household,
    Identification,
    IdentificationStep,
    IdentityChange,
    LikelyDouble,
    NoticeObjection,
)
from households.policy.status import Change, reasons_against
from households.services.file_facts import facts_of
from yuping.accounts.models import User
from yuping.demo.builder.people import clerks, person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.cases import (
    ADJUSTMENTS,
    APPLICANTS,
    COUNTY_STEPS,
    TOWNSHIP,
    TOWNSHIP_STEPS,
    AdjustmentPlan,
    ApplicantPlan,
    CaseStepPlan,
    ObjectionPlan,
)

WHY = "the builder asks whether a step's result stands"
PAPER = Path(__file__).with_name("notice.png")
# The base stock and what the year has brought is on file by then.
IDENTIFIED_FROM, RULE_SET_ON, ENTRY_DAYS = date(2016, 12, 1), date(2016, 11, 30), 3
COMPARED_ON = date(2016, 12, 22)


def steps(plan: CountyPlan) -> Iterable[Step]:
    """The county's rule at the end of the base stock's entry; the cases where their township is part of the county."""
    yield Step(RULE_SET_ON, _("rules for cases"), CaseRule.objects.exists, _set_rule)
    if not any(household.village.startswith(TOWNSHIP) for household in plan.households):
        return
    for applicant in APPLICANTS:
        yield from _identification(applicant)
    for case in ADJUSTMENTS:
        yield from _adjustment(case)
    waits = IdentityChange.objects.all_areas(reason=WHY).exists
    yield Step(COMPARED_ON, _("changes of identity proposed"), waits, _propose_identity)
    alike = LikelyDouble.objects.all_areas(reason=WHY).exists
    yield Step(COMPARED_ON, _("phones corrected"), alike, _correct_phone)


def _set_rule() -> None:
    services.set_case_rule(
        actor=person("poverty1"),
        valid_from=IDENTIFIED_FROM,
        identification_required=True,
        entry_days=ENTRY_DAYS,
        reason="存量农户已全部录入，此后新增农户须先经精准识别",
    )


def _actor(move: str) -> User:
    """The village's steps are one clerk's, the township's check is the other's."""
    if move in COUNTY_STEPS:
        return person("poverty1")
    return clerks(TOWNSHIP)[1 if move in TOWNSHIP_STEPS else 0]


def _facts(step: CaseStepPlan) -> services.StepFacts:
    return services.StepFacts(
        date=step.day,
        place="村务公开栏",
        votes_cast=42,
        votes_for=38,
        note=step.note,
        paper=PAPER.read_bytes(),
    )


def _identification(plan: ApplicantPlan) -> Iterator[Step]:
    rows = Identification.objects.all_areas(reason=WHY).filter(applicant=plan.name)
    taken = IdentificationStep.objects.all_areas(reason=WHY).filter(identification__applicant=plan.name)
    yield Step(plan.applied_on, _("steps of cases"), rows.exists, partial(_apply, plan))
    for step in plan.steps:
        stands = taken.filter(move=step.move).exists
        yield Step(step.day, _("steps of cases"), stands, partial(_identify, rows, step))
    yield from _objection("identification", rows, plan.objection)


def _apply(plan: ApplicantPlan) -> None:
    application = services.Application(
        village_code=plan.village,
        applicant=plan.name,
        id_number=plan.id_number,
        persons=plan.persons,
        main_cause=plan.main_cause,
        applied_on=plan.applied_on,
    )
    services.apply_for_identification(actor=clerks(TOWNSHIP)[0], application=application)


def _identify(rows: object, step: CaseStepPlan) -> None:
    services.move_identification(
        actor=_actor(step.move), identification_id=rows.get().pk, move=step.move, facts=_facts(step)
    )


def _adjustment(plan: AdjustmentPlan) -> Iterator[Step]:
    rows = Adjustment.objects.all_areas(reason=WHY).filter(reason=plan.reason)
    taken = AdjustmentStep.objects.all_areas(reason=WHY).filter(adjustment__reason=plan.reason)
    yield Step(plan.proposed_on, _("steps of cases"), rows.exists, partial(_propose, plan))
    for step in plan.steps:
        stands = taken.filter(move=step.move).exists
        yield Step(step.day, _("steps of cases"), stands, partial(_adjust, rows, step))
    yield from _objection("adjustment", rows, plan.objection)


def _adjust(rows: object, step: CaseStepPlan) -> None:
    services.move_adjustment(actor=_actor(step.move), adjustment_id=rows.get().pk, move=step.move, facts=_facts(step))


def _objection(case: str, rows: object, plan: ObjectionPlan | None) -> Iterator[Step]:
    if plan is None:
        return
    said = NoticeObjection.objects.all_areas(reason=WHY).filter(text=plan.text)

    def record() -> None:
        services.record_objection(
            actor=clerks(TOWNSHIP)[0],
            case=case,
            case_id=rows.get().pk,
            raised_by="本村村民",
            raised_on=plan.raised_on,
            text=plan.text,
        )

    yield Step(plan.raised_on, _("steps of cases"), said.exists, record)
    if plan.answered_on is not None:
        answered = said.exclude(answered_on=None).exists
        yield Step(plan.answered_on, _("steps of cases"), answered, _answer(said, plan.answer))


def _answer(said: object, words: str) -> Callable[[], None]:
    return lambda: services.answer_objection(actor=clerks(TOWNSHIP)[1], objection_id=said.get().pk, answer=words)


def _propose(plan: AdjustmentPlan) -> None:
    household = next(_fitting(plan))
    own = {"ineligible_from": household.registered_on} if plan.kind == "removal" else {}
    own |= {"return_cause": "1"} if plan.kind == "return" else {}
    proposal = services.Proposal(kind=plan.kind, date=plan.proposed_on, reason=plan.reason, **own)
    services.propose_adjustment(actor=clerks(TOWNSHIP)[0], household_id=household.pk, proposal=proposal)


def _fitting(plan: AdjustmentPlan) -> Iterator[Household]:
    """Households of the township that fit the case and have gone through none, in the order of their numbers."""
    rows = _uninvolved().filter(householdyears__year=plan.proposed_on.year, householdyears__exit_flag=plan.flag)
    if plan.ineligible:
        rows = rows.filter(leads__state="ineligible")
    for household in rows:
        against = reasons_against(Change.EXITED, facts_of(household, on=plan.proposed_on))
        if bool(against) != plan.ready:
            yield household


def _uninvolved() -> object:
    rows = Household.objects.all_areas(reason=WHY).active().filter(village__township=TOWNSHIP)
    return rows.filter(adjustments=None, registered_on__year__lt=2016).order_by("number")


def _propose_identity() -> None:
    """The card has another character than the file."""
    household = _uninvolved().filter(loans=None).first()
    head = household.members.get(is_head=True)
    services.propose_identity_change(
        actor=clerks(TOWNSHIP)[0],
        member_id=head.pk,
        right=services.RightIdentity(name=f"{head.name[0]}昌{head.name[-1]}"),
        reason="与居民身份证核对，姓名用字有误",
    )


def _correct_phone() -> None:
    """A household gives the number that stands in another one's file: the two are to be compared."""
    first, second = _uninvolved().filter(loans=None, phone__isnull=False)[1:3]
    particulars = services.Particulars(
        group=second.group.name if second.group else "",
        address=second.address,
        phone=first.phone.open(),
        identification_standard=second.identification_standard,
        soldier_or_martyr_family=second.soldier_or_martyr_family,
        one_child_household=second.one_child_household,
        two_daughters_household=second.two_daughters_household,
    )
    services.edit_household(
        actor=clerks(TOWNSHIP)[0], household_id=second.pk, particulars=particulars, reason="换号登记"
    )

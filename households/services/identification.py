"""Verbs on identifications: an application, then one step after another to the county's decision."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from households.models import Document, Identification
from households.procedures import APPLY, IDENTIFICATION
from households.querysets import id_index
from households.services.checking import lists, persons_dead, persons_taken, where_is
from households.services.identified import file_of_applicant, tie
from households.services.leads import refuse_leads_against
from households.services.loading import not_in_future
from households.services.steps import StepFacts, into_files, keep_paper, read_paper, take_steps
from villages.models import Village, VillageGroup
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.identity import IdentityNumber, parse_identity
from yuping.core.text import clean_line, clean_name

# Steps that are not taken while a lead of the negative list stands against the applicant.
AFTER_LEADS = frozenset({"compare", "accept"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application to be put on file."""

    village_code: str
    applicant: str
    id_number: str = field(repr=False)
    persons: int
    main_cause: str
    applied_on: datetime.date
    group_id: int | None = None
    proposed_by_village: bool = False
    note: str = ""
    # The signed application as bytes; what is kept of it stands among the household's papers once there is a file.
    paper: bytes = field(default=b"", repr=False)


def apply_for_identification(*, actor: User, application: Application) -> Identification:
    """Record an application. Raises BadInput for the person or his papers, NotAllowedNow for a second one."""
    access.require(actor, APPLY)
    told = read_paper(StepFacts(date=application.applied_on, paper=application.paper))
    with transaction.atomic():
        village = Village.objects.for_action(actor, APPLY).get(pk=application.village_code)
        identity = _identity(application.id_number)
        index = id_index(identity.canonical18)
        if taken := persons_taken([index]):
            raise BadInput("households.person_on_file", field="id_number", where=where_is(actor, taken)[index])
        if dead := persons_dead([index]):
            raise BadInput("households.person_has_died", field="id_number", day=dead[index])
        not_in_future(application.applied_on, field="applied_on")
        _refuse_gaps(application)
        group = _group_of(village, application.group_id)
        filed = keep_paper(told)
        try:
            with transaction.atomic():
                found = Identification.objects.create(
                    village=village,
                    group=group,
                    applicant=clean_name(application.applicant),
                    id_number=identity.raw,
                    id_index=index,
                    persons=application.persons,
                    applied_on=application.applied_on,
                    proposed_by_village=application.proposed_by_village,
                    main_cause=application.main_cause,
                    note=clean_line(application.note, max_length=500),
                    paper=filed.name,
                    paper_sha256=filed.sha256,
                    state_on=application.applied_on,
                    recorded_by=actor,
                )
        except IntegrityError as error:
            raise NotAllowedNow("households.application_open") from error
        facts = {"persons": found.persons} | ({"sha256": filed.sha256} if filed.sha256 else {})
        record_act(actor=actor, verb=APPLY, obj=found, area_code=village.pk, facts=facts)
        return found


def _identity(number: str) -> IdentityNumber:
    try:
        return parse_identity(number, on=clock.today())
    except BadInput as error:
        raise BadInput(error.code, **{**error.params, "field": "id_number"}) from error


def _group_of(village: Village, group_id: int | None) -> VillageGroup | None:
    if group_id is None:
        return None
    group = village.groups.filter(pk=group_id).first()
    if group is None:
        raise BadInput("households.group_unknown", field="group")
    return group


def _refuse_gaps(application: Application) -> None:
    if not clean_name(application.applicant):
        raise BadInput("households.required", field="applicant")
    if application.main_cause not in lists("cause", application.applied_on.year):
        raise BadInput("households.unknown_code", field="main_cause")
    if not 1 <= application.persons <= 30:
        raise BadInput("households.out_of_range", field="persons")


def move_identification(*, actor: User, identification_id: int, move: str, facts: StepFacts) -> Identification:
    """Take one step. A notice stands its working days before the next one.

    The county's acceptance comes before the file, which is opened from the accepted case (``services.identified``);
    one that was opened meanwhile is tied to it.
    """
    verb = IDENTIFICATION.workflow.moves[move].permission
    access.require(actor, verb)
    facts = read_paper(facts)
    with transaction.atomic():
        found = Identification.objects.for_action(actor, verb).get(pk=identification_id)
        if move in AFTER_LEADS:
            refuse_leads_against(found.pk)
        steps = take_steps(actor, [found], move, facts)
        papers: Sequence[Document] = ()
        if move == "accept" and (household := file_of_applicant(actor, found)):
            papers = tie(actor, found, household)
        elif found.household_id is not None:
            papers = into_files(actor, steps, lambda _step: found.household_id, IDENTIFICATION.steps)
        record_act(
            actor=actor,
            verb=verb,
            obj=found,
            area_code=found.village_id,
            reason=facts.note,
            facts={"move": move, "date": facts.date},
            wrote=[*steps, *papers],
        )
        return found


def states_waiting_for(user: User) -> list[tuple[str, frozenset[str]]]:
    """The states from which this person may take an application a step on, each with the moves whose takers may not;
    a refusal is no step on."""
    forward = {state: IDENTIFICATION.forward(state) for state in IDENTIFICATION.workflow.states}
    return [(state, move.not_done_by) for state, move in forward.items() if move and access.may(user, move.permission)]

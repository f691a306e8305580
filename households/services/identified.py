"""A file and the case from which it is opened: found by the applicant, tied in the transaction that writes the file."""

from collections.abc import Mapping, Sequence

from households.facts import HouseholdFacts
from households.models import CaseRule, Document, DocumentKind, Household, Identification, IdentificationStep
from households.policy import Level, Problem
from households.procedures import IDENTIFICATION, Step
from households.querysets import id_index
from households.services.checking import persons_taken, where_is
from households.services.steps import into_files
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput

MISSING = "households.without_identification"


def cases_of(households: Sequence[HouseholdFacts], *, lock: bool = False) -> dict[int, Identification]:
    """For each household, by its place, the accepted case without a file whose applicant is one of its members."""
    rows = (
        Identification.objects.all_areas(reason="cases of the villages in which files are opened")
        .to_be_filed()
        .filter(village__in={facts.village for facts in households})
    )
    if lock:
        rows = rows.select_for_update(of=("self",))
    waiting = {(case.village_id, case.id_index): case for case in rows.order_by("state_on", "pk")}
    if not waiting:
        return {}
    applicants = (
        (place, waiting.get((facts.village, id_index(member.canonical18))))
        for place, facts in enumerate(households)
        for member in facts.members
        if member.canonical18 and member.left_on is None
    )
    return {place: case for place, case in applicants if case is not None}


def without_case(households: Sequence[HouseholdFacts], cases: Mapping[int, Identification]) -> list[int]:
    """The places of households for which identification is required today and no accepted case is found."""
    if not CaseRule.objects.of(clock.today()).identification_required:
        return []
    return [place for place in range(len(households)) if place not in cases]


def missing(level: Level) -> Problem:
    """That no accepted case is found, told at the head."""
    return Problem(MISSING, level, "id_number", 0, None, {})


def doubts_about_cases(
    households: Sequence[HouseholdFacts], cases: Mapping[int, Identification]
) -> list[tuple[int, Problem]]:
    """For an import: which households would come on file without identification."""
    return [(place, missing(Level.WARNING)) for place in without_case(households, cases)]


def before_the_case(
    households: Sequence[HouseholdFacts], cases: Mapping[int, Identification]
) -> list[tuple[int, Problem]]:
    """A file is not opened before the county has decided."""
    decided = dict(
        IdentificationStep.unguarded.filter(
            identification__in=[case.pk for case in cases.values()], move="accept"
        ).values_list("identification", "date")
    )
    today = clock.today()
    return [
        (place, Problem("households.registered_before_case", Level.REFUSED, "registered_on", None, None, {"day": day}))
        for place, case in cases.items()
        if (day := decided.get(case.pk)) and (households[place].registered_on or today) < day
    ]


def file_of_applicant(actor: User, case: Identification) -> Household | None:
    """The file in which the applicant stands already, opened while the case was under way; None without one.

    Raises BadInput where he stands in a file of another village.
    """
    taken = persons_taken([case.id_index])
    if not taken:
        return None
    household = Household.unguarded.get(pk=taken[case.id_index])
    if household.village_id != case.village_id:
        raise BadInput("households.person_on_file", where=where_is(actor, taken)[case.id_index])
    return household


class SignedApplication:
    """The application itself, with a paper as a step has one."""

    move = "apply"

    def __init__(self, case: Identification) -> None:
        self.paper, self.paper_sha256 = case.paper, case.paper_sha256
        self.village_id, self.date = case.village_id, case.applied_on
        self.label = str(DocumentKind.APPLICATION.label)


def tie(actor: User, case: Identification, household: Household) -> list[Document]:
    """Case and file name each other, and the papers of the case stand among those of the file: those it put there."""
    case.household = household
    case.save(update_fields=["household"])
    papers = [SignedApplication(case), *case.steps.all()]
    kinds = {**IDENTIFICATION.steps, SignedApplication.move: Step(document=DocumentKind.APPLICATION)}
    return into_files(actor, papers, lambda _step: household.pk, kinds)

"""What ``verify`` proves of cases and papers: each case stands where its steps led, each paper is the one kept."""

from collections.abc import Iterator, Mapping

from django.db.models import Model

from households.models import (
    Adjustment,
    AdjustmentStep,
    Document,
    Identification,
    IdentificationStep,
    IdentityChange,
    Lead,
    LeadStep,
)
from households.querysets import id_index
from households.workflow import LEAD
from yuping.core import checks, clock
from yuping.core.checks import Fault
from yuping.core.crypto import Tampered
from yuping.core.errors import BadInput
from yuping.core.fields import Sealed
from yuping.core.identity import parse_identity
from yuping.core.kept_files import altered
from yuping.core.workflow import Workflow

# Kind of paper to the columns of its file and its digest.
PAPERS: Mapping[type[Model], tuple[str, str]] = {
    Document: ("file", "sha256"),
    Identification: ("paper", "paper_sha256"),
    IdentificationStep: ("paper", "paper_sha256"),
    AdjustmentStep: ("paper", "paper_sha256"),
    LeadStep: ("file", "sha256"),
}


def cases_follow_their_steps() -> Iterator[Fault]:
    """A case went from step to step as its procedure allows, and stands where the last one led."""
    for model, name in ((Identification, "identification"), (Adjustment, "adjustment"), (Lead, "lead")):
        steps: dict[int, list[str]] = {}
        taken = model.steps.rel.related_model.unguarded.order_by("pk")
        for case, move in taken.values_list(f"{name}_id", "move").iterator(chunk_size=2000):
            steps.setdefault(case, []).append(move)
        for case in model.unguarded.order_by("pk").iterator(chunk_size=2000):
            workflow = LEAD if model is Lead else case.procedure.workflow
            if case.state != _led_to(workflow, steps.get(case.pk, [])):
                yield Fault(model._meta.db_table, str(case.pk), "stands elsewhere than its steps led")


def _led_to(workflow: Workflow, moves: list[str]) -> str | None:
    """Where the moves lead, one after another; None where one starts elsewhere or is none."""
    state = workflow.initial
    for name in moves:
        move = workflow.moves.get(name)
        if move is None or state not in move.sources:
            return None
        state = move.target
    return state


def sealed_numbers() -> Iterator[Fault]:
    """The sealed identity number of an application or a change of identity is the one that was typed."""
    for model in (Identification, IdentityChange):
        for row in model.unguarded.exclude(id_index="").order_by("pk").iterator(chunk_size=2000):
            if _index_of(row.id_number) != row.id_index:
                yield Fault(model._meta.db_table, str(row.pk), "its identity number is not the one that was typed")


def _index_of(number: Sealed | None) -> str:
    """Empty for a number that can't be opened or is none."""
    try:
        return id_index(parse_identity(number.open(), on=clock.today()).canonical18) if number else ""
    except (Tampered, BadInput):
        return ""


def papers_are_those_kept() -> Iterator[Fault]:
    """Every paper and photograph lies in the store, with the digest that was taken when it came in."""
    for model, (file, digest) in PAPERS.items():
        yield from altered(model, file=file, digest=digest)


for _check in (cases_follow_their_steps, sealed_numbers, papers_are_those_kept):
    checks.register(f"households.{_check.__name__}", _check)

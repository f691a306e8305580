"""Why a step of a workflow can't be taken now, in sentences: for buttons, and for pages opened nevertheless."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yuping.accounts import sentences
from yuping.accounts.models import User
from yuping.core.errors import DomainError, NotAllowedNow
from yuping.core.workflow import Workflow


def against_step(
    workflow: Workflow, name: str, record: Any, user: User, takers: Mapping[str, Iterable[int]]
) -> list[str]:
    """What the workflow has against this person taking the step now; empty when nothing. A reason is not asked for."""
    try:
        workflow.require(name, state=record.state, actor_id=user.pk, takers=takers, reason="-")
    except NotAllowedNow:
        return [_wrong_state(workflow, name, record)]
    except DomainError as error:
        return [text for _field, text in sentences.explain(error)]
    return []


def _wrong_state(workflow: Workflow, name: str, record: Any) -> str:
    """Where the record stands, and where the step starts."""
    words = {str(code): str(label) for code, label in record._meta.get_field("state").choices}
    sources = [words.get(str(state), str(state)) for state in workflow.states if state in workflow.moves[name].sources]
    return _("It stands at “%(state)s” now. This step starts from “%(sources)s”.") % {
        "state": words.get(str(record.state), str(record.state)),
        "sources": "、".join(sources),
    }

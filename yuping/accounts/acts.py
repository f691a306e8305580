"""Recording an act: the person's posting is looked up and goes into the audit record."""

from collections.abc import Iterable

from django.db import models, transaction

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.audit import services as audit
from yuping.audit.models import AuditEntry, Outcome


def record_act(
    *,
    actor: User,
    verb: str,
    obj: models.Model,
    area_code: str = "",
    reason: str = "",
    facts: dict[str, object] | None = None,
    outcome: str = Outcome.DONE,
    wrote: Iterable[models.Model] = (),
    right: str = "",
) -> AuditEntry:
    """Append the audit entry of a verb, vouching for the rows it ``wrote``; the last step of its transaction.

    ``right``: the permission under which it is done, where that has another name.
    """
    posting = access.posting_for(actor, right or verb, area_code)
    who = audit.Who(
        id=actor.pk,
        name=actor.full_name,
        role=posting.role if posting else "",
        area_code=area_code or (posting.area_code if posting else ""),
    )
    return audit.record(who=who, verb=verb, obj=obj, reason=reason, facts=facts, outcome=outcome, wrote=wrote)


def record_refusal(*, actor: User, verb: str, obj: models.Model, where: str) -> AuditEntry:
    """Append the audit entry of an attempt without the right to it; in a transaction of its own, since nothing else
    of the attempt is kept. ``where`` is the page's name."""
    with transaction.atomic():
        return record_act(actor=actor, verb=verb, obj=obj, facts={"page": where}, outcome=Outcome.REFUSED)

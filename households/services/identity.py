"""Verbs on changes of identity: one person proposes the right name or number, another compares it and confirms."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from households.models import Document, DocumentKind, Household, IdentityChange, Member
from households.policy.completing import SEX_CODES
from households.querysets import id_index
from households.services.checking import persons_taken, where_is
from households.services.documents import Kept, kept_of, lay_into_file
from households.services.doubles import update_doubles
from households.services.findings import update_findings
from households.services.loading import household_for, member_of
from households.services.members import name_after
from households.services.payees import lock_homes, refuse_while_paid, same_people
from households.workflow import IDENTITY_CHANGE
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, at_field
from yuping.core.identity import IdentityNumber, parse_identity
from yuping.core.pinyin import initials, pinyin_key
from yuping.core.text import clean_line, clean_name
from yuping.core.vault import digest_of

PROPOSE = "households.propose_identity_change"
CONFIRM = "households.confirm_identity_change"
REFUSE = "households.refuse_identity_change"
RIGHT_NUMBER = ("id_kind", "id_index", "birth_date", "sex")


@dataclass(frozen=True, slots=True)
class RightIdentity:
    """Name and number as on the card; an empty number means that the stored one stays."""

    name: str
    id_number: str = ""


def propose_identity_change(
    *, actor: User, member_id: int, right: RightIdentity, reason: str, paper: bytes = b""
) -> IdentityChange:
    """Propose the right identity of a member; the copy of the card or the police's paper goes among the papers of the
    household. Raises BadInput for what can't be, NotAllowedNow for one that waits."""
    # Read before the household is locked: a large file takes a while.
    access.require(actor, PROPOSE)
    kept = _kept(paper) if paper else None
    with transaction.atomic():
        member, household = _member_for(actor, PROPOSE, member_id)
        with at_field("name"):
            name = clean_name(right.name)
        if not name:
            raise BadInput("households.required", field="name")
        reason = clean_line(reason, max_length=500)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        number = _number(actor, member, right.id_number)
        if name == member.name and number is None:
            raise BadInput("households.identity_unchanged", field="name")
        change = IdentityChange(
            household=household,
            village_id=household.village_id,
            member=member,
            old_name=member.name,
            new_name=name,
            reason=reason,
            proposed_by=actor,
            proposed_on=clock.today(),
            **_columns(number),
        )
        laid = _lay_paper(actor, household, change, kept) if kept else []
        try:
            with transaction.atomic():
                change.save(force_insert=True)
        except IntegrityError as error:
            raise NotAllowedNow("households.identity_change_waiting") from error
        _record(actor, PROPOSE, change, reason, laid)
        return change


def _kept(paper: bytes) -> Kept:
    try:
        return kept_of(paper)
    except BadInput as error:
        raise BadInput(error.code, **{**error.params, "field": "paper"}) from error


def _lay_paper(actor: User, household: Household, change: IdentityChange, kept: Kept) -> list[Document]:
    """The paper that the change rests on; what was laid into the file, where it did not stand there already."""
    digest = hashlib.sha256(kept[0]).hexdigest()
    title = gettext("Identity paper of %(name)s") % {"name": change.new_name}
    laid = lay_into_file(
        actor, household, kind=DocumentKind.IDENTITY, title=title[:100], kept=kept, dated_on=clock.today()
    )
    change.paper = laid or household.documents.get(sha256=digest, withdrawn_on=None)
    return [laid] if laid else []


def _member_for(actor: User, verb: str, member_id: int) -> tuple[Member, Household]:
    """A living member and the household, the household locked first."""
    found = Member.objects.actionable_by(actor, verb).get(pk=member_id)
    household = household_for(actor, verb, found.household_id)
    return member_of(household, member_id), household


def _number(actor: User, member: Member, typed: str) -> IdentityNumber | None:
    """The number that was typed, if it is another paper or another number than the stored one."""
    if not typed.strip():
        return None
    with at_field("id_number"):
        number = parse_identity(typed, on=clock.today())
    stored = member.id_number.open() if member.id_number else ""
    if number.raw == stored:
        return None
    _refuse_taken(actor, id_index(number.canonical18), member.pk)
    return number


def _refuse_taken(actor: User, index: str, member_id: int) -> None:
    taken = persons_taken([index], except_members=[member_id])
    if index in taken:
        raise BadInput("households.person_on_file", field="id_number", where=where_is(actor, taken)[index])


def _columns(number: IdentityNumber | None) -> dict[str, object]:
    if number is None:
        return {}
    return {
        "id_number": number.raw,
        "id_index": id_index(number.canonical18),
        "id_kind": number.kind.value,
        "birth_date": number.birth_date,
        "sex": SEX_CODES[number.sex],
    }


def confirm_identity_change(*, actor: User, change_id: int) -> IdentityChange:
    """A second person has compared it with the papers: from now on the member is called so.

    Raises SamePerson, and NotAllowedNow while a payment to the household, or to one where the same person stands or
    stood, is between lock and settlement; the proposal then waits.
    """
    with transaction.atomic():
        change, household = _change_for(actor, "confirm", change_id, "-")
        member = member_of(household, change.member_id)
        homes = {household.pk, *(row.household_id for row in same_people([member.id_index]))}
        lock_homes(homes)
        refuse_while_paid(homes)
        if change.id_index:
            _refuse_taken(actor, change.id_index, member.pk)
        _carry_out(change, member, household)
        change.state, change.decided_by, change.decided_on = "confirmed", actor, clock.today()
        change.save(update_fields=["state", "decided_by", "decided_on"])
        update_findings([household])
        update_doubles([household])
        _record(actor, CONFIRM, change, change.reason)
        return change


def _carry_out(change: IdentityChange, member: Member, household: Household) -> None:
    member.name, changed = change.new_name, ["name", "name_pinyin", "name_initials"]
    member.name_pinyin, member.name_initials = pinyin_key(member.name), initials(member.name)
    if change.id_index:
        number = parse_identity(change.id_number.open(), on=clock.today())
        for name in RIGHT_NUMBER:
            setattr(member, name, getattr(change, name))
        member.id_number, member.id_flagged = number.raw, change.id_kind == "resident_15"
        member.disability_class = str(number.disability_class or member.disability_class or "")
        member.disability_grade = str(number.disability_grade or member.disability_grade or "")
        changed += [*RIGHT_NUMBER, "id_number", "id_flagged", "disability_class", "disability_grade"]
    member.save(update_fields=changed)
    if member.is_head and household.head_name != member.name:
        name_after(household, member)


def refuse_identity_change(*, actor: User, change_id: int, reason: str) -> IdentityChange:
    """The change is not made, with the reason; whoever proposed it may take it back."""
    with transaction.atomic():
        change, _household = _change_for(actor, "refuse", change_id, reason)
        change.state, change.decided_by, change.decided_on = "refused", actor, clock.today()
        change.refusal = clean_line(reason, max_length=500)
        change.save(update_fields=["state", "decided_by", "decided_on", "refusal"])
        _record(actor, REFUSE, change, reason)
        return change


def _change_for(actor: User, name: str, change_id: int, reason: str) -> tuple[IdentityChange, Household]:
    """The change and its household, locked: the household first, as every verb on it does."""
    verb = IDENTITY_CHANGE.moves[name].permission
    seen = IdentityChange.objects.actionable_by(actor, verb).get(pk=change_id)
    household = Household.objects.for_action(actor, verb).get(pk=seen.household_id)
    change = IdentityChange.objects.for_action(actor, verb).get(pk=change_id)
    takers = {"propose": [change.proposed_by_id]}
    IDENTITY_CHANGE.require(name, state=change.state, actor_id=actor.pk, takers=takers, reason=reason)
    return change, household


def _record(actor: User, verb: str, change: IdentityChange, reason: str, laid: Sequence[Document] = ()) -> None:
    record_act(
        actor=actor,
        verb=verb,
        obj=change,
        area_code=change.village_id,
        reason=reason,
        facts={
            "household": change.household_id,
            "member": change.member_id,
            "digest": digest_of(str((change.new_name, change.id_index))),
        },
        wrote=[change, *laid],
    )

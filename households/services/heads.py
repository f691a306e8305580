"""Another member becomes the head of a household, and each member's relation is said anew."""

from collections.abc import Mapping

from households.models import Household, Member, MemberState
from households.policy.relations import HEAD, OTHER, SIBLING, Kin, to_new_head
from households.services.checking import lists
from households.services.loading import member_of
from households.services.members import name_after
from households.services.payees import refuse_while_paid, takes_two
from yuping.core import clock
from yuping.core.errors import BadInput


def proposed_relations(household: Household, head: Member) -> dict[Member, str]:
    """What each other member who lives there will be to the new head, in the order of the file; empty where that does
    not follow from what they were to the former one."""
    former = household.members.get(is_head=True)
    known = lists("relation", clock.today().year)
    rows = household.members.filter(state=MemberState.LIVING_HERE).exclude(pk=head.pk).order_by("-is_head", "pk")
    return {row: _proposed(former, head, row, known) for row in rows}


def _proposed(former: Member, head: Member, row: Member, known: Mapping[str, str]) -> str:
    found = to_new_head(_kin(former), _kin(head), _kin(row))
    # Brothers and sisters have an entry of their own in the later lists alone.
    return OTHER if found == SIBLING and SIBLING not in known else found


def _kin(row: Member) -> Kin:
    return Kin(row.relation, row.sex)


def change_head(household: Household, new_head_id: int | None, relations: Mapping[int, str]) -> tuple[Member, Member]:
    """The former and the new head. ``relations`` says by member what he is to the new head; where it follows from what
    he was to the former one it may be left out.

    Raises BadInput for no head or a relation that is missing or unknown, NotAllowedNow while a payment is on its way.
    """
    if new_head_id is None:
        raise BadInput("households.new_head_needed", field="new_head")
    if takes_two([household.pk]):
        refuse_while_paid([household.pk])
    head = member_of(household, new_head_id, field="new_head")
    former = household.members.get(is_head=True)
    if former.pk == head.pk:
        raise BadInput("households.new_head_needed", field="new_head")
    said = {row: relations.get(row.pk, "") or follows for row, follows in proposed_relations(household, head).items()}
    for row, relation in said.items():
        _refuse_relation(row, relation)
    # Of one who lives there no more nobody is asked.
    gone = to_new_head(_kin(former), _kin(head), _kin(former)) or OTHER
    former.is_head, former.relation = False, said.pop(former, gone)
    former.save(update_fields=["is_head", "relation"])
    head.is_head, head.relation = True, HEAD
    head.save(update_fields=["is_head", "relation"])
    for row, relation in said.items():
        if row.relation != relation:
            row.relation = relation
            row.save(update_fields=["relation"])
    name_after(household, head)
    return former, head


def _refuse_relation(row: Member, relation: str) -> None:
    if not relation:
        raise BadInput("households.relation_needed", field=relation_field(row), name=row.name)
    if relation == HEAD or relation not in lists("relation", None):
        raise BadInput("households.unknown_code", field=relation_field(row))


def relation_field(row: Member) -> str:
    """Where a form asks what this member is to the new head."""
    return f"relation_{row.pk}"

"""Two files side by side: each field of both, marked where they differ, as far as the person may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.models import Document, Household, LikelyDouble, Likeness, Member, MemberState, PayeeAccount
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import show
from yuping.core.templatetags.core import masked_id, masked_phone

VIEW = "households.view_likelydouble"
PERSONAL = "households.view_memberyear"


@dataclass(frozen=True)
class Row:
    """One field of both; ``differs`` is told by what is stored, since two masked numbers may look the same."""

    label: str | Promise
    first: object
    second: object
    differs: bool


@dataclass(frozen=True)
class People:
    """Two members who look alike, with what is alike in them."""

    first: Member
    second: Member
    kinds: list[str | Promise]
    rows: list[Row]


@dataclass(frozen=True)
class Half:
    """One of the two households: its accounts and papers, and who lives there, the head first.

    Who sees one half alone has nobody compared on the page: there those who look alike stand apart from the others.
    """

    household: Household
    accounts: list[PayeeAccount]
    documents: int
    alike: list[Member]
    living: list[Member]


def sees(user: User, village_id: str) -> bool:
    """Whether the half in this village lies in the person's area."""
    return access.scope_of(user, VIEW).covers(village_id)


def sees_whole(user: User, double: LikelyDouble) -> bool:
    """Whether both files lie in the person's area; else only the own half is shown, without the other's name."""
    return sees(user, double.first_village_id) and sees(user, double.second_village_id)


def kinds_of(codes: Iterable[str]) -> list[str | Promise]:
    """What is alike, in words."""
    return [Likeness(code).label for code in codes]


def households_compared(double: LikelyDouble) -> list[Row]:
    """The particulars of both households."""
    first, second = double.first_household, double.second_household
    return [
        _row(_("Head of household"), first.head_name, second.head_name),
        _row(_("Household number"), first.number, second.number),
        _row(_("Village"), _place(first), _place(second)),
        _row(_("Village group"), _text(first.group), _text(second.group)),
        _row(_("Address"), first.address, second.address),
        Row(
            _("Phone"),
            masked_phone(first.phone),
            masked_phone(second.phone),
            first.phone_index != second.phone_index,
        ),
        _row(_("Registered on"), show.show_day(first.registered_on), show.show_day(second.registered_on)),
        _row(_("State"), first.get_state_display(), second.get_state_display()),
    ]


def people_compared(double: LikelyDouble, members: dict[int, Member]) -> list[People]:
    """The members who look alike, pair by pair."""
    return [
        People(members[first], members[second], kinds_of(kinds), _person_rows(members[first], members[second]))
        for first, second, kinds in double.matches
        if first in members and second in members
    ]


def _person_rows(first: Member, second: Member) -> list[Row]:
    shown = [(row.get_relation_display(), row.get_sex_display(), row.get_state_display()) for row in (first, second)]
    (relation, sex, state), (other_relation, other_sex, other_state) = shown
    return [
        _row(_("Name"), first.name, second.name),
        Row(
            _("Identity number"),
            masked_id(first.id_number),
            masked_id(second.id_number),
            first.id_index != second.id_index,
        ),
        _row(_("Date of birth"), show.show_day(first.birth_date), show.show_day(second.birth_date)),
        _row(_("Sex"), sex, other_sex),
        _row(_("Relation to the head"), relation, other_relation),
        Row(
            _("Phone"),
            masked_phone(first.phone),
            masked_phone(second.phone),
            first.phone_index != second.phone_index,
        ),
        _row(_("Joined on"), show.show_day(first.joined_on), show.show_day(second.joined_on)),
        _row(_("State"), state, other_state),
    ]


def halves_of(user: User, double: LikelyDouble, members: Sequence[Member], *, whole: bool) -> list[Half]:
    """Both households, or the own one alone."""
    ids = [double.first_household_id, double.second_household_id]
    accounts = PayeeAccount.objects.visible_to(user).filter(household__in=ids, state__in=["verified", "proposed"])
    papers = Document.objects.visible_to(user).standing().filter(household__in=ids).order_by().values_list("household")
    counted = dict(papers.annotate(Count("pk")))
    held = list(accounts.select_related("member").order_by("-state", "pk"))
    alike = {pk for match in double.matches for pk in match[:2]}
    living = [row for row in members if row.state == MemberState.LIVING_HERE]
    return [
        Half(
            home,
            [account for account in held if account.household_id == home.pk],
            counted.get(home.pk, 0),
            [row for row in living if row.household_id == home.pk and row.pk in alike],
            [row for row in living if row.household_id == home.pk and (whole or row.pk not in alike)],
        )
        for home in (double.first_household, double.second_household)
        if whole or sees(user, home.village_id)
    ]


def _row(label: str | Promise, first: Any, second: Any) -> Row:
    return Row(label, first or show.EMPTY, second or show.EMPTY, first != second)


def _place(household: Household) -> str:
    return f"{household.village.township} {household.village}"


def _text(value: object) -> str:
    return str(value) if value else ""

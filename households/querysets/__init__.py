"""Sets of households and members: who is on file as of a date, who answers to a search."""

import datetime
from collections.abc import Iterable
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.roles import permissions_of
from yuping.accounts.scoping import AreaManager
from yuping.core import clock
from yuping.core.errors import BadInput
from yuping.core.identity import latest_birth, parse_identity
from yuping.core.text import clean_name, clean_number
from yuping.core.vault import index_of

ID_PURPOSE = "identity"
PHONE_PURPOSE = "phone"
ACCOUNT_PURPOSE = "account"
# Years of age from which a person's data are no longer those of a child (Personal Information Protection Law, 28).
CHILD_UNTIL = 14


# Moves whose takers do not take another one.
Barred = frozenset[str]
# A case by which a household is watched now.
WATCHES = {"kind": "watch", "state": "approved", "ended_on__isnull": True}
# What the list shows of the year's record.
RECORD_COLUMNS = ("attribute", "main_cause", "exit_flag", "population_end", "net_income", "per_head_net_income")


def _rows(model: str) -> models.Manager:
    """All rows of another table of this room, for a subquery."""
    return apps.get_model("households", model).unguarded


def _number_of(rows: models.QuerySet) -> Coalesce:
    """How many of these rows belong to the household of the outer query."""
    counted = rows.filter(household=OuterRef("pk")).order_by().values("household").annotate(rows=Count("pk"))
    return Coalesce(Subquery(counted.values("rows"), output_field=IntegerField()), 0)


def id_index(canonical18: str) -> str:
    """The blind index of a person's 18-character number."""
    return index_of(canonical18, ID_PURPOSE)


class HouseholdQuerySet(models.QuerySet):
    """Households."""

    def active(self) -> Self:
        return self.filter(state="active")

    def on_file(self, on: datetime.date) -> Self:
        """On the file as of a day: registered by then and not yet left; not those that are only watched."""
        here = Q(left_on__isnull=True) | Q(left_on__gt=on)
        return self.filter(here, registered_on__lte=on, never_registered=False)

    def unvisited_since(self, day: datetime.date) -> Self:
        """On file before the day and not visited from then on.

        Adds ``last_visit``, None where there was none, and ``last_seen``: it, or the day of registration.
        """
        visits = _rows("Visit").filter(household=OuterRef("pk"), withdrawn_on__isnull=True)
        last = Subquery(visits.order_by("-date").values("date")[:1])
        unvisited = self.filter(~Exists(visits.filter(date__gte=day)), registered_on__lt=day)
        return unvisited.annotate(last_visit=last, last_seen=Coalesce(last, "registered_on"))

    def with_cadre(self) -> Self:
        """Adds ``cadre_name``, that of the cadre in charge now."""
        pairings = _rows("Pairing").filter(household=OuterRef("pk"))
        in_charge = pairings.filter(accepted_on__isnull=False, to_on__isnull=True)
        return self.annotate(cadre_name=Subquery(in_charge.values("cadre__name")[:1]))

    def with_helper(self) -> Self:
        """Adds ``helper``, the key of the cadre in charge now; None where there is none."""
        in_charge = _rows("Pairing").filter(household=OuterRef("pk"), accepted_on__isnull=False, to_on__isnull=True)
        return self.annotate(helper=Subquery(in_charge.values("cadre_id")[:1]))

    def with_record(self, year: int) -> Self:
        """With the columns of the year's record; ``record_id`` is None where there is none."""
        record = FilteredRelation("householdyears", condition=Q(householdyears__year=year))
        columns = {name: F(f"record__{name}") for name in RECORD_COLUMNS}
        return self.annotate(record=record, record_id=F("record__pk"), **columns)

    def with_counts(self) -> Self:
        """With how many members live there, how many findings are open, and whether an account is in force."""
        return self.annotate(
            persons=_number_of(_rows("Member").filter(state="living_here")),
            open_findings=_number_of(_rows("Finding").filter(state="open")),
            has_account=Exists(_rows("PayeeAccount").filter(state="verified", household=OuterRef("pk"))),
        )

    def adjusted(self, what: str, year: int) -> Self:
        """Without a record of the year ("missing"), planned to exit in it ("planned"), or marked as exited in it."""
        records = _rows("HouseholdYear").filter(household=OuterRef("pk"), year=year)
        if what == "missing":
            return self.filter(~Exists(records))
        return self.filter(Exists(records.filter(**{f"{'planned_exit' if what == 'planned' else 'exit'}_year": year})))

    def with_watch(self) -> Self:
        """Adds ``watched_since``, the day from which the household is watched; None where it is not."""
        watches = _rows("Adjustment").filter(household=OuterRef("pk"), **WATCHES)
        return self.annotate(watched_since=Subquery(watches.values("state_on")[:1]))

    def watched(self) -> Self:
        """Those watched now."""
        return self.filter(Exists(_rows("Adjustment").filter(household=OuterRef("pk"), **WATCHES)))

    def with_open_finding(self, **which: object) -> Self:
        """Those of whose findings at least one of this kind is open."""
        return self.filter(Exists(_rows("Finding").filter(state="open", household=OuterRef("pk"), **which)))

    def without_findings(self) -> Self:
        return self.filter(~Exists(_rows("Finding").filter(state="open", household=OuterRef("pk"))))

    def with_account(self, *states: str) -> Self:
        """Those with an account in one of these states."""
        return self.filter(Exists(_rows("PayeeAccount").filter(state__in=states, household=OuterRef("pk"))))

    def without_account(self) -> Self:
        """Those with neither an account in force nor one that waits."""
        live = _rows("PayeeAccount").filter(state__in=["verified", "proposed"], household=OuterRef("pk"))
        return self.filter(~Exists(live))

    def search(self, text: str, *, today: datetime.date) -> Self:
        """By a part of the name, the beginning of number, pinyin or initials, of head or member, or a whole identity.

        Parts of an identity number find nothing: a masked value can't be guessed digit by digit.
        """
        text = clean_number(text)
        if not text:
            return self
        try:
            identity = parse_identity(text, on=today)
        except BadInput:
            return self.filter(self._named(text))
        return self._with_member(Q(id_index=id_index(identity.canonical18)))

    def _named(self, text: str) -> Q:
        typed = text.lower().replace(" ", "")
        names = Q(name_pinyin__startswith=typed) | Q(name_initials__startswith=typed)
        try:
            name = clean_name(text)
        except BadInput:
            return Q(pk__in=[])
        member = Q(name__contains=name) | names
        number = Q(number__startswith=text.upper())
        found = self.model.members.rel.related_model.unguarded.filter(member, household=OuterRef("pk"))
        return number | Q(head_name__contains=name) | names | Exists(found)

    def _with_member(self, condition: Q) -> Self:
        member = self.model.members.rel.related_model
        return self.filter(Exists(member.unguarded.filter(condition, household=OuterRef("pk"))))


class FileRecordQuerySet(models.QuerySet):
    """Records of household files."""

    def for_table(self) -> Self:
        return self.select_related("household", "village")


class FindingQuerySet(FileRecordQuerySet):
    """Findings."""

    def open(self) -> Self:
        return self.filter(state="open")

    def overdue(self, today: datetime.date) -> Self:
        """Open though the day by which they should have been put right is over."""
        return self.open().filter(due_on__lt=today)


class FindingManager(AreaManager):
    """Findings of an area, and those that are the tasks of somebody's posts there."""

    OWN = "households.view_own_finding"

    def __init__(self) -> None:
        super().__init__(FindingQuerySet, path="village")

    def tasks_of(self, user: User) -> FindingQuerySet:
        """What the person's posts have to put right, each post in its own area."""
        mine = Q(pk__in=[])
        for posting in access.postings_of(user):
            if self.OWN in permissions_of(posting.role):
                mine |= Q(owner=posting.role) & access.Scope(frozenset({posting.area_code})).q("village")
        return self._open().filter(mine)


class MemberRecordQuerySet(FileRecordQuerySet):
    """Records about one member of the household."""

    def for_table(self) -> Self:
        return super().for_table().select_related("member")


class PairingQuerySet(FileRecordQuerySet):
    """Pairings of cadres and households."""

    def for_table(self) -> Self:
        return super().for_table().select_related("cadre")

    def waiting(self) -> Self:
        """Hand-overs that nobody has accepted."""
        return self.filter(accepted_on__isnull=True, to_on__isnull=True)

    def in_charge(self) -> Self:
        """The cadre who answers for the household now."""
        return self.filter(accepted_on__isnull=False, to_on__isnull=True)


class LifeEventQuerySet(MemberRecordQuerySet):
    """Life events."""

    def open(self) -> Self:
        return self.filter(state="open")

    def of_household(self, household_id: int) -> Self:
        """What happened in the household, and what made it, or made another part of it."""
        return self.filter(Q(household=household_id) | Q(other_household=household_id))


class IdentificationQuerySet(models.QuerySet):
    """Applications to be put on file."""

    def for_table(self) -> Self:
        return self.select_related("village", "household")

    def on_their_way(self) -> Self:
        return self.exclude(state__in=("accepted", "announced", "refused"))

    def to_be_filed(self) -> Self:
        """Accepted by the county, and no file opened for the household yet."""
        return self.filter(state__in=("accepted", "announced"), household=None)

    def ready_for(self, places: Iterable[tuple[str, Barred]], actor_id: int, today: datetime.date) -> Self:
        """In one of the states, with no notice that still has to stand today and no objection to be answered.

        With each state come the moves of which whoever took one does not take the next.
        """
        found = ((Q(state=state), barred) for state, barred in places)
        return self.filter(_open_to("identification", found, actor_id), ~_waits("identification", today))


def _open_to(case: str, places: Iterable[tuple[Q, Barred]], actor_id: int) -> Q:
    """Cases at one of the places of which this person took no step that bars him from the next."""
    at: dict[Barred, Q] = {}
    for place, barred in places:
        at[barred] = at.get(barred, Q()) | place
    found = Q(pk__in=[])
    for barred, place in at.items():
        steps = _rows(f"{case.capitalize()}Step").filter(
            **{case: OuterRef("pk")}, recorded_by=actor_id, move__in=barred
        )
        mine = Q(Exists(steps)) | (Q(recorded_by=actor_id) if "propose" in barred else Q(pk__in=[]))
        found |= place & ~mine
    return found


def _waits(case: str, today: datetime.date) -> Exists:
    """A case whose notice stands today, or with an objection that nobody has answered."""
    mine = {case: OuterRef("pk")}
    standing = _rows(f"{case.capitalize()}Step").filter(notice_to__gte=today, **mine)
    objected = _rows("NoticeObjection").filter(answered_on__isnull=True, **mine)
    return Exists(standing) | Exists(objected)


class AdjustmentQuerySet(FileRecordQuerySet):
    """Adjustments of households on file."""

    def under_way(self) -> Self:
        """Not yet decided by the county, nor refused."""
        return self.exclude(state__in=("approved", "announced", "refused"))

    def in_force(self) -> Self:
        """Decided by the county."""
        return self.filter(state__in=("approved", "announced"))

    def watching(self) -> Self:
        """The cases by which a household is watched now."""
        return self.filter(**WATCHES)

    def watching_on(self, day: datetime.date) -> Self:
        """The cases by which a household on file was watched as of a day."""
        watched = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        here = Q(household__left_on__isnull=True) | Q(household__left_on__gt=day)
        return self.filter(watched, here, kind="watch", state="approved", state_on__lte=day)

    def standing_at(self, places: Iterable[tuple[str, str]]) -> Self:
        """At one of these pairs of kind and state."""
        wanted = Q(pk__in=[])
        for kind, state in places:
            wanted |= Q(kind=kind, state=state)
        return self.filter(wanted)

    def ready_for(self, places: Iterable[tuple[str, str, Barred]], actor_id: int, today: datetime.date) -> Self:
        """At one of these pairs of kind and state, and neither a notice nor an objection holds them there."""
        found = ((Q(kind=kind, state=state), barred) for kind, state, barred in places)
        return self.filter(_open_to("adjustment", found, actor_id), ~_waits("adjustment", today))

    def late(self, today: datetime.date, *, within: int) -> Self:
        """Leads on households at risk that should have been decided before today."""
        return self.under_way().filter(kind="watch", proposed_on__lt=today - datetime.timedelta(days=within))


class ObjectionQuerySet(models.QuerySet):
    """Objections to notices."""

    def for_table(self) -> Self:
        return self.select_related("village", "identification", "adjustment__household")

    def open(self) -> Self:
        return self.filter(answered_on__isnull=True)


# Who belongs to a household, or belonged to it on the day it left the file; ``members`` leads from the household.
WHOLE_HOUSEHOLD = Q(members__state="living_here") | Q(members__left_on=F("left_on"))


class MemberQuerySet(models.QuerySet):
    """Members of households."""

    def grown(self, on: datetime.date) -> Self:
        """Who is no child any more on a day, by the birth date in the file."""
        return self.filter(birth_date__lte=latest_birth(CHILD_UNTIL, on))

    def living_here(self) -> Self:
        return self.filter(state="living_here")

    def with_answers(self, until: int) -> Self:
        """Adds ``answers``, the list of the answers up to a year, the latest first."""
        answers = _rows("MemberYear").filter(year__lte=until).order_by("-year")
        return self.prefetch_related(Prefetch("years", answers, to_attr="answers"))

    def in_household(self, on: datetime.date) -> Self:
        """In a household on file as of a day."""
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=on),
            Q(household__left_on__isnull=True) | Q(household__left_on__gt=on),
            joined_on__lte=on,
            household__registered_on__lte=on,
            household__never_registered=False,
        )

    def of_file_year(self, year: int, on: datetime.date) -> Self:
        """Who belongs into a year's file as of a day: who lived there, or lives there and has answers of the year."""
        answers = _rows("MemberYear").filter(member=OuterRef("pk"), year=year)
        here = Q(joined_on__lte=on) & (Q(left_on__isnull=True) | Q(left_on__gt=on))
        rows = self.filter(here | (Exists(answers) & Q(left_on__isnull=True)))
        return rows.exclude(state="entered_in_error").order_by("-is_head", "pk")


class MemberManager(AreaManager):
    """Persons on file. Whoever reads no answers of persons sees none who is under fourteen.

    Personal information of children under fourteen is sensitive (Personal Information Protection Law, 28 and 31); it
    is for those who keep the files and for the audit.
    """

    ANSWERS = "households.view_memberyear"

    def visible_to(self, user: User) -> MemberQuerySet:
        return self._for(user, super().visible_to(user))

    def actionable_by(self, user: User, permission: str) -> MemberQuerySet:
        return self._for(user, super().actionable_by(user, permission))

    def _for(self, user: User, rows: MemberQuerySet) -> MemberQuerySet:
        return rows if access.may(user, self.ANSWERS) else rows.grown(clock.today())

"""The verbs of half-entered forms: keep while it is typed, drop once the form is saved, throw away, clear the old.

What is kept is one's own and no record yet, so it leaves no audit entry; saving the form does.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from households.models import Draft, DraftPage, Household, Identification, Member
from households.models.drafts import VERB_OF
from households.policy.drafts import Typed, pack_typed
from households.services.loading import gone
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, StaleRecord
from yuping.core.show import show_time

MOST_DRAFTS = 60


@dataclass(frozen=True)
class DraftPlace:
    """Which form it is, and of what."""

    page: str
    household_id: int | None = None
    member_id: int | None = None
    year: int | None = None
    quarter: int | None = None
    kind: str = ""
    village_id: str | None = None
    identification_id: int | None = None

    def columns(self) -> dict[str, object]:
        """By what its drafts are found. A household that is registered may come to another village meanwhile."""
        found = {name: value for name, value in vars(self).items() if name != "village_id"}
        return found | ({"village_id": self.village_id} if self.village_id else {})

    @property
    def is_one(self) -> bool:
        """Whether there can be only one draft of it; of households that are not on file yet a person has several."""
        return self.page != DraftPage.REGISTER


@dataclass(frozen=True)
class Seen:
    """What the window knows of the draft: none yet (no ``pk``), or which one and at which revision."""

    pk: int | None = None
    revision: int = 0
    basis: str = ""
    # Which showing of the form it is.
    window: str = ""


def keep_draft(*, actor: User, place: DraftPlace, typed: Typed, seen: Seen) -> Draft:
    """Keep what is typed so far.

    Raises StaleRecord when another window has gone on with it or it is gone, NotAllowedNow for too many, MissingVerb,
    Household.DoesNotExist, BadInput for a village that is not the person's.
    """
    village_id = _village_of(actor, place, typed)
    try:
        with transaction.atomic():
            if seen.pk is None:
                return _begin(actor, place, typed, seen, village_id)
            return _go_on(actor, place, typed, seen, village_id)
    except IntegrityError as error:
        raise _elsewhere(_standing(actor, place)) from error


def _village_of(actor: User, place: DraftPlace, typed: Typed) -> str | None:
    """The village that the form is about, as far as the person may enter for it."""
    verb = VERB_OF[DraftPage(place.page)]
    if place.household_id is not None:
        household = Household.objects.actionable_by(actor, verb).get(pk=place.household_id)
        if household.left_on is not None:
            raise gone(household)
        if place.member_id is not None:
            Member.objects.actionable_by(actor, verb).get(pk=place.member_id, household=household)
        return household.village_id
    if place.identification_id is not None:
        return Identification.objects.actionable_by(actor, verb).get(pk=place.identification_id).village_id
    if place.village_id is not None:
        return Village.objects.actionable_by(actor, verb).get(pk=place.village_id).pk
    scope = access.require(actor, verb)
    code = typed.value("village")
    if code and not (scope.covers(code) and Village.objects.actionable_by(actor, verb).filter(pk=code).exists()):
        raise BadInput("households.village_out_of_reach", field="village")
    return code or None


def _begin(actor: User, place: DraftPlace, typed: Typed, seen: Seen, village_id: str | None) -> Draft:
    sweep_drafts()
    if place.is_one and (standing := _standing(actor, place)):
        raise _elsewhere(standing)
    if Draft.objects.filter(owner=actor).count() >= MOST_DRAFTS:
        raise NotAllowedNow("households.too_many_drafts", count=MOST_DRAFTS)
    return Draft.objects.create(
        owner=actor,
        page=place.page,
        household_id=place.household_id,
        member_id=place.member_id,
        identification_id=place.identification_id,
        year=place.year,
        quarter=place.quarter,
        village_id=village_id,
        content=pack_typed(typed),
        kind=place.kind,
        basis=seen.basis[:64],
        window=seen.window,
    )


def _go_on(actor: User, place: DraftPlace, typed: Typed, seen: Seen, village_id: str | None) -> Draft:
    draft = _rows(actor, place).select_for_update().filter(pk=seen.pk).first()
    if draft is None:
        raise StaleRecord("households.draft_gone")
    if draft.revision != seen.revision:
        raise _elsewhere(draft)
    draft.content, draft.village_id, draft.saved_at = pack_typed(typed), village_id, timezone.now()
    draft.revision += 1
    draft.window = seen.window
    draft.save(update_fields=["content", "village", "saved_at", "revision", "window"])
    return draft


def _rows(actor: User, place: DraftPlace) -> QuerySet[Draft]:
    return Draft.objects.filter(owner=actor, **place.columns())


def _standing(actor: User, place: DraftPlace) -> Draft | None:
    return _rows(actor, place).first()


def _elsewhere(draft: Draft | None) -> StaleRecord:
    if draft is None:
        return StaleRecord("households.draft_gone")
    return StaleRecord("households.draft_elsewhere", at=show_time(draft.saved_at))


def drop_draft(*, actor: User, seen: Seen) -> bool:
    """The form is saved, so its draft goes, also what the same window kept while it was sent; one that another window
    has gone on with meanwhile stays."""
    mine = Q(pk=seen.pk, revision=seen.revision)
    if seen.window:
        mine |= Q(window=seen.window)
    found, _rows_by_table = Draft.objects.filter(mine, owner=actor).delete()
    return bool(found)


def discard_draft(*, actor: User, draft_id: int) -> None:
    """Throw an own draft away; one of another person does not exist (Draft.DoesNotExist)."""
    with transaction.atomic():
        Draft.objects.filter(owner=actor).select_for_update().get(pk=draft_id).delete()


def sweep_drafts() -> int:
    """Clear what was left alone for longer than drafts are kept; returns how many."""
    found, _rows_by_table = Draft.objects.stale().delete()
    return found

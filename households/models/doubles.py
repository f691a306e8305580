"""Likely doubles: two households in which the same people may stand, until somebody has looked and decided."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.workflow import LIKELY_DOUBLE
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.history import tracked


class Likeness(models.TextChoices):
    """Why two people, or two households, may be one; the strongest first."""

    VILLAGE = "village", _("same name and birth date, same village")
    NUMBER = "number", _("identity numbers nearly the same")
    WRITING = "writing", _("same birth date, name written another way")
    CHARACTER = "character", _("same village and birth date, one character of the name differs")
    TOWNSHIP = "township", _("same name and birth date, same township")
    COUNTY = "county", _("same name and birth date, another township")
    PHONE = "phone", _("same phone")


class DoubleState(models.TextChoices):
    OPEN = "open", _("to be decided")
    LATER = "later", _("to be looked at again")
    NOT_SAME = "not_same", _("not the same")
    PROPOSED = "proposed", _("merger waits for a second person")
    MERGED = "merged", _("merged")
    GONE = "gone", _("no longer alike")


class DoubleQuerySet(models.QuerySet):
    """Likely doubles."""

    def for_table(self) -> "DoubleQuerySet":
        return self.select_related(
            "first_household", "second_household", "first_village__township", "second_village__township"
        )

    def of_household(self, household: models.Model) -> "DoubleQuerySet":
        return self.filter(Q(first_household=household) | Q(second_household=household))

    def of_homes(self, pairs: Iterable[tuple[int, int]]) -> "DoubleQuerySet":
        """Those of these pairs of households."""
        found = Q(pk__in=[])
        for first, second in pairs:
            found |= Q(first_household=first, second_household=second)
        return self.filter(found)

    def undecided(self) -> "DoubleQuerySet":
        """To be decided, or decided by one person alone."""
        return self.filter(state__in=[DoubleState.OPEN, DoubleState.LATER, DoubleState.PROPOSED])

    def waiting(self) -> "DoubleQuerySet":
        """Those about which somebody has to decide."""
        return self.filter(state__in=[DoubleState.OPEN, DoubleState.LATER])

    def due(self, today: Any) -> "DoubleQuerySet":
        """To be decided now: new ones, and those whose day to look again has come."""
        return self.filter(Q(state=DoubleState.OPEN) | Q(state=DoubleState.LATER, due_on__lte=today))


class DoubleManager(AreaManager):
    """Who sees one of the two files sees that there is a pair; who has both in his area decides."""

    def __init__(self) -> None:
        super().__init__(DoubleQuerySet, path="first_village")

    def visible_to(self, user: User) -> DoubleQuerySet:
        scope = access.scope_of(user, "households.view_likelydouble")
        return self._open().filter(scope.q("first_village") | scope.q("second_village"))

    def wholly_visible_to(self, user: User) -> DoubleQuerySet:
        """Those of which the person sees both files."""
        return self._within(access.scope_of(user, "households.view_likelydouble"))

    def _within(self, scope: access.Scope) -> DoubleQuerySet:
        return self._open().filter(scope.q("first_village"), scope.q("second_village"))


def _household(related: str, label: Any, **kwargs: Any) -> models.ForeignKey:
    return models.ForeignKey("households.Household", models.PROTECT, related_name=related, verbose_name=label, **kwargs)


def _village(label: Any) -> models.ForeignKey:
    return models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=label)


def _person(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


@tracked()
class LikelyDouble(models.Model):
    """Two households on file that look like one, or hold somebody who looks like one person.

    ``matches`` names who looks like whom: pairs of members with the kinds of likeness, without members where only the
    households' phones agree. ``key`` is a keyed digest over what was compared; a pair found not to be the same comes
    back once it is another.
    """

    first_household = _household("doubles_entered_before", _("first household"))
    second_household = _household("doubles_entered_after", _("second household"))
    first_village = _village(_("village of the first"))
    second_village = _village(_("village of the second"))
    kinds = ArrayField(models.CharField(max_length=10, choices=Likeness), verbose_name=_("alike in"))
    matches = models.JSONField(_("who looks like whom"), default=list)
    key = models.CharField(max_length=80, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=DoubleState, default=DoubleState.OPEN)
    found_on = models.DateField(_("found on"))
    decided_by = _person(_("decided by"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    due_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    leaving = _household("+", _("file that gives way"), null=True, blank=True)
    whole_household = models.BooleanField(_("the whole household"), default=False)
    confirmed_by = _person(_("confirmed by"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    unguarded = models.Manager.from_queryset(DoubleQuerySet)()
    objects = DoubleManager()

    class Meta:
        verbose_name = pgettext_lazy("two files", "likely double")
        verbose_name_plural = pgettext_lazy("two files", "likely doubles")
        ordering = ["-found_on", "pk"]
        indexes = [
            models.Index(fields=["first_village", "state"], name="households_double_first"),
            models.Index(fields=["second_village", "state"], name="households_double_second"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first_household", "second_household"], name="households_double_once"),
            models.CheckConstraint(
                condition=Q(first_household__lt=F("second_household")), name="households_double_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "gone"])
                | (Q(decided_by__isnull=False, decided_on__isnull=False) & ~Q(reason="")),
                name="households_double_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="later", due_on__isnull=False) | (~Q(state="later") & Q(due_on__isnull=True)),
                name="households_double_looked_at_again",
            ),
            models.CheckConstraint(
                condition=Q(leaving__isnull=True, whole_household=False)
                | Q(leaving=F("first_household"))
                | Q(leaving=F("second_household")),
                name="households_double_leaving_is_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "merged"], leaving__isnull=False)
                | (~Q(state__in=["proposed", "merged"]) & Q(leaving__isnull=True)),
                name="households_double_gives_way",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | (Q(state="merged", confirmed_on__isnull=False) & ~Q(confirmed_by=F("decided_by"))),
                name="households_double_two_people",
                violation_error_message=_("Another person has to confirm the merger."),
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                ["first_household_id", "second_household_id", "first_village_id", "second_village_id"], name="stays"
            ),
            guards.legal_transitions(LIKELY_DOUBLE),
        ]

    def __str__(self) -> str:
        return f"{self.first_household_id}–{self.second_household_id}"

    def get_absolute_url(self) -> str:
        return reverse("households:double_detail", kwargs={"pk": self.pk})

    @property
    def staying_id(self) -> int | None:
        """The household that stays, once one is named to give way."""
        if self.leaving_id is None:
            return None
        return self.second_household_id if self.leaving_id == self.first_household_id else self.first_household_id

"""Half-entered forms: kept sealed for the one who types, until the form is saved, thrown away or too old.

A draft is no record of anybody's: it stands in no figure, list, export or check but its owner's own list.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households.policy.drafts import Typed, unpack_typed
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import guards
from yuping.core.codes import label_of
from yuping.core.fields import SealedField

# Real days after the last answer.
KEPT_DAYS = 30


class DraftPage(models.TextChoices):
    """The form that is half entered."""

    REGISTER = "register", _("registration of a household")
    MEMBERS = "members", _("members of a household")
    MEMBER = "member", _("one member")
    MEMBER_ADD = "member_add", _("new member")
    YEAR = "year", _("yearly record")
    QUARTERS = "quarters", _("quarter of a village")
    VISIT = "visit", _("visit")
    SCORE = "score", _("score")
    APPLICANT_SCORE = "case_score", _("score of an applicant")
    EXIT = "exit", _("proposal of an exit")
    RETURN = "return", _("proposal of a return")
    REMOVAL = "removal", _("proposal of a removal")
    WATCH = "watch", _("proposal to watch")
    WATCH_END = "watch_end", _("proposal to end the watching")


# A case begins with one of these.
PROPOSALS = (DraftPage.EXIT, DraftPage.RETURN, DraftPage.REMOVAL, DraftPage.WATCH, DraftPage.WATCH_END)

# Who may do this on the household may also go on with its draft.
VERB_OF = {
    DraftPage.REGISTER: "households.register_household",
    DraftPage.MEMBERS: "households.save_member",
    DraftPage.MEMBER: "households.save_member",
    DraftPage.MEMBER_ADD: "households.save_member",
    DraftPage.YEAR: "households.save_household_year",
    DraftPage.QUARTERS: "households.record_quarter",
    DraftPage.VISIT: "households.record_visit",
    DraftPage.SCORE: "households.record_score",
    DraftPage.APPLICANT_SCORE: "households.record_score",
    **dict.fromkeys(PROPOSALS, "households.propose_adjustment"),
}

# Where a form is gone on with, by the key of what it is about.
ADDRESSES = {
    DraftPage.MEMBERS: "members_edit",
    DraftPage.MEMBER: "member_edit",
    DraftPage.MEMBER_ADD: "member_add",
    DraftPage.YEAR: "year_edit",
    DraftPage.QUARTERS: "quarter_enter",
    DraftPage.VISIT: "visit_record",
    DraftPage.SCORE: "score_record",
    DraftPage.APPLICANT_SCORE: "applicant_score",
    **{page: f"propose_{page}" for page in PROPOSALS},
}


class DraftQuerySet(models.QuerySet):
    """Drafts. There is no door to another person's."""

    def fresh(self) -> "DraftQuerySet":
        return self.filter(saved_at__gte=timezone.now() - datetime.timedelta(days=KEPT_DAYS))

    def stale(self) -> "DraftQuerySet":
        """Left alone for longer than a draft is kept."""
        return self.filter(saved_at__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS))

    def own(self, user: User) -> "DraftQuerySet":
        """The person's own, of forms that he may still send and of villages that are still his."""
        found = Q(pk__in=[])
        for page, verb in VERB_OF.items():
            scope = access.scope_of(user, verb)
            if not scope.empty:
                found |= Q(page=page) & (Q(village=None) | scope.q("village"))
        return self.fresh().filter(found, owner=user)

    def visible_to(self, user: User) -> "DraftQuerySet":
        """The person's own."""
        return self.own(user)


# What tells one draft from another.
FIXED = ["owner_id", "page", "household_id", "member_id", "identification_id", "year", "quarter", "kind", "begun_at"]


class Draft(models.Model):
    """What a person has typed into a form so far. ``revision`` rises with each keeping: an older window is told."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    page = models.CharField(_("form"), max_length=12, choices=DraftPage)
    household = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    member = models.ForeignKey(
        "households.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household member")
    )
    identification = models.ForeignKey(
        "households.Identification", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("case")
    )
    year = models.PositiveSmallIntegerField(_("file year"), null=True, blank=True)
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    village = models.ForeignKey(
        "villages.Village", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    # By which event a new member comes.
    kind = models.CharField(_("kind of event"), max_length=4, blank=True)
    content = SealedField(_("what is entered"), editable=False)
    # Digest of what stood on file when the draft was begun, to tell when others have changed it since.
    basis = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    # The window in which it was typed last: once that one is saved nothing of it is left.
    window = models.CharField(max_length=32, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("last kept"), default=timezone.now, editable=False)

    # It is gone as soon as the form is saved.
    erasable = True
    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("half-entered form")
        verbose_name_plural = _("half-entered forms")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "household", "member", "year", "kind"],
                condition=Q(household__isnull=False),
                nulls_distinct=False,
                name="households_draft_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "village", "year", "quarter"],
                condition=Q(page="quarters"),
                name="households_draft_of_a_quarter_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "page", "identification"],
                condition=Q(identification__isnull=False),
                name="households_draft_of_a_case_once",
            ),
            # A registration is of nothing yet, a quarter of a village, an applicant's score of a case.
            models.CheckConstraint(
                condition=(Q(page__in=["register", "quarters", "case_score"]) & Q(household=None))
                | (~Q(page__in=["register", "quarters", "case_score"]) & Q(household__isnull=False)),
                name="households_draft_of_a_household",
            ),
            models.CheckConstraint(
                condition=(Q(page="quarters") & Q(village__isnull=False, year__isnull=False, quarter__isnull=False))
                | (~Q(page="quarters") & Q(quarter=None)),
                name="households_draft_of_a_quarter",
            ),
            models.CheckConstraint(
                condition=(Q(page="case_score") & Q(identification__isnull=False))
                | (~Q(page="case_score") & Q(identification=None)),
                name="households_draft_of_a_case",
            ),
            models.CheckConstraint(
                condition=(Q(page="member") | Q(member=None)) & (~Q(page="member") | Q(member__isnull=False)),
                name="households_draft_of_a_member",
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="households_drafts_by_age")]
        triggers = [guards.frozen(FIXED, name="stays")]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.what, self.about]))

    def get_absolute_url(self) -> str:
        """Where it is gone on with."""
        if self.page == DraftPage.REGISTER:
            return f"{reverse('households:household_register')}?draft={self.pk}"
        key: dict[str, object] = {"pk": self.household_id or self.identification_id}
        name = ADDRESSES[DraftPage(self.page)]
        if self.page == DraftPage.QUARTERS:
            key = {"code": self.village_id, "year": self.year, "quarter": self.quarter}
        elif self.page == DraftPage.MEMBER:
            key["member"] = self.member_id
        elif self.year is not None:
            key["year"] = self.year
            name = "members_edit_year" if self.page == DraftPage.MEMBERS else name
        address = reverse(f"households:{name}", kwargs=key)
        return f"{address}?kind={self.kind}" if self.kind else address

    @property
    def what(self) -> str:
        """Which form it is: of which year and quarter, by which event."""
        when = f"{self.year}-{self.quarter}" if self.quarter else str(self.year or "")
        event = label_of("event_kind", self.kind) if self.kind else ""
        return " ".join(filter(None, [str(self.get_page_display()), when, event]))

    @property
    def about(self) -> str:
        """Whom or what it is about."""
        if self.household:
            return f"{self.household.head_name} {self.household.number}"
        if self.identification:
            return self.identification.applicant
        if self.page == DraftPage.QUARTERS:
            return str(self.village)
        return " ".join(filter(None, [self.typed.head_name, self.typed.value("number")]))

    @cached_property
    def typed(self) -> Typed:
        """What was typed, opened."""
        return unpack_typed(self.content.open())

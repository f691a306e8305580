"""The members of a household and their yearly records."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.base import FileRecord, stays
from households.querysets import MemberManager, MemberQuerySet
from yuping.core import guards
from yuping.core.codes import CodeField, label_of
from yuping.core.fields import SealedField
from yuping.core.history import tracked

HEAD = "01"
HEALTHY = "1"


class IdentityKind(models.TextChoices):
    RESIDENT = "resident", _("resident identity card")
    RESIDENT_15 = "resident_15", _("resident identity number of 15 digits")
    DISABILITY_20 = "disability_20", _("disability certificate")
    DISABILITY_22 = "disability_22", _("disability certificate, issued again")
    NONE = "none", _("no number yet")


class MemberState(models.TextChoices):
    LIVING_HERE = "living_here", _("in the household")
    DIED = "died", _("died")
    MARRIED_OUT = "married_out", _("married out")
    MOVED_OUT = "moved_out", _("moved out")
    SPLIT_OFF = "split_off", _("went into a split household")
    IN_ARMY = "in_army", _("joined the army")
    IN_PRISON = "in_prison", _("in prison")
    LOST = "lost", _("lost touch")
    FILE_ENDED = "file_ended", _("no longer on file")
    ENTERED_IN_ERROR = "entered_in_error", _("entered in error")


def _keeps_a_head() -> pgtrigger.Trigger:
    """At commit, the household has not lost its head; a head who died stays head until the change is recorded."""
    return pgtrigger.Trigger(
        name="keeps_a_head",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("is_head"),
        timing=pgtrigger.Deferred,
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM households_member WHERE household_id = NEW.household_id AND is_head) THEN
                {guards.refuse("a household has a head")}
            END IF;
            RETURN NULL;
        """,
    )


@tracked()
class Member(FileRecord):
    """A person in a household. ``id_index`` stands over the 18-digit form, so all forms of one number collide."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    name_pinyin = models.CharField(_("name in pinyin"), max_length=160, blank=True, editable=False)
    name_initials = models.CharField(_("pinyin initials"), max_length=50, blank=True, editable=False)
    is_head = models.BooleanField(_("head of household"), default=False)
    relation = CodeField(_("relation to the head"), code_set="relation")
    id_kind = models.CharField(_("kind of number"), max_length=15, choices=IdentityKind)
    id_number = SealedField(_("identity number"), null=True, blank=True)
    id_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    id_flagged = models.BooleanField(_("number to be checked"), default=False, editable=False)
    disability_class = CodeField(_("class of disability"), code_set="disability_class", blank=True)
    disability_grade = CodeField(_("grade of disability"), code_set="disability_grade", blank=True)
    sex = CodeField(_("sex"), code_set="sex")
    birth_date = models.DateField(_("date of birth"))
    ethnic_group = CodeField(_("ethnic group"), code_set="ethnic_group", blank=True)
    political_status = CodeField(_("political status"), code_set="political_status", blank=True)
    phone = SealedField(_("phone"), null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=20, choices=MemberState, default=MemberState.LIVING_HERE)
    joined_on = models.DateField(_("joined on"))
    join_kind = CodeField(_("kind of increase"), code_set="member_increase", blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    leave_kind = CodeField(_("kind of decrease"), code_set="member_decrease", blank=True)

    unguarded = models.Manager()
    objects = MemberManager(MemberQuerySet, path="village")

    class Meta:
        verbose_name = _("household member")
        verbose_name_plural = _("household members")
        ordering = ["household", "-is_head", "pk"]
        indexes = [
            models.Index(fields=["name"], name="households_member_name", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_pinyin"], name="households_member_pinyin", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["name_initials"], name="households_member_initials", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["village", "state"], name="households_member_place"),
            models.Index(
                fields=["birth_date"], name="households_member_birth", condition=models.Q(state="living_here")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(state="living_here") & ~Q(id_index=""),
                name="households_person_once",
                violation_error_message=_("A person with this number already lives in a household on file."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_head=True),
                name="households_one_head",
                violation_error_message=_("A household has exactly one head."),
            ),
            models.CheckConstraint(
                condition=Q(is_head=True, relation=HEAD) | (Q(is_head=False) & ~Q(relation=HEAD)),
                name="households_head_by_relation",
            ),
            models.CheckConstraint(
                condition=Q(id_kind="none", id_index="") | (~Q(id_kind="none") & ~Q(id_index="")),
                name="households_number_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="living_here", left_on=None) | (~Q(state="living_here") & Q(left_on__isnull=False)),
                name="households_member_left_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="households_member_left_after_joined",
            ),
        ]
        triggers = [*stays(), _keeps_a_head()]

    def __str__(self) -> str:
        return self.name


def _yes_no(label: str) -> models.BooleanField:
    """An answer that may still be open."""
    return models.BooleanField(label, null=True, blank=True)


@tracked()
class MemberYear(FileRecord):
    """A person in one file year: schooling, health, work, insurances."""

    # Only by undoing the import that made it; a trigger keeps the rest.
    erasable = True

    member = models.ForeignKey(Member, models.PROTECT, related_name="years", verbose_name=_("household member"))
    year = models.PositiveSmallIntegerField(_("file year"))
    education = CodeField(_("education"), code_set="education", blank=True)
    school_status = CodeField(_("school status"), code_set="school_status", blank=True)
    dropout_reason = CodeField(_("reason for not being at school"), code_set="dropout_reason", blank=True)
    health = ArrayField(models.CharField(max_length=10), verbose_name=_("health"), default=list, blank=True)
    labour_skill = CodeField(_("labour skill"), code_set="labour_skill", blank=True)
    work_region = CodeField(_("place of work"), code_set="work_region", blank=True)
    work_place = models.CharField(_("where exactly at work"), max_length=60, blank=True)
    work_months = models.PositiveSmallIntegerField(_("months at work"), null=True, blank=True)
    on_active_service = models.BooleanField(_("on active military service"), default=False)
    resident_insurance = _yes_no(_("residents' medical insurance"))
    employee_insurance = _yes_no(_("employees' medical insurance"))
    serious_illness_insurance = _yes_no(_("serious illness insurance"))
    resident_pension = _yes_no(_("residents' pension insurance"))
    employee_pension = _yes_no(_("employees' pension insurance"))
    commercial_insurance = _yes_no(_("commercial medical insurance"))
    accident_insurance = _yes_no(_("accident insurance grant"))
    speaks_mandarin = _yes_no(_("speaks standard Chinese"))
    low_income_aid = _yes_no(_("receives the low-income allowance"))
    public_post = _yes_no(_("public-welfare post"))
    public_post_months = models.PositiveSmallIntegerField(_("months in the public-welfare post"), null=True, blank=True)

    class Meta:
        verbose_name = _("yearly record of a member")
        verbose_name_plural = _("yearly records of members")
        ordering = ["-year", "member"]
        indexes = [models.Index(fields=["household", "year"], name="households_member_years")]
        constraints = [
            models.UniqueConstraint(fields=["member", "year"], name="households_one_member_year"),
            models.CheckConstraint(
                condition=~Q(health__contains=[HEALTHY]) | Q(health__len=1),
                name="households_healthy_excludes_the_rest",
                violation_error_message=_("Who is healthy has no illness or disability."),
            ),
            models.CheckConstraint(
                condition=Q(work_months__isnull=True) | Q(work_months__lte=12), name="households_work_months"
            ),
            models.CheckConstraint(
                condition=Q(
                    public_post__isnull=False,
                    public_post=True,
                    public_post_months__isnull=False,
                    public_post_months__gte=1,
                    public_post_months__lte=12,
                )
                | ((Q(public_post__isnull=True) | Q(public_post=False)) & Q(public_post_months__isnull=True)),
                name="households_public_post_with_months",
                violation_error_message=_("A public-welfare post needs its months, 1 to 12, and months need the post."),
            ),
        ]
        triggers = stays("member_id", "year", imported_as="households.memberyear")

    def __str__(self) -> str:
        return f"{self.member_id} {self.year}"

    def get_health_display(self) -> str:
        """The labels of the health codes."""
        return "、".join(label_of("health", code, year=self.year) for code in self.health)

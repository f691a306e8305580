"""Who works for which area: task forces, cadres, and the three kinds of responsibility."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from villages.models.areas import Township, Village, VillageGroup
from villages.querysets import CadreQuerySet, EnclosingManager, ResponsibilityQuerySet, TaskForceQuerySet
from yuping.accounts.scoping import AreaManager, PaperManager
from yuping.core import guards
from yuping.core.codes import CodeField
from yuping.core.fields import SealedField
from yuping.core.history import tracked
from yuping.core.identity import mask_identity


def _period(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=f"{table}_period",
        violation_error_message=_("The end can't lie before the start."),
    )


@tracked()
class Cadre(models.Model):
    """A county, township or village official. ``area_code`` is the area of the unit where he works."""

    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=80)
    position = models.CharField(_("office held"), max_length=60, blank=True)
    rank = CodeField(_("rank"), code_set="cadre_rank", blank=True)
    sex = CodeField(_("sex"), code_set="sex", blank=True)
    political_status = CodeField(_("political status"), code_set="political_status", blank=True)
    unit_kind = CodeField(_("kind of unit"), code_set="helper_unit_kind", blank=True)
    unit_level = CodeField(_("affiliation of the unit"), code_set="helper_unit_level", blank=True)
    team_post = CodeField(_("post in the village team"), code_set="village_team_post", blank=True)
    id_number = SealedField(_("identity number"), blank=True)
    id_index = models.CharField(max_length=64, blank=True, editable=False)
    area_code = models.CharField(_("area code"), max_length=12)
    phone = SealedField(_("phone"), blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    phone_last4 = models.CharField(_("phone, last four digits"), max_length=4, blank=True, editable=False)
    active = models.BooleanField(_("in office"), default=True)
    # What is handed over to him he accepts himself, and his visits are known as his.
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cadre",
        verbose_name=_("sign-in"),
    )

    unguarded = models.Manager()
    objects = EnclosingManager(CadreQuerySet, field="area_code")

    class Meta:
        verbose_name = _("cadre")
        verbose_name_plural = _("cadres")
        ordering = ["area_code", "unit", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{6}|\d{9}|\d{12})$"), name="villages_cadre_area_level"
            ),
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=~Q(phone_index=""),
                name="villages_cadre_phone_once",
                violation_error_message=_("Another cadre has this phone number."),
            ),
            models.UniqueConstraint(
                fields=["id_index"],
                condition=~Q(id_index=""),
                name="villages_cadre_identity_once",
                violation_error_message=_("A cadre with this identity number stands in the list."),
            ),
        ]
        triggers = [guards.no_delete()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("villages:cadre_detail", kwargs={"pk": self.pk})

    @property
    def masked_phone(self) -> str:
        return f"****{self.phone_last4}" if self.phone_last4 else ""

    @property
    def masked_identity(self) -> str:
        return mask_identity(self.id_number.open()) if self.id_number else ""


@tracked()
class TaskForce(models.Model):
    """A task force (扶贫攻坚专班) for one or several villages of one township."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=60)
    township = models.ForeignKey(Township, models.PROTECT, related_name="task_forces", verbose_name=_("township"))
    founded_on = models.DateField(_("founded on"))
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    unguarded = models.Manager()
    objects = PaperManager(TaskForceQuerySet, path="coverages__village")

    class Meta:
        verbose_name = _("task force")
        verbose_name_plural = _("task forces")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=F("founded_on")),
                name="villages_task_force_period",
            )
        ]
        triggers = [guards.no_delete(), guards.frozen(["code", "township_id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("villages:taskforce_detail", kwargs={"pk": self.pk})


@tracked()
class TaskForceVillage(models.Model):
    """A village that a task force looks after; at any time a village has one."""

    task_force = models.ForeignKey(TaskForce, models.PROTECT, related_name="coverages", verbose_name=_("task force"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="coverages", verbose_name=_("village"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(path="village")

    class Meta:
        verbose_name = _("village of a task force")
        verbose_name_plural = _("villages of the task forces")
        ordering = ["task_force", "village"]
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(valid_to__isnull=True),
                name="villages_one_task_force",
                violation_error_message=_("The village has a task force."),
            ),
            _period("villages_coverage"),
        ]
        triggers = [guards.no_delete(), guards.frozen(["task_force_id", "village_id", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.task_force} · {self.village}"


class Duty(models.TextChoices):
    LEADER = "leader", _("leader of the task force")
    DEPUTY = "deputy", _("deputy leader")
    MEMBER = "member", _("member")


@tracked()
class TaskForceMember(models.Model):
    """A cadre in a task force, with his duty there and since when."""

    task_force = models.ForeignKey(TaskForce, models.PROTECT, related_name="members", verbose_name=_("task force"))
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="memberships", verbose_name=_("cadre"))
    duty = models.CharField(_("duty"), max_length=10, choices=Duty)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    unguarded = models.Manager()
    objects = PaperManager(path="task_force__coverages__village")

    class Meta:
        verbose_name = _("member of a task force")
        verbose_name_plural = _("members of the task forces")
        ordering = ["task_force", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task_force"],
                condition=Q(duty=Duty.LEADER, valid_to__isnull=True),
                name="villages_one_leader",
                violation_error_message=_("The task force has a leader."),
            ),
            models.UniqueConstraint(
                fields=["task_force", "cadre"],
                condition=Q(valid_to__isnull=True),
                name="villages_member_once",
                violation_error_message=_("This cadre is in the task force."),
            ),
            _period("villages_member"),
        ]
        triggers = [guards.no_delete(), guards.frozen(["task_force_id", "cadre_id", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.get_duty_display()}"


class ResponsibilityKind(models.TextChoices):
    COUNTY_LEADER = "county_leader", _("county leader helps a township and links a village")
    SECTION_CHIEF = "section_chief", _("section chief links a village and covers groups")
    STATIONED = "stationed", _("cadre stationed in a village and covering households")


@tracked()
class Responsibility(models.Model):
    """Who answers for which township, village, group or household, and from when to when (三位一体)."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="responsibilities", verbose_name=_("cadre"))
    kind = models.CharField(_("kind"), max_length=20, choices=ResponsibilityKind)
    area_code = models.CharField(_("area code"), max_length=12)
    group = models.ForeignKey(
        VillageGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village group")
    )
    household_number = models.CharField(_("household number"), max_length=30, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    unguarded = models.Manager()
    objects = EnclosingManager(ResponsibilityQuerySet, field="area_code")

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["area_code", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^\d{12}$")
                | Q(area_code__regex=r"^\d{9}$", kind=ResponsibilityKind.COUNTY_LEADER),
                name="villages_responsibility_area_level",
                violation_error_message=_("Only a county leader answers for a whole township."),
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(kind=ResponsibilityKind.SECTION_CHIEF),
                name="villages_responsibility_group",
                violation_error_message=_("Groups are covered by section chiefs."),
            ),
            models.CheckConstraint(
                condition=Q(household_number="") | Q(kind=ResponsibilityKind.STATIONED),
                name="villages_responsibility_household",
                violation_error_message=_("Households are covered by stationed cadres."),
            ),
            models.UniqueConstraint(
                fields=["cadre", "kind", "area_code", "group", "household_number"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="villages_responsibility_once",
                violation_error_message=_("This responsibility is in force."),
            ),
            _period("villages_responsibility"),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["cadre_id", "kind", "area_code", "group_id", "household_number", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("villages:cadre_detail", kwargs={"pk": self.cadre_id})

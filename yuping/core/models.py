"""The installation itself: which county it serves and whether it carries the demo mark."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuping.core import characters, guards


class Installation(models.Model):
    """One row. A database marked as demo carries its own business date, moved forward only."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    county_code = models.CharField(_("county code"), max_length=6)
    county_name = models.CharField(_("county"), max_length=40)
    is_demo = models.BooleanField(_("demo data"), default=False)
    business_date = models.DateField(_("business date"), null=True, blank=True)

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installation")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="core_one_installation"),
            models.CheckConstraint(
                condition=models.Q(is_demo=True) | models.Q(business_date__isnull=True),
                name="core_only_a_demo_has_its_own_date",
            ),
        ]
        # The mark opens published sign-ins and the moving of the date, so it never comes to a county's real rows.
        triggers = [
            guards.no_delete(),
            guards.frozen(["county_code", "is_demo"]),
            guards.frozen(
                ["business_date"],
                name="forward_only",
                unless="OLD.business_date IS NULL OR coalesce(NEW.business_date >= OLD.business_date, FALSE)",
            ),
        ]

    def __str__(self) -> str:
        return characters.for_reader(self.county_name)


class CodeItem(models.Model):
    """A code of an official list: set, version, code, Chinese and English label. Imported by label, stored by code.

    The label is the form's own, in simplified characters; its traditional form is derived (``yuping.core.characters``).
    """

    set = models.CharField(_("code set"), max_length=40)
    version = models.CharField(_("version"), max_length=10)
    code = models.CharField(_("code"), max_length=10)
    label = models.CharField(_("label"), max_length=60)
    label_en = models.CharField(_("English label"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("code lists")
        ordering = ["set", "version", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["set", "version", "code"], name="core_code_once"),
            models.UniqueConstraint(fields=["set", "version", "label"], name="core_label_once"),
        ]

    def __str__(self) -> str:
        return characters.label_for_reader(self.label, self.label_en)


class Holiday(models.Model):
    """A day on which the ordinary week does not hold: a holiday, or a weekend day worked to make up for one."""

    day = models.DateField(_("day"), primary_key=True)
    is_workday = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("holiday or make-up working day")
        verbose_name_plural = _("holidays and make-up working days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"

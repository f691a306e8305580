"""What every record of a household's file carries: the household, its village, and guards that keep both."""

from collections.abc import Iterable

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.querysets import FileRecordQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core import guards


class FileRecord(models.Model):
    """A row of one household's file. ``village`` is copied from the household, so that scope needs no join."""

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="%(class)ss", verbose_name=_("household")
    )
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))

    unguarded = models.Manager()
    objects = AreaManager(FileRecordQuerySet, path="village")

    class Meta:
        abstract = True


class WithdrawableRecord(FileRecord):
    """A line that can be withdrawn with a reason, or give way to the right one; it stays readable and counts no more.

    Its model adds ``withdrawn_with_reason`` to its constraints.
    """

    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=500, blank=True)

    class Meta:
        abstract = True


def withdrawn_with_reason(name: str) -> models.CheckConstraint:
    """Whoever withdraws a line says when and why."""
    return models.CheckConstraint(
        condition=models.Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
        | (models.Q(withdrawn_on__gte=models.F("date"), withdrawn_by__isnull=False) & ~models.Q(withdrawal_reason="")),
        name=name,
    )


def stays(*columns: str, imported_as: str = "") -> list[pgtrigger.Trigger]:
    """The record stays with its household and village (and the columns named), and is never deleted.

    ``imported_as``: but for undoing the import that made it; the name by which imports know such rows.
    """
    kept = _deleted_by_undoing(imported_as) if imported_as else guards.no_delete()
    return [kept, guards.frozen(["household_id", "village_id", *columns], name="stays")]


def _deleted_by_undoing(label: str) -> pgtrigger.Trigger:
    """Only an import that is undone allows the rows that it made to be deleted."""
    return pgtrigger.Trigger(
        name="no_delete",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM households_importedrow AS entry JOIN households_importrun AS run ON run.id = entry.run_id
                WHERE entry.label = '{label}' AND entry.row_id = OLD.id AND entry.made AND run.state = 'undone'
            ) THEN
                {guards.refuse("rows of this table are deleted only by undoing the import that made them")}
            END IF;
            RETURN OLD;
        """,
    )


def recorded_by() -> models.ForeignKey:
    """Who entered the row."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))


def recorded_at() -> models.DateTimeField:
    """Real time of entry; rules never rest on it."""
    return models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)


def distinct(columns: Iterable[str]) -> models.Q:
    """No two of these columns hold the same non-empty text."""
    names = list(columns)
    condition = models.Q()
    for index, name in enumerate(names):
        for other in names[index + 1 :]:
            condition &= models.Q(**{other: ""}) | ~models.Q(**{other: models.F(name)})
    return condition

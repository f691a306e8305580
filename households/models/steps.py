"""A step of a procedure, what was published, and what was objected: the parts that every procedure has alike."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.case_sentences import done_words
from households.models.base import recorded_at, recorded_by
from households.procedures import REFUSALS, Procedure
from households.sentences import STEPS
from yuping.accounts.scoping import AreaManager
from yuping.core import guards


class CaseStep(models.Model):
    """One move of a case: who, when, where it was published, how the meeting voted, and the paper it rests on.

    A concrete step adds the foreign key to its case, with ``related_name="steps"``.
    """

    append_only = True

    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    move = models.CharField(_("step"), max_length=30)
    date = models.DateField(_("date"))
    notice_to = models.DateField(_("notice ends on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_cast = models.PositiveSmallIntegerField(_("votes cast"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    # The business date on which it was entered; unknown of steps entered before this was kept.
    entered_on = models.DateField(_("entered on"), null=True, blank=True)
    late_reason = models.CharField(_("why it was entered late"), max_length=200, blank=True)
    paper = models.FileField(_("paper"), upload_to="households/%Y/%m", blank=True)
    paper_sha256 = models.CharField(_("digest of the paper"), max_length=64, blank=True, editable=False)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(path="village")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.date} {STEPS.get(self.move, self.move)}"

    @property
    def days_late(self) -> int:
        """How many days after its own day it was entered."""
        return (self.entered_on - self.date).days if self.entered_on else 0

    @property
    def label(self) -> str:
        """What was done."""
        return done_words(self.move, self.case_kind)

    @property
    def case_kind(self) -> str:
        """The kind of its case; empty for identification."""
        return ""


def step_constraints(votes: str, notice_days: str) -> list[models.CheckConstraint]:
    """The constraints of a table of steps, under these names."""
    return [
        models.CheckConstraint(
            condition=Q(votes_for__isnull=True) | Q(votes_cast__isnull=False, votes_cast__gte=F("votes_for")),
            name=votes,
        ),
        models.CheckConstraint(condition=Q(notice_to__isnull=True) | Q(notice_to__gte=F("date")), name=notice_days),
    ]


def notice_is_over(case: str, notices: dict[str, Procedure]) -> pgtrigger.Trigger:
    """A case leaves its notice only when the days are over and no objection is open, or by being refused.

    ``case`` is the name of the foreign key in steps and objections; ``notices`` are the procedures by kind.
    """
    states = sorted(
        {state for procedure in notices.values() for state in procedure.way if procedure.notice_before(state)}
    )
    listed = ", ".join(f"'{state}'" for state in states)
    return pgtrigger.Trigger(
        name="notice_is_over",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.state IN ({listed}) AND NEW.state NOT IN (OLD.state, 'refused') THEN
                IF NEW.state_on <= COALESCE(
                    (SELECT max(notice_to) FROM households_{case}step WHERE {case}_id = NEW.id), 'infinity'
                ) THEN
                    {guards.refuse("the notice still stands")}
                END IF;
                IF EXISTS (
                    SELECT 1 FROM households_noticeobjection WHERE {case}_id = NEW.id AND answered_on IS NULL
                ) THEN
                    {guards.refuse("an objection is open")}
                END IF;
            END IF;
            RETURN NEW;
        """,
    )


def decided_by_another(case: str, procedures: dict[str, Procedure]) -> pgtrigger.Trigger:
    """Who took an earlier step of the village or the township doesn't take the county's.

    A separation that is the same in every kind: the pairs are read from the tables of moves.
    """
    pairs = sorted(
        {
            (name, earlier)
            for procedure in procedures.values()
            for name, move in procedure.workflow.moves.items()
            for earlier in move.not_done_by
            if name not in REFUSALS and earlier != "propose"
        }
    )
    listed = ", ".join(f"('{name}', '{earlier}')" for name, earlier in pairs)
    return pgtrigger.Trigger(
        name="decided_by_another",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM households_{case}step
                WHERE {case}_id = NEW.{case}_id AND recorded_by_id = NEW.recorded_by_id
                AND (NEW.move, move) IN ({listed})
            ) THEN
                {guards.refuse("decided by who took an earlier step")}
            END IF;
            RETURN NEW;
        """,
    )

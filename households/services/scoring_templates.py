"""Verbs on scoring templates: a draft, its items, putting it in force. What was scored by stays as it is."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from households.models import Score, ScoringItem, ScoringTemplate, TemplateState
from households.policy.scoring import ItemRule, Look, Option, Scale, Source, problems_of
from households.policy.scoring.templates import of_item
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.text import clean_line

EDIT = "households.edit_scoring_template"
PUBLISH = "households.publish_scoring_template"
# A template rules the visits from its publication on, not those that were made before.
LONGEST_AHEAD = datetime.timedelta(days=366)
COPIED = ("name", "direction", "full_points", "poor_limit", "clear_limit", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateHead:
    """What a template says of itself."""

    name: str
    direction: str
    full_points: int
    poor_limit: int
    clear_limit: int
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """An item as typed; its entries in their order."""

    look: str
    label: str
    most: int
    scale: str
    options: Sequence[Option]
    source: str = ""
    position: int | None = None


def draft_scoring_template(*, actor: User, template_id: int) -> ScoringTemplate:
    """A new version, as yet a copy of the one named. Raises NotAllowedNow while another draft of it stands."""
    with transaction.atomic():
        before = _template(actor, EDIT, template_id)
        versions = ScoringTemplate.objects.filter(code=before.code)
        if versions.filter(state=TemplateState.DRAFT).exists():
            raise NotAllowedNow("households.draft_stands")
        latest = versions.aggregate(latest=Max("version"))["latest"]
        draft = ScoringTemplate.objects.create(
            code=before.code, version=latest + 1, **{name: getattr(before, name) for name in COPIED}
        )
        ScoringItem.objects.bulk_create(
            ScoringItem(
                template=draft,
                **{
                    name: getattr(item, name)
                    for name in ("key", "position", "look", "label", "most", "scale", "source", "options")
                },
            )
            for item in before.items.all()
        )
        record_act(actor=actor, verb=EDIT, obj=draft, facts={"version": draft.version})
        return draft


def edit_scoring_template(*, actor: User, template_id: int, head: TemplateHead) -> ScoringTemplate:
    """Change name, direction, points and limits of a template nobody was scored by. Raises NotAllowedNow, BadInput."""
    with transaction.atomic():
        template = _open_template(actor, template_id)
        template.name = clean_line(head.name, max_length=60)
        if not template.name:
            raise BadInput("households.required", field="name")
        template.basis = clean_line(head.basis)
        for name in ("direction", "full_points", "poor_limit", "clear_limit"):
            setattr(template, name, getattr(head, name))
        rule = template.rule()
        low = rule.direction == "low"
        if not (min(rule.poor_limit, rule.clear_limit) > 0 and max(rule.poor_limit, rule.clear_limit) < rule.full):
            raise BadInput("households.score_limits", field="poor_limit", full=rule.full)
        if (rule.poor_limit > rule.clear_limit) if low else (rule.poor_limit < rule.clear_limit):
            raise BadInput("households.score_limits", field="clear_limit", full=rule.full)
        template.save(update_fields=["name", "basis", "direction", "full_points", "poor_limit", "clear_limit"])
        _still_right(template)
        record_act(actor=actor, verb=EDIT, obj=template, facts={"version": template.version})
        return template


def save_scoring_item(*, actor: User, template_id: int, item: ItemFacts, item_id: int | None = None) -> ScoringItem:
    """Add an item, or change one. Raises NotAllowedNow once somebody was scored, PolicyRefused for its points."""
    with transaction.atomic():
        template = _open_template(actor, template_id)
        found = template.items.get(pk=item_id) if item_id else ScoringItem(template=template)
        label = clean_line(item.label, max_length=60)
        if not label:
            raise BadInput("households.required", field="label")
        for name, known in (("look", Look), ("scale", Scale), ("source", ("", *Source))):
            if getattr(item, name) not in tuple(known):
                raise BadInput("households.unknown_code", field=name)
        taken = template.items.aggregate(last=Max("position"))["last"] or 0
        found.key = found.key or _free_key(template)
        found.look, found.label, found.most = item.look, label, item.most
        found.scale, found.source = item.scale, item.source
        found.position = item.position or (found.position if item_id else taken + 1)
        rule = ItemRule(found.key, item.look, label, item.most, item.scale, tuple(item.options), item.source)
        if problems := list(of_item(rule)):
            raise PolicyRefused("households.score_item_refused", reasons=problems)
        found.options = [_entry(option) for option in item.options]
        found.save()
        _still_right(template)
        record_act(actor=actor, verb=EDIT, obj=template, facts={"item": label, "version": template.version})
        return found


def remove_scoring_item(*, actor: User, template_id: int, item_id: int) -> ScoringTemplate:
    """Take an item out of a template nobody was scored by. Raises NotAllowedNow; of one in force, PolicyRefused."""
    with transaction.atomic():
        template = _open_template(actor, template_id)
        item = template.items.get(pk=item_id)
        label = item.label
        item.delete()
        _still_right(template)
        record_act(actor=actor, verb=EDIT, obj=template, facts={"removed": label, "version": template.version})
        return template


def publish_scoring_template(*, actor: User, template_id: int, valid_from: datetime.date) -> ScoringTemplate:
    """Put a draft in force from a day on; the one in force until then ends the day before.

    Raises PolicyRefused with everything wrong in it, NotAllowedNow when it is no draft, BadInput for a day that is past
    or more than a year off, on which a later one begins, or on or after which somebody was scored already.
    """
    with transaction.atomic():
        template = _template(actor, PUBLISH, template_id)
        if template.state != TemplateState.DRAFT:
            raise NotAllowedNow("households.template_published")
        if not clock.today() <= valid_from <= clock.today() + LONGEST_AHEAD:
            raise BadInput("households.template_day", field="valid_from")
        if problems := problems_of(template.rule()):
            raise PolicyRefused("households.template_refused", reasons=problems)
        _end_before(template, valid_from)
        template.state, template.valid_from = TemplateState.PUBLISHED, valid_from
        template.published_on, template.published_by = clock.today(), actor
        try:
            with transaction.atomic():
                template.save(update_fields=["state", "valid_from", "published_on", "published_by"])
        except IntegrityError as error:
            raise BadInput("households.template_overlaps", field="valid_from") from error
        record_act(
            actor=actor, verb=PUBLISH, obj=template, facts={"version": template.version, "effective_from": valid_from}
        )
        return template


def _end_before(template: ScoringTemplate, day: datetime.date) -> None:
    """The template in force on the day ends the day before. Scores from then on stand on it: there must be none."""
    standing = ScoringTemplate.objects.select_for_update().in_force(day).first()
    scored = Score.objects.all_areas(reason="a template is the county's").filter(date__gte=day)
    if scored.exists():
        raise BadInput("households.template_scored_since", field="valid_from")
    if standing is None:
        return
    if standing.valid_from >= day or standing.valid_to is not None:
        raise BadInput("households.template_overlaps", field="valid_from")
    standing.valid_to = day - datetime.timedelta(days=1)
    standing.save(update_fields=["valid_to"])


def _template(actor: User, verb: str, template_id: int) -> ScoringTemplate:
    access.require(actor, verb)
    return ScoringTemplate.objects.select_for_update().get(pk=template_id)


def _open_template(actor: User, template_id: int) -> ScoringTemplate:
    template = _template(actor, EDIT, template_id)
    if template.scores.exists():
        raise NotAllowedNow("households.template_used")
    return template


def _still_right(template: ScoringTemplate) -> None:
    """What is in force already stays right with every change; a draft may be unfinished."""
    if template.state == TemplateState.PUBLISHED and (problems := problems_of(template.rule())):
        raise PolicyRefused("households.template_refused", reasons=problems)


def _free_key(template: ScoringTemplate) -> str:
    taken = set(template.items.values_list("key", flat=True))
    return next(key for number in range(1, len(taken) + 2) if (key := f"item{number}") not in taken)


def _entry(option: Option) -> dict[str, object]:
    up_to = None if option.up_to is None else str(option.up_to)
    return {"code": option.code, "label": option.label, "points": option.points, "up_to": up_to}

"""Templates: corrected until somebody was scored, then made anew and dated; in force one at a time."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from households import services
from households.models import Household, ScoringItem, ScoringTemplate
from households.policy.scoring import Option
from tests.households.advice.conftest import row_of
from tests.households.conftest import TODAY
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused
from yuping.core.reference import loaders

JANUARY = datetime.date(2017, 1, 1)
ENTRIES = (Option("a", "没有", 0), Option("b", "有", 3))


@pytest.fixture
def standing(db: None) -> ScoringTemplate:
    return ScoringTemplate.objects.get(code="four_looks")


def head(template: ScoringTemplate, **changes: object) -> services.TemplateHead:
    names = ("name", "direction", "full_points", "poor_limit", "clear_limit", "basis")
    return services.TemplateHead(**{name: getattr(template, name) for name in names} | changes)


def item(**changes: object) -> services.ItemFacts:
    given = {"look": "house", "label": "家用电器", "most": 3, "scale": "choice", "options": ENTRIES}
    return services.ItemFacts(**given | changes)


def item_of(template: ScoringTemplate, key: str) -> ScoringItem:
    return template.items.get(key=key)


def codes(error: PolicyRefused) -> set[str]:
    return {reason.code for reason in error.params["reasons"]}


def test_the_seeds_are_the_four_looks_in_force_and_another_regions_as_an_example(standing: ScoringTemplate) -> None:
    example = ScoringTemplate.objects.get(code="five_looks")

    assert (standing.state, standing.direction, standing.valid_from) == ("published", "low", datetime.date(2014, 1, 1))
    assert (example.state, example.direction, example.valid_from) == ("draft", "high", None)


def test_loading_the_seeds_again_changes_nothing(standing: ScoringTemplate) -> None:
    dict(loaders())["scoring templates"]()

    assert (ScoringTemplate.objects.count(), standing.items.count()) == (2, 15)


def test_a_new_version_is_drafted_corrected_and_put_in_force(officer: User, standing: ScoringTemplate) -> None:
    draft = services.draft_scoring_template(actor=officer, template_id=standing.pk)
    services.edit_scoring_template(actor=officer, template_id=draft.pk, head=head(draft, poor_limit=55))
    old = item_of(draft, "appliances")
    services.save_scoring_item(actor=officer, template_id=draft.pk, item_id=old.pk, item=item(label="家电"))

    services.publish_scoring_template(actor=officer, template_id=draft.pk, valid_from=JANUARY)

    standing.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.version, draft.state, draft.poor_limit, draft.valid_from) == (2, "published", 55, JANUARY)
    assert (item_of(draft, "appliances").label, item_of(standing, "appliances").label) == ("家电", "家用电器")
    assert standing.valid_to == datetime.date(2016, 12, 31)
    in_force = ScoringTemplate.objects.in_force
    assert (in_force(standing.valid_to).get(), in_force(JANUARY).get()) == (standing, draft)
    assert AuditEntry.objects.filter(verb="households.publish_scoring_template").count() == 1


def test_the_other_direction_can_take_over(officer: User, standing: ScoringTemplate, household: Household) -> None:
    five = ScoringTemplate.objects.get(code="five_looks")

    services.publish_scoring_template(actor=officer, template_id=five.pk, valid_from=JANUARY)

    assert ScoringTemplate.objects.in_force(JANUARY).get() == five


def test_one_draft_of_a_template_at_a_time(officer: User, standing: ScoringTemplate) -> None:
    services.draft_scoring_template(actor=officer, template_id=standing.pk)

    with pytest.raises(NotAllowedNow, match="draft_stands"):
        services.draft_scoring_template(actor=officer, template_id=standing.pk)


def test_a_template_in_force_is_corrected_until_somebody_was_scored(
    officer: User, clerk: User, household: Household, standing: ScoringTemplate
) -> None:
    services.edit_scoring_template(actor=officer, template_id=standing.pk, head=head(standing, name="四看"))
    services.record_score(actor=clerk, row=row_of(household))

    for act in (
        lambda: services.edit_scoring_template(actor=officer, template_id=standing.pk, head=head(standing)),
        lambda: services.save_scoring_item(actor=officer, template_id=standing.pk, item=item()),
        lambda: services.remove_scoring_item(
            actor=officer, template_id=standing.pk, item_id=item_of(standing, "debt").pk
        ),
    ):
        with pytest.raises(NotAllowedNow, match="template_used"):
            act()
    assert ScoringTemplate.objects.get(pk=standing.pk).name == "四看"


def test_what_is_in_force_stays_right_with_every_change(officer: User, standing: ScoringTemplate) -> None:
    with pytest.raises(PolicyRefused) as refused:
        services.remove_scoring_item(actor=officer, template_id=standing.pk, item_id=item_of(standing, "debt").pk)

    assert codes(refused.value) == {"households.score_sum"}
    assert standing.items.count() == 15


def test_a_draft_may_be_unfinished_but_is_not_put_in_force_so(officer: User, standing: ScoringTemplate) -> None:
    draft = services.draft_scoring_template(actor=officer, template_id=standing.pk)
    services.remove_scoring_item(actor=officer, template_id=draft.pk, item_id=item_of(draft, "debt").pk)

    with pytest.raises(PolicyRefused) as refused:
        services.publish_scoring_template(actor=officer, template_id=draft.pk, valid_from=JANUARY)
    assert codes(refused.value) == {"households.score_sum"}

    added = services.save_scoring_item(
        actor=officer,
        template_id=draft.pk,
        item=item(most=6, label="负债", options=(replace(ENTRIES[0], points=6), replace(ENTRIES[1], points=0))),
    )
    services.publish_scoring_template(actor=officer, template_id=draft.pk, valid_from=JANUARY)
    assert (added.position, added.key) == (16, "item1")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"poor_limit": 0}, "poor_limit"),
        ({"clear_limit": 100}, "poor_limit"),
        ({"poor_limit": 85}, "clear_limit"),
        ({"direction": "high"}, "clear_limit"),
        ({"name": " "}, "name"),
    ],
)
def test_limits_that_do_not_fit_are_refused(
    officer: User, standing: ScoringTemplate, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        services.edit_scoring_template(actor=officer, template_id=standing.pk, head=head(standing, **changes))

    assert refused.value.params["field"] == field


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"most": 4}, "score_points"),
        ({"options": ENTRIES[:1]}, "score_points"),
        ({"scale": "bands"}, "score_bands"),
        ({"source": "house"}, "score_source_entries"),
        ({"source": "land_per_head"}, "score_source_number"),
    ],
)
def test_an_item_that_does_not_fit_is_refused(
    officer: User, standing: ScoringTemplate, changes: dict[str, object], code: str
) -> None:
    draft = services.draft_scoring_template(actor=officer, template_id=standing.pk)

    with pytest.raises(PolicyRefused) as refused:
        services.save_scoring_item(actor=officer, template_id=draft.pk, item=item(**changes))
    assert codes(refused.value) == {f"households.{code}"}


@pytest.mark.parametrize("changes", [{"look": "garden"}, {"scale": "guess"}, {"source": "neighbours"}])
def test_a_word_that_is_none_is_refused(officer: User, standing: ScoringTemplate, changes: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="unknown_code"):
        services.save_scoring_item(actor=officer, template_id=standing.pk, item=item(**changes))


def test_overlapping_days_are_refused(
    officer: User, clerk: User, household: Household, standing: ScoringTemplate
) -> None:
    draft = services.draft_scoring_template(actor=officer, template_id=standing.pk)
    services.record_score(actor=clerk, row=row_of(household, date=TODAY))

    with pytest.raises(BadInput, match="template_scored_since"):
        services.publish_scoring_template(actor=officer, template_id=draft.pk, valid_from=TODAY)
    five = ScoringTemplate.objects.get(code="five_looks")
    services.publish_scoring_template(actor=officer, template_id=five.pk, valid_from=JANUARY)
    with pytest.raises(BadInput, match="template_overlaps"):
        services.publish_scoring_template(actor=officer, template_id=draft.pk, valid_from=JANUARY)


@pytest.mark.parametrize("day", [TODAY - datetime.timedelta(days=1), datetime.date(2018, 1, 1)])
def test_a_day_that_is_past_or_far_off_is_refused(officer: User, standing: ScoringTemplate, day: datetime.date) -> None:
    draft = services.draft_scoring_template(actor=officer, template_id=standing.pk)

    with pytest.raises(BadInput, match="template_day"):
        services.publish_scoring_template(actor=officer, template_id=draft.pk, valid_from=day)


def test_a_template_is_the_offices_alone(clerk: User, standing: ScoringTemplate) -> None:
    for act in (
        lambda: services.draft_scoring_template(actor=clerk, template_id=standing.pk),
        lambda: services.save_scoring_item(actor=clerk, template_id=standing.pk, item=item()),
        lambda: services.publish_scoring_template(actor=clerk, template_id=standing.pk, valid_from=JANUARY),
    ):
        with pytest.raises(MissingVerb):
            act()


def test_it_is_put_in_force_once(officer: User, standing: ScoringTemplate) -> None:
    with pytest.raises(NotAllowedNow, match="template_published"):
        services.publish_scoring_template(actor=officer, template_id=standing.pk, valid_from=JANUARY)


def test_the_database_holds_sum_use_and_days(clerk: User, household: Household, standing: ScoringTemplate) -> None:
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="add up"), transaction.atomic():
        item_of(standing, "debt").delete()
    five = ScoringTemplate.objects.filter(code="five_looks")
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        five.update(state="published", valid_from=datetime.date(2015, 1, 1))
    services.record_score(actor=clerk, row=row_of(household))
    with pytest.raises(IntegrityError, match="scored by this template"), transaction.atomic():
        ScoringItem.objects.filter(template=standing).update(label="别的")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ScoringTemplate.objects.filter(pk=standing.pk).update(poor_limit=Decimal(10))

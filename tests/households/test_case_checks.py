"""What ``verify`` proves of cases and papers: those of the verbs are clean, and each forged or altered row is named."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from households import services
from households.models import (
    AdjustmentStep,
    Document,
    Household,
    IdentificationStep,
    Lead,
    LeadStep,
    NoticeObjection,
    StatusChange,
)
from tests.households.adjustments import propose, walk
from tests.households.advice.conftest import NOV, check, line, list_of
from tests.households.conftest import COUNTY, OWN_TOWNSHIP
from tests.households.factories import id_of, make_user
from tests.households.forms_of import household_facts, year_facts
from tests.households.test_casework import apply
from tests.households.test_checks import alter, faulty
from tests.households.test_papers import attach
from tests.pictures import png
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.seals import broken_seals
from yuping.core import clock

STEPS = (AdjustmentStep, IdentificationStep, LeadStep, StatusChange, Document)
FORGED = datetime.date(2016, 11, 2)


@dataclass(frozen=True)
class Cases:
    """An exit that was announced, an application of whom the group has reviewed, a lead that was checked."""

    clerk: User
    household: Household


@pytest.fixture
def cases(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cases]:
    with django_db_blocker.unblock():
        clerk = make_user("a", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)
        officer = make_user("c", Role.POVERTY_OFFICE, COUNTY)
        place = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
        year = year_facts(wage_income=Decimal("9000.00"), unsafe_house=False, safe_water=True)
        household = services.register_household(actor=clerk, household=household_facts(place, years=(year,)))
        walk(clerk, officer, propose(clerk, household), to="announced")
        attach(clerk, household, "other", png(30, 30))
        found = apply(clerk, place, id_number=id_of(901))
        with clock.fixed(NOV):
            data = list_of(line(id_of(101), household.head_name))
            run = services.upload_households(actor=officer, data=data, name="a.xlsx", kind="leads")
            services.confirm_import(actor=officer, run_id=run.pk)
        check(clerk, Lead.unguarded.get())
        day = services.StepFacts(date=datetime.date(2016, 11, 3), votes_for=3, votes_cast=4)
        services.move_identification(actor=clerk, identification_id=found.pk, move="review_in_group", facts=day)
        yield Cases(clerk, household)


def _broken() -> set[str]:
    return {table for table, _key, _reason in broken_seals()}


def test_cases_that_went_their_way_are_clean(cases: Cases) -> None:
    assert faulty() == set()
    assert all(model.unguarded.exists() for model in STEPS)
    assert not _broken() & {model._meta.db_table for model in STEPS}


def test_a_forged_row_is_named(cases: Cases) -> None:
    values = {"village_id": cases.household.village_id, "recorded_by": cases.clerk}
    step = {**values, "move": "announce", "date": FORGED}
    for model, key in ((AdjustmentStep, "adjustment_id"), (IdentificationStep, "identification_id")):
        model.unguarded.create(**step, **{key: model.unguarded.values_list(key, flat=True)[0]})
    LeadStep.unguarded.create(**{**step, "move": "find_eligible"}, lead=Lead.unguarded.get(), note="没有车")
    of_household = {**values, "household": cases.household}
    StatusChange.unguarded.create(**of_household, kind="2", year=2016, date=FORGED, state_after="active")
    Document.unguarded.create(
        **of_household, kind="other", title="x", sha256="0" * 64, size=1, content_type="image/png", dated_on=FORGED
    )

    assert {model._meta.db_table for model in STEPS} <= _broken()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("households_adjustment", "state = 'refused'"),
        ("households_identification", "state = 'accepted'"),
        ("households_lead", "state = 'open', checked_on = NULL, checked_by_id = NULL"),
    ],
)
def test_a_case_that_stands_elsewhere_than_its_steps_led_is_named(cases: Cases, table: str, change: str) -> None:
    alter(table, change)

    assert ("cases_follow_their_steps", table) in faulty()


@pytest.mark.parametrize(("model", "file"), [(Document, "file"), (AdjustmentStep, "paper"), (LeadStep, "file")])
def test_a_paper_that_was_exchanged_or_lost_is_named(
    cases: Cases, model: type[Document | AdjustmentStep | LeadStep], file: str
) -> None:
    name = model.unguarded.exclude(**{file: ""}).values_list(file, flat=True).first()
    kept = Path(settings.MEDIA_ROOT) / name
    assert ("papers_are_those_kept", model._meta.db_table) not in faulty()

    kept.write_bytes(kept.read_bytes() + b"x")
    assert ("papers_are_those_kept", model._meta.db_table) in faulty()

    default_storage.delete(name)
    assert ("papers_are_those_kept", model._meta.db_table) in faulty()


@pytest.mark.parametrize("table", ["households_identification", "households_identitychange"])
def test_a_sealed_number_that_was_exchanged_is_named(cases: Cases, table: str) -> None:
    member = cases.household.members.get(is_head=True)
    right = services.RightIdentity(name=member.name, id_number=id_of(777))
    services.propose_identity_change(actor=cases.clerk, member_id=member.pk, right=right, reason="号码登记有误")
    assert ("sealed_numbers", table) not in faulty()

    alter(table, "id_number = (SELECT id_number FROM households_member ORDER BY id LIMIT 1)")

    assert ("sealed_numbers", table) in faulty()


def test_an_objection_and_its_answer_are_vouched_for(cases: Cases) -> None:
    values = {"raised_by": "杨某", "raised_on": FORGED, "text": "有车", "village_id": cases.household.village_id}
    identification = IdentificationStep.unguarded.get().identification
    NoticeObjection.unguarded.create(identification=identification, recorded_by=cases.clerk, **values)

    assert "households_noticeobjection" in _broken()

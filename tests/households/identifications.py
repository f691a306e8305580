"""Applications taken as far as a test needs them, each step entered on its day."""

import datetime

from households import services
from households.models import Identification
from households.procedures import CONFIRM
from tests.dividends.conftest import PHOTO
from tests.households.factories import id_of
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock

APPLIED = datetime.date(2016, 10, 10)
DAYS = {
    "review_in_group": datetime.date(2016, 10, 11),
    "review_in_village": datetime.date(2016, 10, 12),
    "publish_first": datetime.date(2016, 10, 13),
    "review_in_township": datetime.date(2016, 10, 28),
    "publish_second": datetime.date(2016, 10, 31),
    "compare": datetime.date(2016, 11, 14),
    "accept": datetime.date(2016, 11, 15),
    "announce": datetime.date(2016, 11, 16),
    "refuse": datetime.date(2016, 11, 15),
}


def apply(clerk: User, village: Village, **values: object) -> Identification:
    """An application; its applicant is the head of ``forms_of.household_facts``."""
    given = {
        "village_code": village.pk,
        "applicant": "王伟",
        "id_number": id_of(101),
        "persons": 2,
        "main_cause": "7",
        "applied_on": APPLIED,
    }
    with clock.fixed(APPLIED):
        return services.apply_for_identification(actor=clerk, application=services.Application(**{**given, **values}))


def take(actor: User, found: Identification, move: str, **values: object) -> Identification:
    """One step, entered on the day on which it is taken."""
    given = {"date": DAYS[move], "place": "村务公开栏", "votes_cast": 42, "votes_for": 38, "paper": PHOTO}
    facts = services.StepFacts(**{**given, **values})
    with clock.fixed(facts.date):
        return services.move_identification(actor=actor, identification_id=found.pk, move=move, facts=facts)


def walk(clerk: User, township: User, officer: User, found: Identification, *, to: str = "accepted") -> Identification:
    """Every step up to a state: the village's by one clerk, the township's by another, the county's by the officer."""
    found = Identification.unguarded.get(pk=found.pk)
    while found.state != to:
        move = found.procedure.forward(found.state)
        actor = township if move.name == "review_in_township" else clerk
        take(officer if move.permission == CONFIRM else actor, found, move.name)
        found.refresh_from_db()
    return found

"""Two households of one village that hold the same woman, and the pair that the search made of them."""

import datetime

import pytest

from households import services, standing
from households.models import Household, LikelyDouble, Member, PayeeAccount
from households.querysets import id_index
from households.standing import Standing
from tests.factories import make_account
from tests.households.factories import id_of, make_household, make_member
from villages.models import Village
from yuping.accounts.models import User

BORN = datetime.date(1983, 2, 17)


def person(household: Household, name: str, *, seq: int, born: datetime.date = BORN, **values: object) -> Member:
    """A member of this name and day of birth, with the number of that day and sequence."""
    number = id_of(seq, born)
    given = {"id_number": number, "id_index": id_index(number), "birth_date": born, **values}
    return make_member(household, number=seq, name=name, **given)


def paid(household: Household) -> PayeeAccount:
    """Let the head hold an account in force."""
    return make_account(household.members.get(is_head=True))


@pytest.fixture
def home(village: Village) -> Household:
    return make_household(village, number=1, head_name="吴长贵")


@pytest.fixture
def other(village: Village) -> Household:
    return make_household(village, number=2, head_name="田茂林")


@pytest.fixture
def double(officer: User, home: Household, other: Household) -> LikelyDouble:
    person(home, "吴秀兰", seq=12)
    person(other, "吴秀兰", seq=14)
    services.search_doubles(actor=officer)
    return LikelyDouble.unguarded.get()


@pytest.fixture
def live_things(other: Household):
    """The rooms to the right tell of a live loan and of a payout that is over."""

    def source(ids: list[int]):
        if other.pk in ids:
            yield Standing(other.pk, "loans.standing", {"number": "ZB-1", "state": "已放款"})
            yield Standing(other.pk, "dividends.standing_payout", {"batch": "2016-001", "state": "已付"}, live=False)

    standing.register(source)
    yield
    standing._sources.remove(source)

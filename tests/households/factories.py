"""Plain factories of the households tests. Every person is synthetic: division 520699."""

import datetime
from typing import Any

from households.models import Household, HouseholdYear, Member
from households.querysets import id_index
from villages.models import Village
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.core.identity import make_identity
from yuping.core.pinyin import initials, pinyin_key

REGISTERED = datetime.date(2014, 6, 1)


def make_user(name: str, role: Role | None = None, area: str = "") -> User:
    user = User(username=name, full_name=f"{name} 同志", unit="扶贫站", must_change_password=False)
    user.set_password("a long enough password")
    user.save()
    if role is not None:
        admin, second = (_administrator(letter) for letter in "ab")
        Posting.objects.create(
            user=user,
            role=role,
            area_code=area,
            area_name=area,
            valid_from=datetime.date(2014, 1, 1),
            requested_by=admin,
            confirmed_by=second,
        )
    return user


def _administrator(letter: str) -> User:
    return User.objects.get_or_create(
        username=f"postings-{letter}", defaults={"full_name": f"管理员{letter}", "unit": "县委", "password": "!"}
    )[0]


def id_of(number: int, born: datetime.date = datetime.date(1970, 5, 4)) -> str:
    """A synthetic identity number; an odd number is a man's."""
    return make_identity("520699", born, number)


def make_household(village: Village, *, number: int = 1, head_name: str = "王伟", **values: Any) -> Household:
    """A household with its head, written to the tables directly."""
    household = Household.unguarded.create(
        number=f"5206{number:08d}",
        village=village,
        head_name=head_name,
        name_pinyin=pinyin_key(head_name),
        name_initials=initials(head_name),
        registered_on=values.pop("registered_on", REGISTERED),
        **values,
    )
    make_member(household, number=number * 2 - 1, name=head_name, is_head=True, relation="01")
    return household


def make_member(household: Household, *, number: int = 2, name: str = "李秀英", **values: Any) -> Member:
    identity = id_of(number)
    given = {
        "name_pinyin": pinyin_key(name),
        "name_initials": initials(name),
        "relation": "02",
        "id_kind": "resident",
        "id_number": identity,
        "id_index": id_index(identity),
        "sex": "1" if number % 2 else "2",
        "birth_date": datetime.date(1970, 5, 4),
        "joined_on": household.registered_on,
    }
    return Member.unguarded.create(
        household=household, village_id=household.village_id, name=name, **{**given, **values}
    )


def make_year(household: Household, *, year: int = 2016, **values: Any) -> HouseholdYear:
    return HouseholdYear.unguarded.create(
        household=household,
        village_id=household.village_id,
        year=year,
        population_end=values.pop("population_end", 3),
        **values,
    )

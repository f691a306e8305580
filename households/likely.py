"""The search for likely doubles: one statement for each kind of likeness, over people and phones of files on record.

Each joins on values that few share (birth date, name, phone), so its cost grows with the rows and not with their
square. Identity numbers lie sealed: they are opened for the few pairs whose names and days agree already.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from households.models import Likeness, Member
from households.policy.likeness import MOST_SHARING, Match, near_numbers
from yuping.core.identity import upgrade
from yuping.core.text import compact_number

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_NARROW = "".join(map(chr, range(0x21, 0x7F)))
# Width, case, spaces and the dot of long names: what keyboards add to one and the same name.
_DROPPED = " \u3000\u00b7."


def _key(column: str) -> str:
    return f"lower(translate({column}, %(wide)s, %(narrow)s))"


# Whoever lives in a household on file.
_LIVING = """
    SELECT m.id, m.household_id AS home, m.village_id AS village, m.name, m.birth_date, {key} AS key
    FROM households_member m JOIN households_household h ON h.id = m.household_id
    WHERE m.state = 'living_here' AND h.state = 'active'
""".format(key=_key("m.name"))
_OTHERS = """
    households_member o JOIN households_household oh ON oh.id = o.household_id
        AND oh.state = 'active' AND o.state = 'living_here'
"""
_APART = "o.household_id <> mine.home AND (NOT %(whole)s OR mine.home < o.household_id)"
_SAME = f"""
    SELECT mine.home, mine.id, o.household_id, o.id,
        CASE WHEN o.name <> mine.name THEN 'writing' WHEN o.village_id = mine.village THEN 'village'
             WHEN left(o.village_id, 9) = left(mine.village, 9) THEN 'township' ELSE 'county' END
    FROM mine, {_OTHERS}
    WHERE o.birth_date = mine.birth_date AND {_key("o.name")} = mine.key AND {_APART}
"""
_CHARACTER = f"""
    SELECT mine.home, mine.id, o.household_id, o.id, 'character'
    FROM mine, {_OTHERS}
    WHERE o.birth_date = mine.birth_date AND o.village_id = mine.village AND {_APART}
        AND {_key("o.name")} <> mine.key AND char_length(o.name) = char_length(mine.name)
        AND (SELECT count(*) FROM generate_series(1, char_length(mine.name)) AS place
             WHERE substr(o.name, place, 1) <> substr(mine.name, place, 1)) = 1
"""
# A slip in a number is one in the region, the birth date or the rest: where it is in the birth date, two of year,
# month and day still agree, or month and day changed places.
_NUMBER = f"""
    SELECT mine.home, mine.id, o.household_id, o.id, 'number'
    FROM mine, {_OTHERS}
    WHERE o.name = mine.name AND o.birth_date <> mine.birth_date AND {_APART}
        AND (to_char(o.birth_date, 'YYYYMM') = to_char(mine.birth_date, 'YYYYMM')
             OR to_char(o.birth_date, 'YYYYDD') = to_char(mine.birth_date, 'YYYYDD')
             OR to_char(o.birth_date, 'MMDD') = to_char(mine.birth_date, 'MMDD')
             OR to_char(o.birth_date, 'YYYYMMDD') = to_char(mine.birth_date, 'YYYYDDMM'))
"""
_PHONES = """
    SELECT h.id AS home, h.phone_index AS phone FROM households_household h
    WHERE h.state = 'active' AND h.phone_index <> ''
    UNION ALL
    SELECT m.household_id, m.phone_index FROM households_member m
    JOIN households_household h ON h.id = m.household_id
    WHERE m.state = 'living_here' AND h.state = 'active' AND m.phone_index <> ''
"""
_PHONE = """
    , near AS (SELECT * FROM phones WHERE %(whole)s OR phone IN (SELECT phone FROM asked)),
    shared AS (SELECT phone FROM near GROUP BY phone HAVING count(DISTINCT home) <= %(most)s)
    SELECT DISTINCT asked.home, NULL::bigint, o.home, NULL::bigint, 'phone'
    FROM asked JOIN shared USING (phone) JOIN near o USING (phone)
    WHERE o.home <> asked.home AND (NOT %(whole)s OR asked.home < o.home)
"""


@dataclass(frozen=True, slots=True)
class Typed:
    """A person of a file that is not on record yet; ``home`` and ``ref`` are the caller's own, below zero."""

    home: int
    ref: int
    village: str
    name: str
    birth_date: datetime.date
    canonical18: str = ""


def among_all() -> list[Match]:
    """Every likeness of the county."""
    return _search(_LIVING, f"SELECT * FROM ({_PHONES}) p", {"whole": True}, _stored_numbers)


def of_homes(household_ids: Sequence[int]) -> list[Match]:
    """What looks like people or phones of these households."""
    given = {"whole": False, "homes": list(household_ids)}
    phones = f"SELECT * FROM ({_PHONES}) p WHERE home = ANY(%(homes)s)"
    return _search(f"{_LIVING} AND h.id = ANY(%(homes)s)", phones, given, _stored_numbers)


def of_typed(people: Sequence[Typed], phones: Iterable[tuple[int, str]]) -> list[Match]:
    """What on record looks like people and phones (home, index) that are about to be entered."""
    phones = list(phones)
    given = {
        "whole": False,
        "ids": [one.ref for one in people],
        "typed_homes": [one.home for one in people],
        "villages": [one.village for one in people],
        "names": [one.name for one in people],
        "births": [one.birth_date for one in people],
        "phone_homes": [home for home, _index in phones],
        "phone_values": [index for _home, index in phones],
    }
    mine = f"""
        SELECT id, home, village, name, birth_date, {_key("name")} AS key
        FROM unnest(%(ids)s::bigint[], %(typed_homes)s::bigint[], %(villages)s::text[], %(names)s::text[],
                    %(births)s::date[]) AS t(id, home, village, name, birth_date)
    """
    asked = """
        SELECT * FROM unnest(%(phone_homes)s::bigint[], %(phone_values)s::text[]) AS t(home, phone)
    """
    numbers = {one.ref: one.canonical18 for one in people}
    return _search(mine, asked, given, lambda ids: numbers | _stored_numbers(id for id in ids if id > 0))


def _search(
    mine: str, asked: str, given: dict[str, Any], numbers_of: Callable[[Iterable[int]], dict[int, str]]
) -> list[Match]:
    params = given | {"wide": _WIDE + _DROPPED, "narrow": _NARROW, "most": MOST_SHARING}
    people = f"WITH mine AS MATERIALIZED ({mine})"
    certain = [*_run(people + _SAME, params), *_run(people + _CHARACTER, params)]
    doubtful = list(_run(people + _NUMBER, params))
    phones = _run(f"WITH phones AS ({_PHONES}), asked AS MATERIALIZED ({asked}){_PHONE}", params)
    numbers = numbers_of({id for match in [*certain, *doubtful] for id in (match.member, match.other_member)})
    near = [match for match in [*certain, *doubtful] if _are_near(match, numbers)]
    kind = Likeness.NUMBER.value
    near = [Match(one.home, one.member, one.other_home, one.other_member, kind) for one in near]
    return [*certain, *near, *phones]


def _are_near(match: Match, numbers: dict[int, str]) -> bool:
    return near_numbers(numbers.get(match.member, ""), numbers.get(match.other_member, ""))


def _run(statement: str, params: dict[str, Any]) -> Iterator[Match]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        yield from [Match(*row) for row in cursor.fetchall()]


def _stored_numbers(ids: Iterable[int]) -> dict[int, str]:
    """The 18-character numbers of members; of those without one, nothing."""
    rows = Member.unguarded.filter(pk__in=list(ids), id_number__isnull=False).exclude(id_index="")
    return {row.pk: _canonical(row) for row in rows.only("id_number")}


def _canonical(row: Member) -> str:
    number = compact_number(row.id_number.open()).upper()
    return upgrade(number) if len(number) == 15 else number[:18]

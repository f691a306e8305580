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


def _parts(column: str) -> str:
    return ", ".join(f"date_part('{part}', {column}) AS {part}" for part in ("year", "month", "day"))


# Whoever lives in a household on file.
_LIVING = """
    SELECT m.id, m.household_id AS home, m.village_id AS village, m.name, m.birth_date, {key} AS key, {parts}
    FROM households_member m JOIN households_household h ON h.id = m.household_id
    WHERE m.state = 'living_here' AND h.state = 'active'
""".format(key=_key("m.name"), parts=_parts("m.birth_date"))
# The other side: everybody again when everybody is asked about, else whom an index finds on file.
_OTHERS = {
    True: "(SELECT * FROM mine)",
    False: f"({_LIVING})",
}
_APART = "o.home <> mine.home AND (NOT %(whole)s OR mine.home < o.home)"
_SAME = f"""
    SELECT mine.home, mine.id, o.home, o.id,
        CASE WHEN o.name <> mine.name THEN 'writing' WHEN o.village = mine.village THEN 'village'
             WHEN left(o.village, 9) = left(mine.village, 9) THEN 'township' ELSE 'county' END
    FROM mine, {{others}} o
    WHERE o.birth_date = mine.birth_date AND o.key = mine.key AND {_APART}
"""
_CHARACTER = f"""
    SELECT mine.home, mine.id, o.home, o.id, 'character'
    FROM mine, {{others}} o
    WHERE o.birth_date = mine.birth_date AND o.village = mine.village AND {_APART}
        AND o.key <> mine.key AND char_length(o.name) = char_length(mine.name)
        AND (SELECT count(*) FROM generate_series(1, char_length(mine.name)) AS place
             WHERE substr(o.name, place, 1) <> substr(mine.name, place, 1)) = 1
"""
# A slip in a number is one in the region, the birth date or the rest: where it is in the birth date, two of year,
# month and day still agree, or month and day changed places.
_NUMBER = f"""
    SELECT mine.home, mine.id, o.home, o.id, 'number'
    FROM mine, {{others}} o
    WHERE o.name = mine.name AND o.birth_date <> mine.birth_date AND {_APART}
        AND (o.year = mine.year AND (o.month = mine.month OR o.day = mine.day)
             OR o.month = mine.month AND o.day = mine.day
             OR o.year = mine.year AND o.month = mine.day AND o.day = mine.month)
"""


def _phones(which: str = "<> ''", homes: str = "TRUE") -> str:
    return f"""
        SELECT h.id AS home, h.phone_index AS phone FROM households_household h
        WHERE h.state = 'active' AND h.phone_index {which} AND {homes.format(home="h.id")}
        UNION ALL
        SELECT m.household_id, m.phone_index FROM households_member m
        JOIN households_household h ON h.id = m.household_id
        WHERE m.state = 'living_here' AND h.state = 'active' AND m.phone_index {which}
            AND {homes.format(home="m.household_id")}
    """


# The same phones anywhere: when everything is searched those asked about are all; of few an index finds each, of many
# one pass over the county's phones finds all.
_NEAR = {
    "all": "SELECT * FROM asked",
    "few": f"SELECT p.* FROM (SELECT DISTINCT phone FROM asked) a CROSS JOIN LATERAL ({_phones('= a.phone')}) p",
    "many": f"SELECT p.* FROM ({_phones()}) p WHERE p.phone IN (SELECT phone FROM asked)",
}
MANY = 200
_PHONE = """
    WITH asked AS MATERIALIZED ({asked}), near AS MATERIALIZED ({near}),
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
    return _search(_LIVING, _phones(), {"whole": True, "near": "all"}, _stored_numbers)


def of_homes(household_ids: Sequence[int]) -> list[Match]:
    """What looks like people or phones of these households."""
    given = {"whole": False, "homes": list(household_ids), "near": _near(len(household_ids))}
    phones = _phones(homes="{home} = ANY(%(homes)s)")
    return _search(f"{_LIVING} AND h.id = ANY(%(homes)s)", phones, given, _stored_numbers)


def of_typed(people: Sequence[Typed], phones: Iterable[tuple[int, str]]) -> list[Match]:
    """What on record looks like people and phones (home, index) that are about to be entered."""
    phones = list(phones)
    given = {
        "whole": False,
        "near": _near(len(phones)),
        "ids": [one.ref for one in people],
        "typed_homes": [one.home for one in people],
        "villages": [one.village for one in people],
        "names": [one.name for one in people],
        "births": [one.birth_date for one in people],
        "phone_homes": [home for home, _index in phones],
        "phone_values": [index for _home, index in phones],
    }
    mine = f"""
        SELECT id, home, village, name, birth_date, {_key("name")} AS key, {_parts("birth_date")}
        FROM unnest(%(ids)s::bigint[], %(typed_homes)s::bigint[], %(villages)s::text[], %(names)s::text[],
                    %(births)s::date[]) AS t(id, home, village, name, birth_date)
    """
    asked = """
        SELECT * FROM unnest(%(phone_homes)s::bigint[], %(phone_values)s::text[]) AS t(home, phone)
    """
    numbers = {one.ref: one.canonical18 for one in people}
    return _search(mine, asked, given, lambda ids: numbers | _stored_numbers(id for id in ids if id > 0))


def _near(count: int) -> str:
    return "few" if count < MANY else "many"


def _search(
    mine: str, asked: str, given: dict[str, Any], numbers_of: Callable[[Iterable[int]], dict[int, str]]
) -> list[Match]:
    params = given | {"wide": _WIDE + _DROPPED, "narrow": _NARROW, "most": MOST_SHARING}
    people = f"WITH mine AS MATERIALIZED ({mine})"
    same, character, number = (
        list(_run(people + kind.format(others=_OTHERS[given["whole"]]), params))
        for kind in (_SAME, _CHARACTER, _NUMBER)
    )
    phones = _run(_PHONE.format(asked=asked, near=_NEAR[given["near"]]), params)
    numbers = numbers_of({id for match in [*same, *character, *number] for id in (match.member, match.other_member)})
    slips = [
        Match(one.home, one.member, one.other_home, one.other_member, Likeness.NUMBER.value)
        for one in [*same, *character, *number]
        if _are_near(one, numbers)
    ]
    return [*same, *character, *slips, *phones]


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

"""Random workbooks: right ones with cells, rows, headings and bytes spoilt at random, each from a seed of its own."""

import random
import string
from typing import Any

from tests.households.layouts_of import WAYS, Grid, persons, roster
from villages.models import Village

STRANGE: tuple[Any, ...] = (
    *("", " ", "\u3000", "同上", "/", "—", "0", "-1", "1e3", "NaN", "9" * 40, "=1+1", "＝1", "@SUM(A1)", "\t=1", "'"),
    *(
        "是",
        "否",
        "户主",
        "合计",
        "2016.13.45",
        "2016.2.30",
        "201600",
        "1965年",
        "0000-00-00",
        "𠮷",
        "\u202e",
        "\u200b",
    ),
    *("\ue000", "\ufffd", "\x0b".strip() or "x", "长" * 33, "长" * 3000, "5.2E+17", "520699195001010016", "1", "01"),
    *(0, 1, -1, 2**53, 10**17, 1.5, 0.1, 1e300, True, False),
)
HEADINGS = ("户编号", "姓名", "身份证号", "年度", "行政村", "关系", "备注", "幸福指数", "", "1", "人口", "脱贫标志")


def spoilt(place: Village, seed: int) -> tuple[bytes, str]:
    """A file and its name: of ten, seven with spoilt cells and headings, two cut or flipped, one that is noise."""
    chance = random.Random(seed)
    ending = chance.choice(tuple(WAYS))
    name = f"花名册.{ending if chance.random() < 0.95 else chance.choice(('xls', 'xlsx', 'csv', 'txt'))}"
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(3000)), name
    grid = _grid(place, chance)
    data = WAYS[ending](grid)
    return (_broken(data, chance), name) if chance.random() < 0.15 else (data, name)


def _grid(place: Village, chance: random.Random) -> Grid:
    grid = chance.choice((persons, roster))(place)
    for _turn in range(chance.randrange(8)):
        # Mostly below the heading: a spoilt heading ends the file at once.
        lowest = min(6, len(grid) - 1) if chance.random() < 0.9 else 0
        row = chance.randrange(lowest, len(grid))
        column = chance.randrange(len(grid[row]))
        kind = chance.random()
        if kind < 0.75:
            grid[row][column] = _value(chance)
        elif kind < 0.85:
            grid.insert(row, list(chance.choice(grid[lowest:])))
        elif kind < 0.92:
            del grid[row]
        else:
            grid[min(row, 4)][column] = chance.choice(HEADINGS)
        if not grid:
            grid = [[""]]
    return grid


def _value(chance: random.Random) -> Any:
    if chance.random() < 0.8:
        return chance.choice(STRANGE)
    return "".join(chance.choices(string.printable[:94] + "王伟年月日·，、（）", k=chance.randrange(1, 30)))


def _broken(data: bytes, chance: random.Random) -> bytes:
    spoiled = bytearray(data)
    if chance.random() < 0.4:
        return bytes(spoiled[: chance.randrange(len(spoiled) + 1)])
    for _turn in range(chance.randrange(1, 20)):
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)

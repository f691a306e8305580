"""Finding the table in a sheet: title rows above, headings of one to three rows, notes and totals below. Pure.

The heading is the row with the most columns we know. A heading of several rows has merged cells: a name above stands
over the names below it, and a column without a name below has it above. A name alone unknown is read together with
the one above: 致贫原因 over 主要 is 主要致贫原因.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from households.resources.cells import is_blank
from households.resources.headings import ALIASES, IGNORED, heading_key, without_tail
from households.resources.sheets import MESSAGES, Sheet
from yuping.core.errors import BadInput, PolicyRefused
from yuping.core.excel import BadWorkbook, Cell

HEADING_WITHIN = 12
DEEPEST = 2
DITTO = frozenset(
    f"{before}{word}{after}"
    for word in ("同上", "〃", "″", '"', "”", "同前")
    for before in ("", " ")
    for after in ("", " ")
)
# A row that begins so is no household: sums, and who filled the form in.
BELOW = ("合计", "总计", "小计", "填表", "审核人", "制表", "负责人", "单位负责人", "说明", "注:", "注：", "填报")
EXAMPLE = ("例", "示例", "样例", "例如")
COUNTING = frozenset("甲乙丙丁")
# Between a group of columns and a name below it; and what a line such as 填报单位：新店镇 holds.
APART, FILLED_IN = "/", re.compile("[:：0-9]")
LONG_DIGITS = 6
_NEVER_READ = frozenset(map(heading_key, IGNORED))


@dataclass(slots=True)
class Table:
    """Where a table stands in its sheet: field to place, place to the heading as written, and the rows of it."""

    title: str
    sheet: type[Sheet]
    order: Mapping[str, int]
    headings: Mapping[int, str]
    heading: int
    first: int
    rows: Sequence[Sequence[Cell]]
    problems: list[BadInput] = field(default_factory=list)
    # Headings of other lists that are passed over, as written.
    unread: list[str] = field(default_factory=list)

    def lines(self, own: Sequence[int] = ()) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Number as the person counts and cells of each row with data; 同上 filled in, but not in ``own`` places."""
        above: Sequence[Cell] = ()
        names = self.rows[self.heading - 1]
        for number, row in enumerate(self.rows[self.first :], start=self.first + 1):
            begin = next((place for place, cell in enumerate(row) if not is_blank(cell)), None)
            if begin is None or _is_frame(row, begin, names):
                continue
            cells = row
            if above and not DITTO.isdisjoint(row):
                cells = [above[place] if cell in DITTO and place not in own else cell for place, cell in enumerate(row)]
            above = cells
            yield number, cells

    @property
    def marking(self) -> tuple[int, int]:
        """The heading's row as the person counts, and the place of the column of messages."""
        messages = (place for place, shown in self.headings.items() if heading_key(shown) == MESSAGES)
        return self.heading, next(messages, len(self.rows[0]))

    def column(self, name: str) -> str:
        """The heading of a field as the file has it, else as our form has it."""
        place = self.order.get(name)
        return self.sheet.column_of(name).column_name if place is None else self.headings[place]


def find_table(
    title: str, rows: Sequence[Sequence[Cell]], sheet: type[Sheet], *, chosen: Mapping[str, str] | None = None
) -> Table | None:
    """The table of a kind in a sheet, or None where no row looks like its heading.

    ``chosen`` are headings of a saved profile with the field each stands for, or "" for one that is not read.
    """
    known = known_headings(sheet, chosen or {})
    within = rows[:HEADING_WITHIN]
    hits = [_hits(row, known) for row in within]
    if not hits or not max(hits):
        return None
    best = hits.index(max(hits))
    bottom = best
    while bottom + 1 < len(within) and bottom < best + DEEPEST and _continues(rows[bottom], rows[bottom + 1], known):
        bottom += 1
    names = _names(rows, best, bottom, known)
    headings = {place: shown for place, (shown, _key) in names.items()}
    table = Table(title, sheet, {}, headings, bottom + 1, bottom + 1, rows)
    if table.first < len(rows) and _counts(rows[table.first]):
        table.first += 1
    table.order = _order(table, names, known)
    return table


def likely_headings(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The names in the row near the top that looks most like a heading, when none of them is known."""
    named = [[cell for cell in row if isinstance(cell, str) and not is_blank(cell)] for row in rows[:HEADING_WITHIN]]
    longest = max(named, key=len, default=[])
    return list(dict.fromkeys(longest)) if len(longest) > 1 else []


def known_headings(sheet: type[Sheet], chosen: Mapping[str, str]) -> dict[str, str]:
    """Every way to write a heading to its field; "" for columns that are not read."""
    known = dict.fromkeys(map(heading_key, IGNORED), "")
    for name, column in sheet.columns().items():
        for text in (*ALIASES.get(column.column_name, ()), column.column_name):
            known[heading_key(text)] = name
    for name, column in sheet.columns().items():
        known.setdefault(without_tail(column.key), name)
    for other in sheet.passes_over:
        for heading in known_headings(other, {}):
            known.setdefault(heading, "")
    return known | {heading_key(text): name for text, name in chosen.items()}


def is_known(shown: str, known: Mapping[str, str]) -> bool:
    """Whether a heading is read, or known as one that is not."""
    return _field_of(heading_key(shown), known) is not None


def _field_of(key: str, known: Mapping[str, str]) -> str | None:
    return known.get(key, known.get(without_tail(key))) if key else None


def _hits(row: Sequence[Cell], known: Mapping[str, str]) -> int:
    return sum(1 for cell in row if _field_of(heading_key(cell), known))


def _continues(above: Sequence[Cell], row: Sequence[Cell], known: Mapping[str, str]) -> bool:
    """Whether a row below the heading still belongs to it: names alone, and some of them known, if under another."""
    filled = [(group, cell) for group, cell in zip(_spread(above), row, strict=True) if not is_blank(cell)]
    if any(not isinstance(cell, str) or sum(map(str.isdigit, cell)) >= LONG_DIGITS for _group, cell in filled):
        return False
    named = [
        cell
        for group, cell in filled
        if _field_of(heading_key(cell), known) is not None or _together(str(cell), [group], known)
    ]
    return bool(filled) and len(named) * 2 >= len(filled)


def _together(name: str, over: Sequence[str], known: Mapping[str, str]) -> str:
    """The name with one of those above it, nearest first, in the way in which it is known; "" in none."""
    both = (text for group in over for text in (f"{group}{name}", f"{name}{group}", f"{group}{APART}{name}"))
    return next((text for text in both if heading_key(text) in known), "")


def _names(
    rows: Sequence[Sequence[Cell]], best: int, bottom: int, known: Mapping[str, str]
) -> dict[int, tuple[str, str]]:
    """Place to the heading as written and as compared."""
    found: dict[int, tuple[str, str]] = {}
    top = next((number for number in range(max(0, best - DEEPEST), best) if _hits(rows[number], known)), best)
    highest = next((number for number in range(max(0, best - DEEPEST), top) if _groups(rows[number])), top)
    groups = [_spread(rows[number]) for number in range(highest, bottom + 1)]
    for place in range(len(rows[best])):
        column = [rows[number][place] for number in range(best, bottom + 1)]
        leaf = next((depth for depth in reversed(range(len(column))) if not is_blank(column[depth])), None)
        if leaf is None:
            above = [rows[number][place] for number in range(best - 1, top - 1, -1)]
            name = next((str(cell) for cell in above if not is_blank(cell)), "")
            if name:
                found[place] = name, heading_key(name)
            continue
        name, level = str(column[leaf]), best + leaf - highest
        over = [groups[number][place] for number in range(level - 1, -1, -1) if groups[number][place]]
        found[place] = _with_group(name, over, known)
    return found


def _groups(row: Sequence[Cell]) -> bool:
    """Whether a row above the known names may name groups of columns: several names, and none that fills in a form."""
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) > 1 and all(isinstance(cell, str) and not FILLED_IN.search(cell) for cell in filled)


def _with_group(name: str, over: Sequence[str], known: Mapping[str, str]) -> tuple[str, str]:
    """A name below others as it is shown, and as it is compared; one that nothing explains is shown below its group."""
    alone, whole = _field_of(heading_key(name), known), _together(name, over, known)
    if whole and alone != known[heading_key(whole)]:
        return whole, heading_key(whole)
    group = next((group for group in over if group != name), "")
    shown = f"{group}{APART}{name}" if alone is None and group else name
    return shown, heading_key(shown)


def _spread(row: Sequence[Cell]) -> list[str]:
    """A row of merged names: each stands over the columns up to the next."""
    spread, last = [], ""
    for cell in row:
        last = last if is_blank(cell) else str(cell)
        spread.append(last)
    return spread


def _order(table: Table, names: Mapping[int, tuple[str, str]], known: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, (shown, key) in names.items():
        name = _field_of(key, known)
        if name is None:
            if any(not is_blank(row[place]) for row in table.rows[table.first :]):
                table.problems.append(BadInput("households.column_unknown", column=shown[:30], sheet=table.title))
        elif name in found:
            table.problems.append(BadInput("households.column_twice", column=shown[:30], sheet=table.title))
        elif name:
            found[name] = place
        elif key not in _NEVER_READ and without_tail(key) not in _NEVER_READ:
            table.unread.append(shown[:30])
    table.problems += [
        BadInput("households.column_missing", column=column.column_name, sheet=table.title)
        for name, column in table.sheet.columns().items()
        if column.required and name not in found
    ]
    return found


def _counts(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, or 甲 乙 1 2."""
    filled = [str(cell).strip() for cell in row if not is_blank(cell)]
    numbers = [int(cell) for cell in filled if cell.isascii() and cell.isdigit() and len(cell) <= 3]
    letters = sum(cell in COUNTING for cell in filled)
    return len(filled) > 2 and len(numbers) + letters == len(filled) and numbers == list(range(1, len(numbers) + 1))


def _is_frame(row: Sequence[Cell], begin: int, names: Sequence[Cell]) -> bool:
    """Whether a row is none of a household's: a sum, a signature, an example, the heading printed again."""
    first = "".join(str(row[begin]).split())
    if first in EXAMPLE:
        return True
    framed, again = first.startswith(BELOW), row[begin] == names[begin]
    if not framed and not again:
        return False
    filled = [place for place, cell in enumerate(row) if not is_blank(cell)]
    if framed and sum(1 for place in filled if isinstance(row[place], str)) <= DEEPEST + 1:
        return True
    same = sum(1 for place in filled if row[place] == names[place])
    return same > 2 and same * 2 > len(filled)


def refuse_problems(*tables: Table) -> None:
    """Raises PolicyRefused with every problem of the headings."""
    own = {id(table): table for table in tables}.values()
    if problems := [problem for table in own for problem in table.problems]:
        raise PolicyRefused("households.refused", reasons=problems)


def table_of(
    book: Mapping[str, Sequence[Sequence[Cell]]], sheet: type[Sheet], *, chosen: Mapping[str, str] | None = None
) -> Table:
    """The table of a kind in a workbook: in the sheet of its name, else in the one that has most of its columns.

    Raises BadWorkbook where none has it.
    """
    named = {title: rows for title, rows in book.items() if title.strip() == sheet.sheet_name}
    tables = [find_table(title, rows, sheet, chosen=chosen) for title, rows in (named or book).items()]
    found = [table for table in tables if table is not None]
    if not found:
        raise BadWorkbook("households.sheet_missing", sheet=sheet.sheet_name)
    best = max(found, key=lambda table: len(table.order))
    if alike := [table.title for table in found if table is not best and _same_list(table, best)]:
        best.problems.append(BadInput("households.sheets_alike", sheets="、".join([best.title, *alike])[:200]))
    return best


def _same_list(table: Table, best: Table) -> bool:
    """Whether another worksheet holds further rows of the same list, as one for each village: they would be lost."""
    common = len(set(table.order) & set(best.order))
    return common * 5 >= 4 * len(best.order) and any(True for _line in table.lines())

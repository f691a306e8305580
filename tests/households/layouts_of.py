"""Lists as townships keep them: titles, merged headings, notes below, in each of the three kinds of file."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from tests.core.old_workbooks import old_workbook
from tests.households.factories import id_of
from villages.models import Village

Grid = list[list[Any]]
# The head, his wife, and a second household's only person.
HEAD, WIFE, OTHER = id_of(101), id_of(102), id_of(301)


WIDTH = 20


def _wide(*cells: Any) -> list[Any]:
    return [*cells, *[""] * (WIDTH - len(cells))]


def persons(place: Village) -> Grid:
    """人口花名册: title, unit and date, a heading of three rows, 序号, 同上, a numbered row, a total and signatures."""
    top = ["序号", "户编号", "家庭基本情况", *[""] * 5, "家庭成员", *[""] * 5, "收入情况", "备注"]
    middle = [
        "",
        "",
        "行政村",
        "组别",
        "属性",
        "脱贫",
        "",
        "人口数",
        "基本信息",
        "",
        "",
        "其他",
        "",
        "",
        "工资性收入",
        "",
    ]
    leaves = [*[""] * 5, "标志", "年度", "", "姓名", "关系", "身份证号", "出生年月", "学历", "健康状况", "(元)", ""]
    home = [place.short_name, "", "一般贫困户", "未脱贫", "", "２人"]
    head = ["王　伟", "户主", f"'{HEAD}", "1970.5.4", "初中", "健康", "5,000元", "", "138 0000 0001", "3.5亩", 7, "否"]
    wife = ["李秀英", "妻子", WIFE.lower(), "197005", "初中", "1 健康", "", "/"]
    other = ["赵𠮷", "01", OTHER, "1970年5月", "3初中", "残疾、慢性病", "０", "", "", "", "", "×"]
    return [
        _wide("玉屏侗族自治县2016年建档立卡贫困人口花名册"),
        _wide("填报单位：扶贫站", *[""] * 7, "填报时间：2016.12.1"),
        [*top, "联系电话", "耕地面积", "务工时间", "是否危房"],
        _wide(*middle),
        _wide(*leaves),
        [*map(str, range(1, WIDTH + 1))],
        [1, "5206000000001", *home, *head],
        _wide(2, "同上", "同上", *[""] * 5, *wife),
        [3, "5206000000002", place.pk, "", "一般贫困户", "1", "/", "1", *other],
        _wide("合计", *[""] * 6, 3),
        _wide("填表人：", "", "", "审核人："),
    ]


def roster(place: Village) -> Grid:
    """贫困户花名册: the heads alone, the township beside the village."""
    top = [
        "序号",
        "乡镇",
        "村",
        "组",
        "户编号",
        "户主",
        "",
        "人口",
        "属性",
        "致贫原因",
        "人均纯收入",
        "脱贫状态",
        "电话",
    ]
    first = [2, "一般贫困户", "缺技术", 2500, "未脱贫", "138 0000 0001"]
    return [
        ["2016年度贫困户花名册", *[""] * 12],
        top,
        [*[""] * 5, "姓名", "身份证号", *[""] * 6],
        [1, place.township.name, place.short_name, "", "5206000000001", "王伟", HEAD, *first],
        [2, "同上", "同上", "", "5206000000002", "赵明", OTHER, 1, "同上", "因病", 2600.5, "同上", ""],
    ]


def xlsx(grid: Grid, *, title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row, cells in enumerate(grid, start=1):
        for place, value in enumerate(cells, start=1):
            if value != "":
                page.cell(row, place, value).data_type = "n" if isinstance(value, int | float) else "s"
    _merge(page, grid)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _merge(page: Any, grid: Grid) -> None:
    """The title over the whole width, as offices do."""
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(grid[0]))


def xls(grid: Grid) -> bytes:
    return old_workbook({"花名册": grid})


def text(grid: Grid, *, encoding: str = "gb18030") -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(grid)
    return target.getvalue().encode(encoding)


WAYS = {"xlsx": xlsx, "xls": xls, "csv": text}


def changed(grid: Sequence[Sequence[Any]], row: int, place: int, value: Any) -> Grid:
    """The list with one cell changed; rows count as a person counts, places from 0."""
    copy = [list(cells) for cells in grid]
    copy[row - 1][place] = value
    return copy

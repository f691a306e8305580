"""Workbooks in and out: uploads are checked before they are parsed, exported cells never run."""

from yuping.core.excel.limits import BadWorkbook
from yuping.core.excel.reading import Cell, cell_text, read_sheet, read_sheets
from yuping.core.excel.writing import Column, write_workbook

__all__ = ["BadWorkbook", "Cell", "Column", "cell_text", "read_sheet", "read_sheets", "write_workbook"]

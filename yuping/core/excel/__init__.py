"""Workbooks in and out: uploads are checked before they are parsed, exported cells never run."""

from yuping.core.excel.limits import BadWorkbook
from yuping.core.excel.reading import Cell, Rows, cell_text, read_book, read_sheet
from yuping.core.excel.writing import Column, write_workbook

__all__ = ["BadWorkbook", "Cell", "Column", "Rows", "cell_text", "read_book", "read_sheet", "write_workbook"]

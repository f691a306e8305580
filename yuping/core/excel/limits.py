"""How large an uploaded workbook may be, and the refusal of one that is not what it should be."""

from yuping.core.errors import BadInput

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_TEXT = 100 * MEGABYTE
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 120
MAX_TAGS = 1_000_000
# Shared texts of a workbook, and tags for each of them on average: `<si><t>…</t></si>` has four.
MAX_TEXTS = 1_000_000
MAX_TAGS_OF_TEXT = 6
# Tags for each cell (`<c><is><t>…</t></is></c>` has six), and of a worksheet beside its cells: a million blank rows.
MAX_TAGS_OF_CELL = 8
MAX_TAGS_BESIDE = 3_000_000
# Tags of the parts that hold no cells: a format for each of the 64,000 that Excel allows; a link for each part.
MAX_TAGS_OF_BOOK = 700_000
MAX_TAGS_OF_LINKS = 20_000
# A cell holds 32,767 characters, each of them ten bytes at most as `&#x10FFFF;`.
MAX_TEXT_OF_CELL = 512 * 1024
# Places of all sheets together, filled or blank, as they lie in memory.
MAX_AREA = 2 * MAX_ROWS * MAX_COLUMNS
# Workbooks that unpack to more are unpacked one at a time.
LARGE = 10 * MEGABYTE


class BadWorkbook(BadInput):
    """An uploaded file that is not read.

    Codes: `file_empty`, `file_too_large` (limit in MB), `file_type` (neither .xlsx, .xls nor .csv),
    `file_old_excel` (older than Excel 97), `file_encrypted`, `file_damaged`, `file_unpacked` (limit in MB),
    `file_parts`, `file_macros`, `file_external` (links to other files), `file_embedded` (objects inside), `file_rows`
    (limit), `file_columns` (limit), `file_cells` (more cells than rows and columns explain), `file_sheets`
    (limit), `file_no_sheet`, `file_formulas` (without stored values), `file_encoding` (a .csv
    neither UTF-8 nor GB18030).
    """

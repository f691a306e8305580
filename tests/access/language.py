"""English left standing on a Chinese page: which words a person would read that have no Chinese."""

import io
import json
import re
from collections.abc import Iterator
from html import unescape

import openpyxl
from django.http import HttpResponse
from django.test import Client

# Written so in Chinese as well: the switch of languages, formats of files, units, the digest's name, published rates.
ALLOWED = frozenset(
    [
        "English",
        "EN",
        "Excel",
        "xlsx",
        "XLSX",
        "xls",
        "csv",
        "CSV",
        "JPEG",
        "PNG",
        "PDF",
        "UTF",
        "MB",
        "SHA",
        "LPR",
        "Enter",
        "Ctrl",
        "Shift",
        "admin",
        "test",
    ]
)
# Data of the test's rows that are written in letters: the grade of a household, the code of a lender.
ROWS = frozenset({"AAA", "YPXYLS"})
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATA = re.compile(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', re.DOTALL)
HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SHOWN = re.compile(r'\b(?:title|placeholder|aria-label|alt|data-confirm|data-label)="([^"]*)"')
BUTTON = re.compile(r'<input[^>]*type="(?:submit|button)"[^>]*>')
VALUE = re.compile(r'\bvalue="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
# Codes, digests and numbers of papers hold digits, dots or underscores; a word has none.
WORD = re.compile(r"(?<![A-Za-z0-9_@./&-])[A-Za-z]{2,}(?![A-Za-z0-9_@/-]|\.\w)")


def words_in(text: str) -> set[str]:
    return set(WORD.findall(unescape(text))) - ALLOWED - ROWS


def english_in(page: str) -> set[str]:
    """English words of what a page shows, of what it says of its parts, and of the data its charts draw."""
    body = HIDDEN.sub(" ", page)
    labels = [value for button in BUTTON.findall(body) for value in VALUE.findall(button)]
    charts = [text for data in DATA.findall(page) for text in texts_of(json.loads(data))]
    return words_in(" ".join([*SHOWN.findall(body), *labels, *charts, TAG.sub(" ", body)]))


def texts_of(data: object) -> Iterator[str]:
    """Every text of a chart's data that is not a name of a field."""
    if isinstance(data, str) and not data.startswith(("/", "#")):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of(value)


def english_of(answer: HttpResponse) -> set[str]:
    """English words of an answer: a page, or the cells of a workbook. Other files are not read."""
    kind = answer.headers.get("Content-Type", "")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == WORKBOOK:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        return words_in(" ".join([*book.sheetnames, *cells]))
    return english_in(content.decode()) if kind.startswith("text/html") else set()


def english_at(client: Client, urls: dict[str, str]) -> dict[str, set[str]]:
    """name -> English words, of the addresses that show any."""
    return {name: words for name, url in urls.items() if (words := english_of(client.get(url)))}

"""Code labels and names of places left in simplified characters on a page in another language."""

import re
from collections.abc import Iterable
from html import unescape

from django.http import HttpResponse

from tests.access.language import HIDDEN, SHOWN

# Text between two tags, as a cell, an option or a line of a list holds it.
TEXT = re.compile(r">([^<>]+)<")
BETWEEN = re.compile(r"[、，,;；:：·/()（）\s]+")


def pieces_of(answer: HttpResponse) -> set[str]:
    """Every text of a page, whole and cut at its signs; nothing of a file."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    body = HIDDEN.sub(" ", answer.content.decode())
    texts = [unescape(text).strip() for text in [*TEXT.findall(body), *SHOWN.findall(body)]]
    return {piece for text in texts for piece in pieces_in(text)}


def pieces_in(text: str) -> set[str]:
    return {text, *BETWEEN.split(text)}


def left_in(answer: HttpResponse, words: Iterable[str]) -> set[str]:
    return pieces_of(answer) & set(words)

"""Official labels and names of places in the reader's characters.

They are kept as the county writes them, simplified. The traditional forms come from the table that ``catalogue``
derives with the conversion of the catalogues themselves: whole texts it knows, single characters for names given later.
"""

import json
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

TABLE = settings.BASE_DIR / "yuping" / "locale" / "hant_texts.json"


def traditional(text: str) -> str:
    """The text in traditional characters."""
    texts, characters = _table()
    return texts.get(text) or text.translate(characters)


def for_reader(text: str) -> str:
    """The text as it is, on a page in traditional Chinese in traditional characters."""
    return traditional(text) if get_language() == "zh-hant" else text


def label_for_reader(label: str, english: str) -> str:
    """A label in the reader's language; one without English stands as it is."""
    return english or label if get_language() == "en" else for_reader(label)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[int, str]]:
    known = json.loads(TABLE.read_text(encoding="utf-8"))
    return known["texts"], {ord(one): other for one, other in known["characters"].items()}

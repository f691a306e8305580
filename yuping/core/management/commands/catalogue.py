"""``catalogue``: bring the Chinese catalogues up to date, or check that they are. No GNU gettext is needed.

Message ids are collected from our Python files and templates and from django-filter, which has Chinese only under a
name that ``zh-hans`` does not read. The Simplified catalogue is written by people; the Traditional one is derived from
it, except for the entries of ``hant_corrections.json``. Both are compiled. Needs the test requirements.

The same conversion gives the Traditional form of what is data and not a message: labels of the code lists and names of
the areas in ``fixtures``, and single characters for those a county adds later (``yuping.core.characters``).

To translate: ``catalogue --missing villages templates/villages > new.json``, write the Chinese behind each message id
(``context|message id`` where a context tells two meanings apart), then ``catalogue --fill new.json``. Only entries that
have a translation stand in the catalogue, so rooms worked on at the same time merge line by line.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django_filters
import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize
from opencc import OpenCC

from yuping.core.characters import TABLE

# (context or None, message id): what makes an entry one of its kind.
Key = tuple[str | None, str]

LOCALE = settings.BASE_DIR / "yuping" / "locale"
HANS = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
HANT = LOCALE / "zh_Hant" / "LC_MESSAGES" / "django.po"
CORRECTIONS = LOCALE / "hant_corrections.json"
FIXTURES = settings.BASE_DIR / "fixtures"
HAN = range(0x4E00, 0xA000)
PACKAGES = ("yuping", "villages", "households", "loans", "dividends")
FILTERS = Path(django_filters.__file__).parent
KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
# Entries whose translation is the text itself.
SAME_IN_CHINESE = frozenset({"%(part)s (%(count)s)", "%"})


def messages_of(source: str) -> Iterator[tuple[Key, str]]:
    """(key, plural or "") of every message in Python source."""
    found = extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    for _line, function, texts, _comments in found:
        texts = texts if isinstance(texts, tuple) else (texts,)
        context = texts[0] if function.removesuffix("_lazy") in {"pgettext", "npgettext"} else None
        rest = [text for text in (texts[1:] if context else texts) if text]
        if rest and isinstance(rest[0], str):
            plural = rest[1] if "n" in function.split("gettext")[0] and len(rest) > 1 else ""
            yield (context, rest[0]), plural


def sources() -> Iterator[tuple[Path, str]]:
    """Our Python files, and our templates turned into calls of gettext."""
    for folder in (*(settings.BASE_DIR / name for name in PACKAGES), FILTERS):
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for folder in (settings.BASE_DIR / "templates", FILTERS / "templates"):
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
            calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield path, "\n".join(line.strip() for line in calls.splitlines())


def collect(*under: Path) -> dict[Key, str]:
    """Every message of the project, or of the files and folders given, with its plural form."""
    found: dict[Key, str] = {}
    for path, source in sources():
        if under and not any(path.is_relative_to(part) for part in under):
            continue
        for key, plural in messages_of(source):
            found[key] = found.get(key) or plural
    return found


def load(path: Path) -> dict[Key, polib.POEntry]:
    """The entries of a catalogue by key; none when it does not exist. Of entries standing twice, the filled one."""
    entries: dict[Key, polib.POEntry] = {}
    for entry in polib.pofile(str(path)) if path.exists() else ():
        key = (entry.msgctxt, entry.msgid)
        if not entry.obsolete and not (key in entries and text_of(entries[key])):
            entries[key] = entry
    return entries


def text_of(entry: polib.POEntry) -> str:
    """The translation; of a plural entry its only Chinese form."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def name_of(key: Key) -> str:
    """The entry's name in JSON files."""
    return f"{key[0]}|{key[1]}" if key[0] else key[1]


def merge(found: dict[Key, str], old: dict[Key, polib.POEntry], given: dict[str, str]) -> list[polib.POEntry]:
    """An entry for each message found: as given, else as it was, else as django-filter has it; unused ones go."""
    borrowed = borrowed_texts()
    merged = []
    for (context, msgid), plural in sorted(found.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        before = old.get((context, msgid))
        text = given.get(name_of((context, msgid)), "") or (text_of(before) if before else "")
        text = text or borrowed.get((context, msgid), "")
        merged.append(make_entry((context, msgid), plural, text, fuzzy=bool(before and before.fuzzy)))
    return merged


def make_entry(key: Key, plural: str, text: str, *, fuzzy: bool = False) -> polib.POEntry:
    """One entry; Chinese has one form for every number."""
    flags = ["fuzzy"] if fuzzy else []
    if plural:
        forms = {0: text}
        return polib.POEntry(msgctxt=key[0], msgid=key[1], msgid_plural=plural, msgstr_plural=forms, flags=flags)
    return polib.POEntry(msgctxt=key[0], msgid=key[1], msgstr=text, flags=flags)


def traditional(entries: list[polib.POEntry]) -> list[polib.POEntry]:
    """The same entries in Traditional characters; a correction by hand wins.

    The words stay the county's own: a converter of words too would make 项目 專案, 对象 物件 and 社区 社群.
    """
    corrections, convert = conversion()
    derived = []
    for entry in entries:
        text = corrections.get(name_of((entry.msgctxt, entry.msgid))) or convert(text_of(entry))
        derived.append(make_entry((entry.msgctxt, entry.msgid), entry.msgid_plural, text))
    return derived


def conversion() -> tuple[dict[str, str], Callable[[str], str]]:
    """The corrections by hand, and the converter of everything else."""
    corrections = json.loads(CORRECTIONS.read_text(encoding="utf-8")) if CORRECTIONS.exists() else {}
    return corrections, OpenCC("s2tw").convert


def names_in_fixtures() -> list[str]:
    """Labels of the code lists and names of the areas, each once."""
    codes = json.loads((FIXTURES / "code_lists.json").read_text(encoding="utf-8"))["rows"]
    areas = json.loads((FIXTURES / "areas.json").read_text(encoding="utf-8"))
    places = [areas["county"], *areas["townships"], *areas["villages"]]
    names = [place.get(name, "") for place in places for name in ("name", "short_name")]
    return sorted({*(row["label"] for row in codes), *names} - {""})


def traditional_table() -> bytes:
    """Characters that differ, and the texts that are more than their characters one by one."""
    corrections, convert = conversion()
    characters = {one: corrections.get(one) or convert(one) for one in map(chr, HAN)}
    characters = {one: other for one, other in characters.items() if one != other}
    by_character = str.maketrans(characters)
    texts = {}
    for text in names_in_fixtures():
        # A character corrected by hand is so in every name: 沖 is a valley, 里 a place, nowhere 衝 and 裡.
        each = (corrections.get(one, other) for one, other in zip(text, convert(text), strict=True))
        texts[text] = corrections.get(text) or "".join(each)
    texts = {text: other for text, other in texts.items() if text.translate(by_character) != other}
    return f"{json.dumps({'characters': characters, 'texts': texts}, ensure_ascii=False, indent=0)}\n".encode()


def catalogue_of(entries: list[polib.POEntry], language: str) -> polib.POFile:
    """A catalogue without dates and line numbers, so that it changes only when its texts do."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Project-Id-Version": "yuping-5411",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    po.extend(entries)
    return po


def borrowed_texts() -> dict[Key, str]:
    """django-filter's own Chinese, as a first translation of its messages."""
    theirs = load(FILTERS / "locale" / "zh_CN" / "LC_MESSAGES" / "django.po")
    return {key: text_of(entry) for key, entry in theirs.items() if not entry.fuzzy}


def faults(entries: list[polib.POEntry]) -> Iterator[str]:
    """What a reader would stumble over: missing, unsure, English left standing, placeholders lost."""
    for entry in entries:
        text, name = text_of(entry), json.dumps(entry.msgid, ensure_ascii=False)
        if not text:
            yield f"missing: {name}"
        elif entry.fuzzy:
            yield f"fuzzy: {name}"
        elif text == entry.msgid and entry.msgid not in SAME_IN_CHINESE:
            yield f"not translated: {name}"
        elif text:
            allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
            lost = set(PLACEHOLDER.findall(text)) ^ set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if lost - (allowed if entry.msgid_plural else set()):
                yield f"placeholders differ: {name}"


def outputs(entries: list[polib.POEntry]) -> dict[Path, bytes]:
    """The four files as they should stand, and the table of characters."""
    entries = [entry for entry in entries if text_of(entry)]
    written: dict[Path, bytes] = {TABLE: traditional_table()}
    for path, language, texts in ((HANS, "zh_Hans", entries), (HANT, "zh_Hant", traditional(entries))):
        po = catalogue_of(texts, language)
        written[path] = f"{po}\n".encode()
        written[path.with_suffix(".mo")] = po.to_binary()
    return written


class Command(BaseCommand):
    """Writes the catalogues and lists what is still to translate; ``--check`` writes nothing and fails instead."""

    help = "Collect message ids, keep translations, derive zh_Hant, compile. --check only verifies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when anything is not in order")
        parser.add_argument("--missing", nargs="*", metavar="PATH", help="print untranslated texts (under PATH)")
        parser.add_argument("--fill", metavar="FILE", help="take translations from a JSON file")

    def handle(self, *args: Any, **options: Any) -> None:
        given = json.loads(Path(options["fill"]).read_text(encoding="utf-8")) if options["fill"] else {}
        entries = merge(collect(), load(HANS), given)
        if options["missing"] is not None:
            self._print_missing(entries, options["missing"])
            return
        wrong, files = list(faults(entries)), outputs(entries)
        if options["check"]:
            self._check(wrong, files)
            return
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for fault in wrong:
            self.stdout.write(fault)
        self.stdout.write(f"{len(entries)} entries, {len(wrong)} to do (see --missing and --fill)")

    def _print_missing(self, entries: list[polib.POEntry], paths: list[str]) -> None:
        wanted = collect(*(Path(path).resolve() for path in paths))
        keys = [(entry.msgctxt, entry.msgid) for entry in entries if not text_of(entry)]
        names = {name_of(key): "" for key in keys if key in wanted}
        self.stdout.write(json.dumps(names, ensure_ascii=False, indent=0))

    def _check(self, wrong: list[str], files: dict[Path, bytes]) -> None:
        stale = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
        wrong += [f"out of date: {path.relative_to(settings.BASE_DIR)}" for path in stale]
        if wrong:
            raise CommandError("\n".join(wrong))

"""Every icon that a template or a button names stands in the sprite."""

import ast
import re
from collections.abc import Iterator

from django.conf import settings

from yuping.accounts.navigation import SECTIONS

SPRITE = settings.BASE_DIR / "yuping" / "static" / "vendor" / "tabler-icons" / "icons.svg"
IN_TEMPLATE = re.compile(r'{% icon "([a-z0-9-]+)"')
ICON_ARGUMENT = 3


def named_in_templates() -> Iterator[str]:
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        yield from IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))


def named_in_actions() -> Iterator[str]:
    for folder in ("yuping", "villages", "households", "loans", "dividends"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Action":
                    named = [*node.args[ICON_ARGUMENT:], *(word.value for word in node.keywords if word.arg == "icon")]
                    yield from (one.value for one in named if isinstance(one, ast.Constant))


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))
    named = {*named_in_templates(), *named_in_actions(), *(icon for _label, icon in SECTIONS.values())}

    assert named - drawn == set()

"""The command by which a county begins."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from tests.people import COUNTY, browser
from yuping.accounts.models import Posting, User
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation

GIVEN = {
    "county": COUNTY,
    "name": "玉屏侗族自治县",
    "unit": "县大数据中心",
    "system": ["Yang.Xi", "杨喜"],
    "security": ["wu.an", "吴安"],
    "audit": ["long.shen", "龙审"],
}


def opened(**changed: object) -> str:
    out = io.StringIO()
    call_command("open_installation", stdout=out, **{**GIVEN, **changed})
    return out.getvalue()


def test_the_printed_passwords_sign_in_and_have_to_be_changed(db: None) -> None:
    said = opened()

    for name in ("yang.xi", "wu.an", "long.shen"):
        secret = re.search(rf"  {name}  (\S+)  ", said)
        assert secret
        client = browser()
        client.post("/sign-in/", {"username": name, "password": secret[1]})
        assert client.get("/").headers["Location"].startswith("/password/")
    assert not Installation.objects.get().is_demo
    assert Posting.objects.filter(area_code=COUNTY, confirmed_by__isnull=False).count() == 3


def test_a_second_time_is_refused_and_changes_nothing(db: None) -> None:
    opened()
    entries = AuditEntry.objects.count()

    with pytest.raises(CommandError, match="已经启用"):
        opened(name="另一县", system=["other", "别人"])

    assert Installation.objects.get().county_name == GIVEN["name"]
    assert User.objects.count() == 3
    assert AuditEntry.objects.count() == entries


def test_a_demo_county_is_not_opened_as_a_real_one(demo: Installation) -> None:
    with pytest.raises(CommandError, match="演示县"):
        opened()

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"county": "52062"}, "6 位"),
        ({"county": "110101"}, "load_reference"),
        ({"name": "  "}, "名称"),
        ({"audit": ["wu.an", "龙审"]}, "三个人"),
        ({"audit": ["long.shen", "吴安"]}, "三个人"),
        ({"audit": ["long.shen", " "]}, "三个人"),
        ({"system": ["admin", "杨喜"]}, "小写字母"),
        ({"unit": "a\u0007b"}, "字符"),
    ],
)
def test_what_can_t_be_right_is_refused_and_leaves_nothing(db: None, changed: dict[str, object], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        opened(**changed)

    assert not Installation.objects.exists()
    assert not User.objects.exists()
    assert not AuditEntry.objects.exists()

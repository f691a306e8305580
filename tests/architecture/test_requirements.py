"""What the project needs is written in several places, which say the same."""

import re
import tomllib

import pytest

from tests.architecture.test_layers import ROOT

NAME = re.compile(r"[A-Za-z0-9_.-]+")


def listed(name: str) -> list[str]:
    lines = (ROOT / ".ci" / name).read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def declared(extra: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project["optional-dependencies"][extra] if extra else project["dependencies"]


@pytest.mark.parametrize(("name", "extra"), [("requirements", ""), ("requirements-test", "test")])
def test_each_need_is_declared_and_pinned(name: str, extra: str) -> None:
    pinned = {
        line.split("==")[0].split("[")[0].lower() for line in listed(f"{name}.txt") if "==" in line.split("--hash")[0]
    }

    assert declared(extra) == listed(f"{name}.in")
    assert {NAME.match(need)[0].lower() for need in declared(extra)} <= pinned

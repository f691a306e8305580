"""The registry of integrity checks."""

import pytest

from yuping.core import checks
from yuping.core.checks import Fault


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_checks", {})


def test_every_fault_comes_with_the_name_of_its_check() -> None:
    fault = Fault("t", "1", "does not add up")
    checks.register("sound", lambda: [])
    checks.register("sums", lambda: [fault])

    assert list(checks.run()) == [("sums", fault)]


def test_a_name_stands_once() -> None:
    checks.register("sums", list)

    with pytest.raises(ValueError, match="declared twice"):
        checks.register("sums", lambda: [])

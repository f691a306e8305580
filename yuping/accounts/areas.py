"""The areas that a posting can be for. The villages room, which knows them, fills the hook."""

from collections.abc import Callable, Sequence

from yuping.core.models import Installation

# (code, name) of townships (9 digits) and villages (12 digits).
Area = tuple[str, str]
_source: Callable[[], Sequence[Area]] = tuple


def provide(source: Callable[[], Sequence[Area]]) -> None:
    """Called once by the room that holds townships and villages."""
    global _source
    _source = source


def every_area() -> list[Area]:
    """The county first, then its townships and villages by code."""
    county = Installation.objects.values_list("county_code", "county_name").first()
    return ([county] if county else []) + sorted(_source())


def name_of(code: str) -> str | None:
    """The area's name; None when there is no such area."""
    return dict(every_area()).get(code)

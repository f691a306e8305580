"""Requests whose text is in another encoding than UTF-8 are refused before the framework sees them.

A ``Content-Type`` may name any codec Python knows, and the framework decodes the query by it while it makes a request,
outside every middleware: a codec that is no encoding of text ends in an error of the server, for whoever asks; others
give characters that the database can't store. No browser sends such a header to our pages.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
UTF_8 = frozenset({"utf-8", "utf8"})


class PlainText:
    """Wraps the application of the server."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if is_utf_8(environ.get("CONTENT_TYPE", "")):
            return self.application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
        return [b"Only UTF-8 is read here."]


def is_utf_8(content_type: str) -> bool:
    """Whether the header names UTF-8 or no encoding at all."""
    try:
        _kind, params = parse_header_parameters(content_type)
    except ValueError:
        return False
    return params.get("charset", "utf-8").strip().lower() in UTF_8

"""Reading a database address from the environment."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def settings_from_url(url: str) -> dict[str, Any]:
    """Read ``postgres://user:password@host:port/name?sslmode=require`` into Django's database settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgres:// or postgresql://")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }

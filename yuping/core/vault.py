"""Sealing of personal values with the installation's keys, which stand in a file outside the database."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from yuping.core import crypto


@lru_cache(maxsize=4)
def _keyring(path: Path) -> crypto.Keyring:
    return crypto.Keyring.load(path)


def keyring() -> crypto.Keyring:
    """The keys of this installation, made at first use."""
    return _keyring(settings.FIELD_KEYS_FILE)


def seal(text: str) -> str:
    return keyring().encrypt(text)


def open_sealed(token: str) -> str:
    """The plain value; raises ``crypto.Tampered`` when the token was altered or its key is missing.

    Another process may have added a key since this one read the file, so an unknown key is looked up once
    more.
    """
    try:
        return keyring().decrypt(token)
    except crypto.UnknownKey:
        _keyring.cache_clear()
        return keyring().decrypt(token)


def index_of(text: str, purpose: str) -> str:
    """Keyed index for exact search; equal values of one purpose give equal indexes."""
    return keyring().blind_index(text, purpose=purpose)


def digest_of(text: str) -> str:
    """Keyed digest for records that must not hold the value itself (audit, notices)."""
    return keyring().keyed_digest(text)


def chain(previous: str, canonical: str) -> str:
    """The next link of the audit's hash chain (HMAC-SM3)."""
    return keyring().chain(previous, canonical)

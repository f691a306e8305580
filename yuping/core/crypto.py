"""SM4-CBC with HMAC-SM3 (encrypt, then authenticate), keyed indexes and digests. No Django.

Each sealed value names its key: `v1:<key id>:<base64 of iv, ciphertext, code>`, and the code covers that
name too. Keys stand in a JSON file of mode 0600 outside the database; every use derives a key of its own
from them. A new current key can be added at any time, and what older keys sealed stays readable. The key of
indexes, digests and the audit chain is separate and stays, because what it made is stored and compared.
Without the file the sealed values are lost: it is backed up apart from the database.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

VERSION = "v1"
BLOCK_BITS = 128
IV_BYTES = 16
CODE_BYTES = 32
FOR_OTHERS = 0o077


class Tampered(ValueError):
    """The sealed value was altered, or it never was one."""


class UnknownKey(Tampered):
    """The key that the value names is not in the key file."""


class KeyFileFault(Exception):
    """The key file can't be used: damaged, or readable by others than its owner."""


def sm3(data: bytes) -> bytes:
    """The SM3 hash, 32 bytes."""
    return hashlib.new("sm3", data).digest()


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    """The keyed SM3 code, 32 bytes."""
    return hmac.digest(key, data, "sm3")


def sm4_cbc(key: bytes, iv: bytes) -> Cipher[modes.CBC]:
    """The SM4 cipher in CBC mode for a key and a start block of 16 bytes each."""
    return Cipher(algorithms.SM4(key), modes.CBC(iv))


@lru_cache(maxsize=128)
def _derived(key: bytes, purpose: str) -> bytes:
    """The key for one use: knowing it tells nothing about the keys of other uses."""
    return hmac_sm3(key, purpose.encode())


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation: `current` seals, all of `keys` open; `index_key` never rotates."""

    current: str
    keys: dict[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read the key file, making it at first use; of several processes the first one's file stands.

        Raises `KeyFileFault` for a damaged file and one that other accounts of the machine can read.
        """
        if not path.exists():
            cls._create(path)
        if path.stat().st_mode & FOR_OTHERS:
            raise KeyFileFault(f"{path} can be read by others: allow its owner alone (mode 0600)")
        try:
            stored = json.loads(path.read_text(encoding="ascii"))
            ring = cls(
                current=stored["current"],
                keys={name: bytes.fromhex(value) for name, value in stored["keys"].items()},
                index_key=bytes.fromhex(stored["index_key"]),
            )
            ring.keys[ring.current]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeyFileFault(f"{path} is not a key file: restore it from its backup") from error
        return ring

    @classmethod
    def add_key(cls, path: Path) -> "Keyring":
        """Add a new key and make it the current one; older keys stay for reading. Returns the new keyring."""
        with path.with_name(f"{path.name}.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            ring = cls.load(path)
            key_id = str(max(map(int, ring.keys)) + 1)
            keys = {**ring.keys, key_id: secrets.token_bytes(32)}
            renewed = cls(current=key_id, keys=keys, index_key=ring.index_key)
            os.replace(renewed._written_beside(path), path)
            _flush_folder(path.parent)
        return renewed

    @classmethod
    def _create(cls, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = cls(current="1", keys={"1": secrets.token_bytes(32)}, index_key=secrets.token_bytes(32))
        temporary = fresh._written_beside(path)
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # another process was first; its keys stand
        finally:
            os.unlink(temporary)
        _flush_folder(path.parent)

    def _written_beside(self, path: Path) -> str:
        """Write the keys to a temporary file beside, on disk before anything is sealed with them."""
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        content = {
            "current": self.current,
            "keys": {name: key.hex() for name, key in self.keys.items()},
            "index_key": self.index_key.hex(),
        }
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        return temporary

    def _subkey(self, key_id: str, purpose: str) -> bytes:
        if key_id not in self.keys:
            raise UnknownKey("the key of this value is not in the key file")
        return _derived(self.keys[key_id], purpose)

    def _code(self, key_id: str, body: bytes) -> bytes:
        return hmac_sm3(self._subkey(key_id, "code"), f"{VERSION}:{key_id}:".encode() + body)

    def encrypt(self, text: str) -> str:
        """Seal a text with the current key; equal texts give different values."""
        iv = os.urandom(IV_BYTES)
        padder = padding.PKCS7(BLOCK_BITS).padder()
        plain = padder.update(text.encode()) + padder.finalize()
        encryptor = sm4_cbc(self._subkey(self.current, "seal")[:16], iv).encryptor()
        body = iv + encryptor.update(plain) + encryptor.finalize()
        sealed = base64.b64encode(body + self._code(self.current, body)).decode()
        return f"{VERSION}:{self.current}:{sealed}"

    def decrypt(self, token: str) -> str:
        """Open a sealed value; raises `Tampered` when altered, `UnknownKey` when its key is missing."""
        try:
            version, key_id, encoded = token.split(":", 2)
            data = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise Tampered("not a sealed value") from error
        body, code = data[:-CODE_BYTES], data[-CODE_BYTES:]
        if version != VERSION or not hmac.compare_digest(code, self._code(key_id, body)):
            raise Tampered("the sealed value was altered")
        decryptor = sm4_cbc(self._subkey(key_id, "seal")[:16], body[:IV_BYTES]).decryptor()
        unpadder = padding.PKCS7(BLOCK_BITS).unpadder()
        padded = decryptor.update(body[IV_BYTES:]) + decryptor.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode()

    def seals_now(self, token: str) -> bool:
        """Whether a value was sealed with the current key; if not, a rotation has it still to do."""
        return token.startswith(f"{VERSION}:{self.current}:")

    def blind_index(self, text: str, *, purpose: str) -> str:
        """64 hex digits; equal only for equal values of one purpose."""
        return hmac_sm3(_derived(self.index_key, f"index:{purpose}"), text.encode()).hex()

    def keyed_digest(self, text: str) -> str:
        """64 hex digits that stand for a value in records that must not hold it."""
        return hmac_sm3(_derived(self.index_key, "digest"), text.encode()).hex()

    def chain(self, previous: str, canonical: str) -> str:
        """The audit's next link over the previous link and the entry's text."""
        return hmac_sm3(_derived(self.index_key, "chain"), f"{previous}\n{canonical}".encode()).hex()


def _flush_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""SM4-CBC with HMAC-SM3 (encrypt, then authenticate), keyed indexes and digests. No Django.

Each sealed value names its key: ``v1:<key id>:<base64 of iv, ciphertext, code>``. Keys stand in a JSON file of mode
0600 outside the database; a new key can be added, old ones stay readable.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK_BITS = 128
IV_BYTES = 16
CODE_BYTES = 32


class Tampered(ValueError):
    """The sealed value was altered, or its key is not in the key file."""


def sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, "sm3").digest()


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation: one current, others for reading. ``index_key`` never rotates with them."""

    current: str
    keys: dict[str, bytes]
    index_key: bytes

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read the key file, making it at first use; of several processes the first one's file stands."""
        if not path.exists():
            cls._create(path)
        stored = json.loads(path.read_text())
        return cls(
            current=stored["current"],
            keys={name: bytes.fromhex(value) for name, value in stored["keys"].items()},
            index_key=bytes.fromhex(stored["index_key"]),
        )

    @staticmethod
    def _create(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "current": "1",
            "keys": {"1": secrets.token_hex(32)},
            "index_key": secrets.token_hex(32),
        }
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            json.dump(content, file)
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # another process was first; its keys stand
        finally:
            os.unlink(temporary)

    def _subkey(self, key_id: str, purpose: str) -> bytes:
        if key_id not in self.keys:
            raise Tampered(f"key {key_id} is not in the key file")
        return hmac_sm3(self.keys[key_id], purpose.encode())

    def encrypt(self, text: str) -> str:
        iv = os.urandom(IV_BYTES)
        padder = padding.PKCS7(BLOCK_BITS).padder()
        plain = padder.update(text.encode()) + padder.finalize()
        encryptor = Cipher(algorithms.SM4(self._subkey(self.current, "seal")[:16]), modes.CBC(iv)).encryptor()
        body = iv + encryptor.update(plain) + encryptor.finalize()
        code = hmac_sm3(self._subkey(self.current, "code"), body)
        return f"v1:{self.current}:{base64.b64encode(body + code).decode()}"

    def decrypt(self, token: str) -> str:
        """Raises Tampered when the value doesn't carry its own code."""
        try:
            version, key_id, encoded = token.split(":", 2)
            data = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise Tampered("not a sealed value") from error
        body, code = data[:-CODE_BYTES], data[-CODE_BYTES:]
        if version != "v1" or not hmac.compare_digest(code, hmac_sm3(self._subkey(key_id, "code"), body)):
            raise Tampered("the sealed value was altered")
        key = self._subkey(key_id, "seal")[:16]
        decryptor = Cipher(algorithms.SM4(key), modes.CBC(body[:IV_BYTES])).decryptor()
        unpadder = padding.PKCS7(BLOCK_BITS).unpadder()
        padded = decryptor.update(body[IV_BYTES:]) + decryptor.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode()

    def blind_index(self, text: str, *, purpose: str) -> str:
        """64 hex digits; equal only for equal values of one purpose."""
        return hmac_sm3(hmac_sm3(self.index_key, f"index:{purpose}".encode()), text.encode()).hex()

    def keyed_digest(self, text: str) -> str:
        return hmac_sm3(hmac_sm3(self.index_key, b"digest"), text.encode()).hex()

    def chain(self, previous: str, canonical: str) -> str:
        """The audit's next link over the previous link and the entry's text."""
        return hmac_sm3(hmac_sm3(self.index_key, b"chain"), f"{previous}\n{canonical}".encode()).hex()

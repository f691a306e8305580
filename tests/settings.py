"""Settings of the tests: their own embedded server and keys, quick password hashing."""

import os
from pathlib import Path

os.environ.setdefault("YUPING_DATA", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from yuping.settings import *  # noqa: F403
from yuping.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A server started by a test serves the test's database.
if name := os.environ.get("YUPING_TEST_DATABASE"):
    DATABASES["default"]["NAME"] = name

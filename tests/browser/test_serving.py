"""The served site answers."""

from urllib.request import urlopen

import pytest

from tests.serving import served


@pytest.mark.browser
def test_the_sign_in_page_answers_over_http(committed_db: str) -> None:
    with served(committed_db) as address, urlopen(f"{address}/sign-in/") as answer:
        assert "5411" in answer.read().decode()

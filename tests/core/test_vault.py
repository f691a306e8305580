import pytest

from yuping.core import vault
from yuping.core.crypto import Keyring, Tampered


@pytest.fixture
def key_file(settings, tmp_path):
    settings.FIELD_KEYS_FILE = tmp_path / "keys.json"
    return settings.FIELD_KEYS_FILE


def test_a_sealed_value_opens_again(key_file):
    assert vault.open_sealed(vault.seal("13800000001")) == "13800000001"
    assert key_file.exists()


def test_a_key_added_by_another_process_is_found(key_file):
    vault.seal("anything")
    token = Keyring.add_key(key_file).encrypt("13800000001")

    assert vault.open_sealed(token) == "13800000001"


@pytest.mark.usefixtures("key_file")
def test_an_altered_value_is_refused():
    with pytest.raises(Tampered):
        vault.open_sealed("v1:9:AAAA")

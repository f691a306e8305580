import base64
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.crypto import KeyFileFault, Keyring, Tampered, UnknownKey, hmac_sm3, sm3, sm4_cbc

RING = Keyring(current="1", keys={"1": b"k" * 32}, index_key=b"i" * 32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "keys.json"


def test_sm3_gives_the_standard_value():
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_hmac_sm3_gives_the_standard_value():
    text = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2

    code = hmac_sm3(bytes(range(1, 33)), text).hex()

    assert code == "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a"


def test_sm4_gives_the_standard_value():
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")

    assert sm4_cbc(block, bytes(16)).encryptor().update(block).hex() == "681edf34d206965e86b3e94f536e4246"


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_a_sealed_value_opens_to_itself_and_hides_it(text):
    token = RING.encrypt(text)

    assert RING.decrypt(token) == text
    assert token.startswith("v1:1:")
    assert token != RING.encrypt(text)


@settings(max_examples=100)
@given(st.integers(0, 79), st.integers(1, 255))
def test_any_altered_byte_is_found(place, change):
    data = bytearray(base64.b64decode(RING.encrypt("520699195001010016").split(":")[2]))
    data[place] ^= change

    with pytest.raises(Tampered):
        RING.decrypt(f"v1:1:{base64.b64encode(data).decode()}")


@pytest.mark.parametrize("token", ["", "v1", "v1:1", "v1:1:", "v1:1:!!!!", "v1:1:AAAA", "520699195001010016"], ids=repr)
def test_what_is_no_sealed_value_is_refused(token):
    with pytest.raises(Tampered):
        RING.decrypt(token)


def test_the_code_covers_the_version_and_the_key_id():
    twins = Keyring(current="1", keys={"1": b"k" * 32, "2": b"k" * 32}, index_key=b"i" * 32)
    token = twins.encrypt("text")

    with pytest.raises(Tampered):
        twins.decrypt(token.replace("v1:1:", "v1:2:"))
    with pytest.raises(Tampered):
        twins.decrypt(token.replace("v1:", "v2:"))


def test_a_value_of_a_missing_key_is_named_as_such():
    with pytest.raises(UnknownKey):
        RING.decrypt(RING.encrypt("text").replace("v1:1:", "v1:7:"))


def test_indexes_are_stable_and_differ_by_purpose_and_value():
    index = RING.blind_index("520699195001010016", purpose="identity")

    assert index == RING.blind_index("520699195001010016", purpose="identity")
    assert len(index) == 64
    assert index != RING.blind_index("520699195001010016", purpose="account")
    assert index != RING.blind_index("520699195001010017", purpose="identity")
    assert index != RING.keyed_digest("520699195001010016")


def test_each_link_depends_on_the_one_before():
    assert RING.chain("a", "entry") != RING.chain("b", "entry")
    assert RING.chain("a", "entry") != RING.chain("a", "entry2")


def test_the_printed_form_hides_the_keys():
    assert "kkk" not in repr(RING)
    assert "iii" not in repr(RING)


def test_the_key_file_is_made_once_for_its_owner_alone(path):
    first = Keyring.load(path)

    assert Keyring.load(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(first.keys["1"]) == len(first.index_key) == 32
    assert first.keys["1"] != first.index_key


def test_of_many_starting_at_once_all_get_the_same_keys(path):
    barrier = threading.Barrier(16)

    def start(_):
        barrier.wait()
        return Keyring.load(path)

    with ThreadPoolExecutor(16) as pool:
        rings = list(pool.map(start, range(16)))

    assert all(ring == rings[0] for ring in rings)
    assert os.listdir(path.parent) == ["keys.json"]


def test_a_new_key_seals_and_the_old_one_still_opens(path):
    old = Keyring.load(path)
    token, index = old.encrypt("text"), old.blind_index("text", purpose="identity")

    new = Keyring.add_key(path)

    assert new.decrypt(token) == "text"
    assert not new.seals_now(token)
    assert new.seals_now(new.encrypt("text"))
    assert new.blind_index("text", purpose="identity") == index
    assert Keyring.load(path) == new
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UnknownKey):
        old.decrypt(new.encrypt("text"))


def test_keys_added_at_once_are_all_kept(path):
    Keyring.load(path)

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: Keyring.add_key(path).current, range(8)))

    assert sorted(added, key=int) == [str(number) for number in range(2, 10)]
    assert set(Keyring.load(path).keys) == {"1", *added}


def test_a_key_file_that_others_can_read_is_refused(path):
    Keyring.load(path)
    path.chmod(0o640)

    with pytest.raises(KeyFileFault):
        Keyring.load(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"current": "2", "keys": {"1": "00"}, "index_key": "00"}',
        '{"current": "1", "keys": {"1": "x"}}',
    ],
)
def test_a_damaged_key_file_is_refused_and_left_alone(path, content):
    Keyring.load(path)
    path.write_text(content)

    with pytest.raises(KeyFileFault):
        Keyring.load(path)

    assert path.read_text() == content


def test_the_key_file_is_plain_json(path):
    Keyring.load(path)

    assert set(json.loads(path.read_text())) == {"current", "keys", "index_key"}

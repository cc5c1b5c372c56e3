"""Secrets: only the right key opens, nothing can be moved or changed unseen, and look-up works without opening."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.secrets import (
    KEY_BYTES,
    Keyring,
    OrganisationKeys,
    WrongKey,
    decode_master_key,
    decrypt,
    encrypt,
    new_master_key,
)

KEY, OTHER_KEY = b"k" * KEY_BYTES, b"o" * KEY_BYTES


@pytest.fixture
def keys() -> OrganisationKeys:
    """Give the keys of an organisation."""
    ring = Keyring(KEY)
    return ring.organisation("org", ring.new_organisation_key("org"))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_encrypted_is_decrypted(plain: bytes, about: str) -> None:
    assert decrypt(KEY, encrypt(KEY, plain, about), about) == plain


def test_the_same_value_never_looks_the_same(keys: OrganisationKeys) -> None:
    data_key, _ = keys.new_data_key("r1")
    sealed = {keys.seal(data_key, "r1", 1, {"phone": "13800001234"}) for _ in range(10)}
    assert len(sealed) == 10


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        decrypt(OTHER_KEY, encrypt(KEY, b"secret", "x"), "x")


def test_a_single_flipped_bit_anywhere_is_noticed() -> None:
    sealed = encrypt(KEY, b"secret", "x")
    for at in range(len(sealed)):
        tampered = bytearray(sealed)
        tampered[at] ^= 1
        with pytest.raises(WrongKey):
            decrypt(KEY, bytes(tampered), "x")


def test_what_was_cut_off_is_noticed() -> None:
    sealed = encrypt(KEY, b"secret", "x")
    for length in range(len(sealed)):
        with pytest.raises(WrongKey):
            decrypt(KEY, sealed[:length], "x")


@pytest.mark.parametrize(("record", "revision"), [("r2", 1), ("r1", 2)])
def test_a_sealed_value_cannot_be_moved_to_another_record_or_revision(
    keys: OrganisationKeys, record: str, revision: int
) -> None:
    data_key, _ = keys.new_data_key("r1")
    sealed = keys.seal(data_key, "r1", 1, {"phone": "13800001234"})
    assert keys.unseal(data_key, "r1", 1, sealed) == {"phone": "13800001234"}
    with pytest.raises(WrongKey):
        keys.unseal(data_key, record, revision, sealed)


def test_a_data_key_cannot_be_moved_to_another_record(keys: OrganisationKeys) -> None:
    opened, wrapped = keys.new_data_key("r1")
    assert keys.data_key("r1", wrapped) == opened
    with pytest.raises(WrongKey):
        keys.data_key("r2", wrapped)


def test_a_data_key_of_one_organisation_is_not_opened_by_another(keys: OrganisationKeys) -> None:
    ring = Keyring(KEY)
    others = ring.organisation("other", ring.new_organisation_key("other"))
    _, wrapped = keys.new_data_key("r1")
    with pytest.raises(WrongKey):
        others.data_key("r1", wrapped)


def test_an_organisations_key_is_opened_by_its_master_key_and_for_its_organisation_alone() -> None:
    wrapped = Keyring(KEY).new_organisation_key("org")
    with pytest.raises(WrongKey):
        Keyring(OTHER_KEY).organisation("org", wrapped)
    with pytest.raises(WrongKey):
        Keyring(KEY).organisation("other", wrapped)


def test_the_master_key_alone_opens_what_it_wrapped_before_a_restart() -> None:
    wrapped = Keyring(KEY).new_organisation_key("org")
    data_key, wrapped_data_key = Keyring(KEY).organisation("org", wrapped).new_data_key("r1")
    assert Keyring(KEY).organisation("org", wrapped).data_key("r1", wrapped_data_key) == data_key


@pytest.mark.parametrize("typed", ["Wang@Example.com", " wang@example.com ", "WANG@EXAMPLE.COM"])
def test_look_up_does_not_mind_case_and_spaces(keys: OrganisationKeys, typed: str) -> None:
    assert keys.digest("email", typed) == keys.digest("email", "wang@example.com")


@pytest.mark.parametrize(("field", "value"), [("email", "wang@example.org"), ("phone", "wang@example.com")])
def test_look_up_tells_values_and_fields_apart(keys: OrganisationKeys, field: str, value: str) -> None:
    assert keys.digest(field, value) != keys.digest("email", "wang@example.com")


def test_digests_of_two_organisations_cannot_be_compared(keys: OrganisationKeys) -> None:
    ring = Keyring(KEY)
    others = ring.organisation("other", ring.new_organisation_key("other"))
    assert others.digest("phone", "13800001234") != keys.digest("phone", "13800001234")


def test_a_new_master_key_is_as_the_settings_take_it() -> None:
    assert len(decode_master_key(new_master_key())) == KEY_BYTES
    assert new_master_key() != new_master_key()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret",
        base64.b64encode(bytes(31)).decode(),
        "!" * 44,
        "密" * 44,
        KEY.hex() + "\n\x00",
    ],
)
def test_what_is_no_master_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what matters is that settings can name it.
        decode_master_key(text)

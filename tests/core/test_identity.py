from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yuping.core.identity import (
    BadIdentity,
    IdentityKind,
    Sex,
    age_on,
    latest_birth,
    make_identity,
    mask_identity,
    parse_identity,
)

ON = date(2016, 12, 31)


@pytest.mark.parametrize(
    ("text", "birth", "sex"),
    [
        ("520699195001010016", date(1950, 1, 1), Sex.MALE),
        ("520699198812310120", date(1988, 12, 31), Sex.FEMALE),
        ("520699201202290032", date(2012, 2, 29), Sex.MALE),
        ("52069919490101005X", date(1949, 1, 1), Sex.MALE),
    ],
)
def test_resident_numbers_are_read(text, birth, sex):
    number = parse_identity(text, on=ON)

    assert (number.raw, number.canonical18, number.kind) == (text, text, IdentityKind.RESIDENT)
    assert (number.birth_date, number.sex) == (birth, sex)
    assert (number.disability_class, number.disability_grade) == (None, None)


@pytest.mark.parametrize(
    "typed",
    ["５２０６９９１９４９０１０１００５ｘ", " 520699 19490101 005x ", "\u202d52069919490101005X\u202c"],
    ids=ascii,
)
def test_full_width_digits_spaces_and_small_x_are_folded(typed):
    assert parse_identity(typed, on=ON).raw == "52069919490101005X"


def test_a_15_digit_number_keeps_its_form_and_compares_as_18():
    number = parse_identity("520699500101001", on=ON)

    assert number.raw == "520699500101001"
    assert number.canonical18 == "520699195001010016"
    assert number.kind is IdentityKind.RESIDENT_15
    assert number.birth_date == date(1950, 1, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("52069919660817008841", IdentityKind.DISABILITY_20),
        ("52069919660817008842B1", IdentityKind.DISABILITY_22),
        ("52069919660817008842b1", IdentityKind.DISABILITY_22),
        ("52069919490101005X43", IdentityKind.DISABILITY_20),
    ],
)
def test_disability_certificates_carry_class_and_grade(text, kind):
    number = parse_identity(text, on=ON)

    assert number.kind is kind
    assert number.raw == text.upper()
    assert number.canonical18 == text[:18]
    assert number.disability_class == 4
    assert number.disability_grade == int(text[19])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity_empty"),
        (" \u3000", "identity_empty"),
        ("999999195001010016", "identity_placeholder"),
        ("999999", "identity_placeholder"),
        ("５２０６９９٣٣٣٣٣٣٣٣٣٣٣٣", "identity_characters"),
        ("52069919500101001²", "identity_characters"),
        ("52069919490101005Х", "identity_characters"),
        ("5206991949010100X5", "identity_characters"),
        ("52069950010100X", "identity_characters"),
        ("52069919500101\u200b0016", "identity_characters"),
        ("52069919500101001", "identity_length"),
        ("5206991950010100166", "identity_length"),
        ("520699198812310121", "identity_check_digit"),
        ("520699190002290010", "identity_birth_date"),
        ("520699198506310042", "identity_birth_date"),
        ("520699850631004", "identity_birth_date"),
        ("520699203001010064", "identity_future_birth"),
        ("520699000001010019", "identity_birth_date"),
        ("52069919660817008881", "identity_disability_class"),
        ("52069919660817008801", "identity_disability_class"),
        ("52069919660817008845", "identity_disability_grade"),
        ("52069919660817008842C1", "identity_disability_reissue"),
        ("52069919660817008842B0", "identity_disability_reissue"),
        ("52069919660817008842BX", "identity_disability_reissue"),
    ],
)
def test_each_fault_has_its_own_code(text, code):
    with pytest.raises(BadIdentity) as refusal:
        parse_identity(text, on=ON)

    assert refusal.value.code == code
    assert text[:6] not in str(refusal.value) or not text.strip()


def test_a_person_is_at_most_120():
    oldest = make_identity("520699", date(1896, 1, 1), 11)
    too_old = make_identity("520699", date(1895, 12, 31), 11)

    assert parse_identity(oldest, on=ON).birth_date == date(1896, 1, 1)
    with pytest.raises(BadIdentity, match="identity_too_old"):
        parse_identity(too_old, on=ON)


def test_a_birth_on_the_business_date_is_accepted():
    newborn = make_identity("520699", ON, 11)

    assert parse_identity(newborn, on=ON).birth_date == ON
    with pytest.raises(BadIdentity, match="identity_future_birth"):
        parse_identity(newborn, on=ON - timedelta(days=1))


def test_the_printed_form_hides_the_digits():
    assert "5206" not in repr(parse_identity("520699195001010016", on=ON))
    assert "1950" not in repr(parse_identity("520699195001010016", on=ON))


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("520699195001010016", "520699********0016"),
        ("520699500101001", "520699*****1001"),
        ("52069919660817008841", "520699********0088**"),
        ("52069919660817008842B1", "520699********0088****"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_masks_show_six_and_four_and_never_the_disability(number, masked):
    assert mask_identity(number) == masked


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2012, 2, 29), date(2013, 2, 28), 0),
        (date(2012, 2, 29), date(2013, 3, 1), 1),
        (date(2012, 2, 29), date(2016, 2, 29), 4),
        (date(2000, 12, 31), date(2016, 12, 30), 15),
        (date(2000, 12, 31), date(2016, 12, 31), 16),
        (date(2016, 6, 1), date(2016, 5, 31), -1),
    ],
)
def test_age_is_counted_in_full_years(birth, day, age):
    assert age_on(birth, day) == age


@pytest.mark.parametrize("day", [date(2016, 2, 29), date(2018, 2, 28), date(2018, 3, 1), date(2016, 12, 1)])
def test_the_latest_birth_is_the_day_before_which_the_age_is_reached(day):
    latest = latest_birth(14, day)

    assert age_on(latest, day) == 14
    assert age_on(latest + timedelta(days=1), day) == 13


@pytest.mark.parametrize(("region", "sequence"), [("52069", 1), ("52069A", 1), ("520699", 1000), ("520699", -1)])
def test_a_number_is_not_made_from_wrong_parts(region, sequence):
    with pytest.raises(ValueError):
        make_identity(region, date(1950, 1, 1), sequence)


@settings(max_examples=300)
@given(st.dates(date(1900, 1, 1), ON), st.integers(0, 999))
def test_made_numbers_are_valid(birth, sequence):
    number = make_identity("520699", birth, sequence)

    read = parse_identity(number, on=ON)

    assert (read.birth_date, read.canonical18) == (birth, number)
    assert read.sex is (Sex.MALE if sequence % 2 else Sex.FEMALE)


@settings(max_examples=300)
@given(st.dates(date(1900, 1, 1), ON), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_found(birth, place, char):
    number = make_identity("520699", birth, 11)
    changed = number[:place] + char + number[place + 1 :]
    assume(changed != number)

    with pytest.raises(BadIdentity):
        parse_identity(changed, on=ON)


@settings(max_examples=300)
@given(st.text(max_size=24) | st.text("0123456789Xx５６ ", min_size=15, max_size=22))
def test_any_text_is_a_checked_number_or_refused(text):
    try:
        number = parse_identity(text, on=ON)
    except BadIdentity:
        return

    assert number.canonical18 == make_identity(
        number.canonical18[:6], number.birth_date, int(number.canonical18[14:17])
    )

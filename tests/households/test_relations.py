"""What each member is to a new head, where it follows from what the two were to the former one."""

import pytest

from households.policy.relations import Kin, to_new_head

MAN, WOMAN = "1", "2"
FATHER, MOTHER = Kin("01", MAN), Kin("01", WOMAN)


@pytest.mark.parametrize(
    ("former", "head", "other", "relation"),
    [
        (FATHER, Kin("02", WOMAN), FATHER, "02"),
        (FATHER, Kin("02", WOMAN), Kin("03", MAN), "03"),
        (FATHER, Kin("02", WOMAN), Kin("05", WOMAN), "05"),
        (FATHER, Kin("02", WOMAN), Kin("11", MAN), "15"),
        (FATHER, Kin("02", WOMAN), Kin("14", WOMAN), "12"),
        (MOTHER, Kin("02", MAN), Kin("12", WOMAN), "14"),
        (MOTHER, Kin("02", MAN), Kin("15", MAN), "11"),
        (FATHER, Kin("03", MAN), FATHER, "11"),
        (MOTHER, Kin("04", WOMAN), MOTHER, "12"),
        (FATHER, Kin("03", MAN), Kin("04", WOMAN), "23"),
        (FATHER, Kin("04", WOMAN), Kin("11", MAN), "17"),
        (MOTHER, Kin("03", MAN), Kin("12", WOMAN), "20"),
        (FATHER, Kin("05", WOMAN), FATHER, "15"),
        (MOTHER, Kin("06", MAN), MOTHER, "14"),
        (FATHER, Kin("11", MAN), FATHER, "03"),
        (FATHER, Kin("12", WOMAN), Kin("02", WOMAN), "05"),
        (MOTHER, Kin("11", MAN), Kin("03", MAN), "09"),
        (MOTHER, Kin("16", WOMAN), Kin("02", MAN), "03"),
        (FATHER, Kin("08", WOMAN), FATHER, "17"),
        (MOTHER, Kin("09", MAN), MOTHER, "20"),
        (MOTHER, Kin("23", MAN), MOTHER, "23"),
    ],
)
def test_what_follows_is_proposed(former: Kin, head: Kin, other: Kin, relation: str) -> None:
    assert to_new_head(former, head, other) == relation


@pytest.mark.parametrize(
    ("head", "other"),
    [
        (Kin("03", MAN), Kin("02", WOMAN)),
        (Kin("03", MAN), Kin("05", WOMAN)),
        (Kin("03", MAN), Kin("07", MAN)),
        (Kin("99", MAN), Kin("03", MAN)),
        (Kin("02", WOMAN), Kin("99", MAN)),
        (Kin("11", MAN), Kin("12", WOMAN)),
    ],
    ids=[
        "perhaps a stepmother",
        "perhaps a brother's wife",
        "perhaps a nephew",
        "another relation leads",
        "another relation follows",
        "perhaps no couple any more",
    ],
)
def test_what_may_be_otherwise_is_left_to_be_said(head: Kin, other: Kin) -> None:
    assert to_new_head(FATHER, head, other) == ""

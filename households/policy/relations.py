"""What a member is to a new head, from what each of the two was to the former one. Pure.

Only what follows from the two relations alone is proposed: a former head's spouse need not be the mother of his son,
nor a grandson the son of the son who leads now. Where it does not follow, a person says it.
"""

from dataclasses import dataclass

HEAD, SPOUSE, SIBLING, OTHER = "01", "02", "23", "99"
MALE = "1"
SON, DAUGHTER, SONS_WIFE, DAUGHTERS_HUSBAND = "03", "04", "05", "06"
FATHER, MOTHER = "11", "12"
# Of a couple either may be named first; who descends from one of them is entered under the same words for the other.
SHARED = frozenset({SON, DAUGHTER, SONS_WIFE, DAUGHTERS_HUSBAND, "07", "08", "09", "10", "21", "22"})
# By whether the former head is a man: (relation of the new head, relation of the other) to the relation between them.
OF_MAN = {
    (SPOUSE, "11"): "15",
    (SPOUSE, "12"): "16",
    (SPOUSE, "13"): FATHER,
    (SPOUSE, "14"): MOTHER,
    (SON, "11"): "17",
    (SON, "12"): "18",
    (SON, "13"): "19",
    (SON, "14"): "20",
    (SONS_WIFE, HEAD): "15",
    (DAUGHTERS_HUSBAND, HEAD): "13",
    ("07", HEAD): "17",
    ("09", HEAD): "19",
    (FATHER, HEAD): SON,
    (FATHER, SPOUSE): SONS_WIFE,
    (FATHER, SON): "07",
    (FATHER, DAUGHTER): "08",
    ("13", HEAD): DAUGHTERS_HUSBAND,
    ("13", SPOUSE): DAUGHTER,
    ("17", HEAD): "07",
    ("19", HEAD): "09",
}
OF_WOMAN = {
    (SPOUSE, "11"): "13",
    (SPOUSE, "12"): "14",
    (SPOUSE, "15"): FATHER,
    (SPOUSE, "16"): MOTHER,
    (SON, "11"): "19",
    (SON, "12"): "20",
    (SON, "15"): "17",
    (SON, "16"): "18",
    (SONS_WIFE, HEAD): "16",
    (DAUGHTERS_HUSBAND, HEAD): "14",
    ("07", HEAD): "18",
    ("09", HEAD): "20",
    (FATHER, HEAD): DAUGHTER,
    (FATHER, SPOUSE): DAUGHTERS_HUSBAND,
    (FATHER, SON): "09",
    (FATHER, DAUGHTER): "10",
    ("15", HEAD): SONS_WIFE,
    ("15", SPOUSE): SON,
    ("15", SON): "07",
    ("15", DAUGHTER): "08",
    ("17", HEAD): "08",
    ("19", HEAD): "10",
}
# Where the sex of the new head makes no difference, one stands for both.
ALIKE = {
    DAUGHTER: SON,
    MOTHER: FATHER,
    "08": "07",
    "10": "09",
    "14": "13",
    "16": "15",
    "18": "17",
    "20": "19",
}


@dataclass(frozen=True, slots=True)
class Kin:
    """A member as he stood under the former head: relation and sex, both codes."""

    relation: str
    sex: str


def to_new_head(former: Kin, head: Kin, other: Kin) -> str:
    """The code of what ``other`` is to the new head; empty where it does not follow. ``other`` may be the former."""
    led_by_man = former.sex == MALE
    seat = ALIKE.get(head.relation, head.relation)
    if seat == SPOUSE and (other.relation == HEAD or other.relation in SHARED):
        return SPOUSE if other.relation == HEAD else other.relation
    if seat == SON:
        if other.relation in {SON, DAUGHTER}:
            return SIBLING
        if other.relation == HEAD:
            return FATHER if led_by_man else MOTHER
    if seat == SIBLING and other.relation == HEAD:
        return SIBLING
    return (OF_MAN if led_by_man else OF_WOMAN).get((seat, other.relation), "")

"""References of the bank: one payment has one, however it is spelled (``core.text.clean_reference``)."""

from django.db.models import Q

# Blanks, invisible characters and full-width ones: what `clean_reference` takes out or folds.
HIDDEN = (
    r"[\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u2069\u3000\u3164\ufe00-\ufe0f\ufeff\uff01-\uff5e\uffa0\U000e0100-\U000e01ef]"
)


def plain_reference() -> Q:
    """Condition of a constraint: the reference is as it is compared but for the case of its letters."""
    return ~Q(bank_reference__regex=HIDDEN)

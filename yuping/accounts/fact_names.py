"""What the facts of an audit entry are called where people read them."""

from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuping.accounts.models import ROLE_LABELS
from yuping.accounts.roles import Role
from yuping.core import show

NAMES: dict[str, str | Promise] = {
    "amount": _("amount (yuan)"),
    "area": _("area code"),
    "code": _("code"),
    "columns": _("columns"),
    "count": _("number of rows"),
    "digest": _("digest"),
    "edition": _("edition"),
    "file_year": _("file year"),
    "from": _("from"),
    "household": _("household"),
    "households": _("households"),
    "instalment": _("instalment"),
    "instalments": _("instalments"),
    "lines": _("lines"),
    "list": _("list"),
    "on": _("date"),
    "page": _("page"),
    "passed": _("passed"),
    "payer": _("payer"),
    "principal": _("principal (yuan)"),
    "product": _("product"),
    "refused": _("refused rows"),
    "reverses": _("reverses"),
    "role": _("role"),
    "round": _("round"),
    "rows": _("number of rows"),
    "scheme": _("scheme"),
    "seals": _("codes of the rows written"),
    "shares": _("shares"),
    "signed": _("signed"),
    "to": _("to"),
    "total": _("total (yuan)"),
    "unallocated": _("not allocated (yuan)"),
    "until": _("until"),
    "user": _("account"),
    "voucher": _("voucher"),
    "year": _("year"),
}
IN_YUAN = frozenset({"amount", "principal", "total", "unallocated"})


def name_of(fact: str) -> str:
    """The fact's name in words; a key nobody named is shown as it stands."""
    return str(NAMES.get(fact, fact))


def words_of(fact: str, value: object) -> str:
    """The fact's value in words."""
    if isinstance(value, dict):
        return "；".join(f"{name_of(key)} {words_of(key, one)}" for key, one in value.items()) or show.EMPTY
    if isinstance(value, list):
        return "、".join(words_of(fact, one) for one in value) or show.EMPTY
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if fact == "role" and value in set(Role):
        return str(ROLE_LABELS[Role(str(value))])
    if fact in IN_YUAN and isinstance(value, str):
        try:
            return show.show_money(Decimal(value))
        except InvalidOperation:
            return value
    return show.EMPTY if value in (None, "") else str(value)

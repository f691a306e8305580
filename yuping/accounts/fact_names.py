"""What the facts of an audit entry, a decision or a paper are called where people read them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yuping.accounts import verbs
from yuping.accounts.models import ROLE_LABELS
from yuping.core import show

NAMES: dict[str, str | Promise] = {
    "account": _("payee account"),
    "account_kind": _("kind of account"),
    "administrators": _("administrators"),
    "after": _("after"),
    "age": _("age of the borrower"),
    "agreement": _("agreement"),
    "amount": _("amount (yuan)"),
    "approval_bands": _("approval bands"),
    "area": _("area code"),
    "band": _("band"),
    "before": _("before"),
    "capacity_confirmed": _("proof of full civil capacity seen"),
    "capacity_in_doubt": _("certificate puts capacity in doubt"),
    "changed": _("changed"),
    "closed": _("put right"),
    "closed_on": _("closed on"),
    "code": _("code"),
    "columns": _("columns"),
    "corrects": _("corrects score"),
    "count": _("number of rows"),
    "county": _("county"),
    "date": _("date"),
    "day": _("day"),
    "demo": _("demo data"),
    "digest": _("digest"),
    "document": _("document"),
    "due_on": _("due on"),
    "earlier": _("other live loans"),
    "edition": _("edition"),
    "effective_from": _("in force from"),
    "ended_on": _("ended on"),
    "enterprise": _("enterprise"),
    "failed_rules": _("rules that failed"),
    "file": _("digest of the file"),
    "file_year": _("file year"),
    "forgotten": _("forgotten"),
    "from": _("from"),
    "group": _("village group"),
    "head": _("new head"),
    "held": _("held back"),
    "household": _("household"),
    "household_dividend": _("dividend per household and year"),
    "household_number": _("household number"),
    "households": _("households"),
    "in_full": _("numbers in full"),
    "import_code": _("code of the import"),
    "instalment": _("instalment"),
    "instalments": _("instalments"),
    "item": _("item"),
    "jobs_per_household": _("jobs per household"),
    "kind": _("kind"),
    "known": _("known already"),
    "lead_step": _("step of the lead"),
    "leads": _("new leads"),
    "left_on": _("household left on"),
    "lender": _("lender"),
    "lines": _("lines"),
    "list": _("list"),
    "lives_in_household": _("borrower lives in the household"),
    "member": _("household member"),
    "members": _("household members"),
    "move": _("step"),
    "needed": _("approvers needed"),
    "new_agreements_until": _("new agreements until"),
    "notice_workdays": _("working days of notice"),
    "on": _("date"),
    "opened": _("newly found"),
    "page": _("page"),
    "paid": _("paid out"),
    "passed": _("passed"),
    "payable": _("to be paid (yuan)"),
    "payer": _("payer"),
    "persons": _("persons"),
    "points": _("points"),
    "principal": _("principal (yuan)"),
    "product": _("product"),
    "profile": _("column profile"),
    "refused": _("refused rows"),
    "registered_on": _("household registered on"),
    "removed": _("removed"),
    "returned": _("returned by the bank"),
    "reverses": _("reverses"),
    "role": _("role"),
    "round": _("round"),
    "rows": _("number of rows"),
    "rows_changed": _("rows changed"),
    "rows_made": _("rows entered"),
    "rule": _("rule"),
    "scheme": _("scheme"),
    "seals": _("codes of the rows written"),
    "sha256": _("digest of the file"),
    "shares": _("shares"),
    "signed": _("signed"),
    "state": _("state"),
    "successor": _("successor"),
    "summary": _("summary"),
    "to": _("to"),
    "total": _("total (yuan)"),
    "township": _("township"),
    "unallocated": _("not allocated (yuan)"),
    "unknown": _("result unknown"),
    "unmatched": _("rows that match no line"),
    "until": _("until"),
    "user": _("account"),
    "version": _("version"),
    "village": _("village"),
    "village_dividend": _("village dividend per household and year"),
    "voucher": _("voucher"),
    "wage": _("monthly wage (yuan)"),
    "worked": _("working day"),
    "worked_before": _("working day before"),
    "year": _("year"),
    "years": _("years"),
}
IN_YUAN = frozenset(
    ["amount", "household_dividend", "payable", "principal", "total", "unallocated", "village_dividend", "wage"]
)
# The labels of values, by fact: those of the roles are known here, the rooms say theirs.
_labels: dict[str, Mapping[Any, str | Promise]] = {"role": ROLE_LABELS}


def say(fact: str, labels: Mapping[Any, str | Promise]) -> None:
    """Called once by the room whose codes stand as values of a fact."""
    _labels[fact] = {**_labels.get(fact, {}), **labels}


def name_of(fact: str) -> str:
    """The fact's name in words, or the row a seal is of; a key nobody named is shown as it stands."""
    kind, colon, key = fact.partition(":")
    return f"{verbs.kind_of(kind)} {key}" if colon else str(NAMES.get(fact, fact))


def words_of(fact: str, value: object) -> str:
    """The fact's value in words."""
    if isinstance(value, dict):
        return "；".join(f"{name_of(key)} {words_of(key, one)}" for key, one in value.items()) or show.EMPTY
    if fact == "approval_bands" and isinstance(value, list):
        return "，".join(_band(*band) for band in value) or show.EMPTY
    if isinstance(value, list):
        return "、".join(words_of(fact, one) for one in value) or show.EMPTY
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str) and value in _labels.get(fact, ()):
        return str(_labels[fact][value])
    if fact in IN_YUAN and isinstance(value, str):
        try:
            return show.show_money(Decimal(value))
        except InvalidOperation:
            return value
    return show.EMPTY if value in (None, "") else str(value)


def _band(up_to: str | None, approvers: int) -> str:
    """Up to which amount how many people approve."""
    count = ngettext("%(count)s approver", "%(count)s approvers", approvers) % {"count": approvers}
    amount = show.show_money(Decimal(up_to)) if up_to else ""
    where = gettext("up to %(amount)s yuan") % {"amount": amount} if up_to else gettext("above that")
    return gettext("%(amount)s: %(approvers)s") % {"amount": where, "approvers": count}

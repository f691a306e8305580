"""Where each reason on the stop list is cleared: the page, and what its link says."""

from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dividends.policy import Reason
from dividends.stop_list import Stopped
from yuping.accounts import access
from yuping.accounts.models import User

ACCOUNTS = ("households:household_accounts", _("To the accounts"))
CHANGES = ("households:household_changes", _("To the changes of the household"))
OF_HOUSEHOLD: dict[str, tuple[str, str | Promise]] = {
    Reason.NO_ACCOUNT: ACCOUNTS,
    Reason.ACCOUNT_SHARED: ACCOUNTS,
    Reason.HOLDER_LEFT: ACCOUNTS,
    Reason.ACCOUNT_RETURNED: ACCOUNTS,
    Reason.ACCOUNT_WAITING: ACCOUNTS,
    Reason.PERSON_TWICE: ("households:household_members", _("To the members")),
    Reason.OPEN_LIFE_EVENT: CHANGES,
    Reason.HOUSEHOLD_DECEASED: CHANGES,
    Reason.HOUSEHOLD_MOVED: CHANGES,
    Reason.HOUSEHOLD_EXTINCT: CHANGES,
    Reason.HOUSEHOLD_REMOVED: CHANGES,
    Reason.BLOCKING_FINDING: ("households:household_findings", _("To the findings")),
}


@dataclass(frozen=True)
class Remedy:
    """A link that leads to where a line is cleared."""

    label: str | Promise
    url: str


def remedy_of(reason: str, line: Stopped, user: User) -> Remedy | None:
    """Where this reason is cleared, if there is such a page and the person may open it."""
    found = _remedy(reason, line)
    if found is None:
        return None
    view = resolve(found.url.partition("?")[0]).func.view_class
    return found if access.may(user, view.permission) else None


def _remedy(reason: str, line: Stopped) -> Remedy | None:
    if reason in OF_HOUSEHOLD:
        name, label = OF_HOUSEHOLD[reason]
        return Remedy(label, reverse(name, args=[line.household_id]))
    if reason in {Reason.VILLAGE_NO_ACCOUNT, Reason.VILLAGE_ACCOUNT_RETURNED}:
        return Remedy(_("To the village"), reverse("villages:village_detail", args=[line.village_code]))
    if reason == Reason.OPEN_OBJECTION:
        return Remedy(_("To the objections"), f"{reverse('dividends:objection_list')}?waiting=true")
    if reason in {Reason.EARLIER_UNSETTLED, Reason.PARTICIPATION_ENDED}:
        return Remedy(_("To the line"), reverse("dividends:payout_detail", args=[line.line_id]))
    return None

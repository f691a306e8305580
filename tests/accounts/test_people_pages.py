"""The pages of the administrators, the audit record and the journal."""

import datetime
import re

import pytest
from django.db import DatabaseError, transaction

from tests.people import COUNTY, TOWNSHIP, browser, person, post
from yuping.accounts import navigation, services, verbs, worklist
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import GRANTS, Role
from yuping.audit.models import AuditEntry, Outcome
from yuping.audit.services import holds
from yuping.core.models import Installation

LISTS = ["/people/", "/postings/", "/sign-ins/", "/audit/", "/ledger/", "/ledger/accounts/"]


@pytest.mark.parametrize(
    ("role", "open_lists"),
    [
        (Role.SYSTEM_ADMIN, {"/people/", "/postings/"}),
        (Role.SECURITY_ADMIN, {"/people/", "/postings/", "/sign-ins/"}),
        (Role.AUDIT_ADMIN, {"/people/", "/postings/", "/sign-ins/", "/audit/"}),
        (Role.AUDITOR, {"/audit/", "/ledger/", "/ledger/accounts/"}),
        (Role.FINANCE_APPROVER, {"/ledger/", "/ledger/accounts/"}),
        (Role.LEADERSHIP, set()),
    ],
)
def test_each_role_opens_its_lists_and_no_other(db: None, role: Role, open_lists: set[str]) -> None:
    client = browser(person("one", role=role))

    assert {url for url in LISTS if client.get(url).status_code == 200} == open_lists
    assert {url for url in LISTS if client.get(url).status_code == 403} == set(LISTS) - open_lists


@pytest.mark.parametrize("url", [*LISTS, "/people/new/", "/people/1/", "/audit/1/", "/password/", "/demo-date/"])
def test_every_page_needs_a_sign_in(db: None, url: str) -> None:
    assert browser().get(url).url.startswith("/sign-in/")


def test_a_new_account_and_its_secret_are_shown_once(system_admin: User) -> None:
    client = browser(system_admin)

    page = client.post("/people/new/", {"username": "wang-wei", "full_name": "王伟", "unit": "office", "phone": ""})

    user = User.objects.get(username="wang-wei")
    assert user.check_password(page.context["secret"])
    assert page.context["secret"] in page.content.decode()
    assert page.context["secret"] not in client.get(f"/people/{user.pk}/").content.decode()


def test_what_was_typed_stays_when_the_name_is_taken(system_admin: User, stranger: User) -> None:
    values = {"username": "stranger", "full_name": "王伟", "unit": "扶贫站", "phone": ""}

    page = browser(system_admin).post("/people/new/", values)

    assert page.status_code == 422
    assert page.context["form"].errors["username"]
    assert 'value="扶贫站"' in page.content.decode()


def test_two_administrators_put_a_posting_in_force_by_their_pages(
    county: Installation, system_admin: User, security_admin: User, stranger: User
) -> None:
    values = {"role": "township_clerk", "area_code": TOWNSHIP, "valid_from": "2016-01-01", "valid_to": ""}

    asked = browser(system_admin).post(f"/people/{stranger.pk}/posting/", values)
    posting = stranger.postings.get()
    own = browser(system_admin).post(f"/postings/{posting.pk}/confirm/")
    confirmed = browser(security_admin).post(f"/postings/{posting.pk}/confirm/")

    posting.refresh_from_db()
    assert (asked.status_code, own.status_code, confirmed.status_code) == (302, 403, 302)
    assert posting.confirmed_by == security_admin
    assert posting.area_name == "皂角坪街道"


def test_a_waiting_posting_stands_on_the_security_administrators_work_list(
    security_admin: User, system_admin: User, stranger: User
) -> None:
    post(stranger, Role.LEADERSHIP, confirmed_by=None, requested_by=system_admin)

    items = browser(security_admin).get("/").context["items"]

    assert [item.count for item in items] == [1]
    assert browser(security_admin).get(items[0].url).context["table"].paginator.count == 1
    assert browser(system_admin).get("/").context["items"] == []


def test_the_work_list_stands_late_first_then_oldest(stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime.date
    source = [
        worklist.WorkItem("new", 1, "/", day(2016, 5, 1)),
        worklist.WorkItem("undated", 1, "/"),
        worklist.WorkItem("none", 0, "/", day(2016, 1, 1)),
        worklist.WorkItem("old", 1, "/", day(2016, 2, 1)),
        worklist.WorkItem("late", 1, "/", day(2016, 6, 1), late=True),
    ]
    monkeypatch.setattr(worklist, "_sources", [lambda user, today: source])

    titles = [item.title for item in worklist.items_for(stranger, day(2016, 12, 31))]

    assert titles == ["late", "old", "new", "undated"]


def test_the_yearly_round_buries_nothing_and_what_stops_money_comes_first(
    stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = datetime.date
    source = [
        worklist.WorkItem("visits", 4569, "/", day(2014, 7, 13), late=True, hurts=worklist.Hurts.ROUND),
        worklist.WorkItem("objection", 1, "/", day(2016, 5, 1), late=True),
        worklist.WorkItem("event", 1, "/", day(2016, 6, 1), late=True, hurts=worklist.Hurts.MONEY),
        worklist.WorkItem("application", 1, "/", day(2016, 1, 1)),
        worklist.WorkItem("account", 1, "/", day(2016, 4, 1), hurts=worklist.Hurts.MONEY),
    ]
    monkeypatch.setattr(worklist, "_sources", [lambda user, today: source])

    titles = [item.title for item in worklist.items_for(stranger, day(2016, 12, 31))]

    assert titles == ["event", "objection", "account", "application", "visits"]


def test_the_navigation_holds_only_what_the_person_may_open(db: None) -> None:
    leader, auditor = person("leader", role=Role.LEADERSHIP), person("auditor", role=Role.AUDITOR)

    def urls(user: User) -> set[str]:
        return {entry.url for section in navigation.for_person(user, "/") for entry in section.entries}

    assert "/audit/" not in urls(leader)
    assert {"/", "/audit/", "/ledger/"} <= urls(auditor)


def test_a_page_without_the_verb_is_403_and_on_record(stranger: User) -> None:
    assert browser(stranger).get("/people/").status_code == 403

    entry = AuditEntry.objects.latest("seq")
    assert (entry.verb, entry.outcome) == ("accounts.view_user", Outcome.REFUSED)
    assert entry.facts == {"page": "accounts:user_list"}


def test_the_audit_page_tells_whether_the_chain_holds(audit_admin: User, system_admin: User, stranger: User) -> None:
    services.disable_user(actor=system_admin, user_id=stranger.pk, reason="left")
    seq = AuditEntry.objects.latest("seq").seq
    client = browser(audit_admin)

    assert client.get(f"/audit/{seq}/").context["holds"] is True


def test_an_altered_entry_is_told(audit_admin: User, system_admin: User, stranger: User) -> None:
    services.disable_user(actor=system_admin, user_id=stranger.pk, reason="left")
    entry = AuditEntry.objects.latest("seq")

    entry.reason = "another"
    assert not holds(entry)


@pytest.mark.parametrize(
    ("query", "count"),
    [("verb=accounts.disable_user", 1), ("outcome=refused", 0), ("q=stranger", 1), ("area_code=9", 0)],
)
def test_the_audit_record_is_filtered(
    audit_admin: User, system_admin: User, stranger: User, query: str, count: int
) -> None:
    services.disable_user(actor=system_admin, user_id=stranger.pk, reason="left")

    assert browser(audit_admin).get(f"/audit/?{query}").context["table"].paginator.count == count


def test_every_verb_of_every_role_has_a_name() -> None:
    held = {permission for granted in GRANTS.values() for permission in granted}
    verbs_held = {permission for permission in held if "view_" not in permission and "export_" not in permission}

    assert verbs_held - verbs.NAMES.keys() == set()


def test_no_posting_and_an_ended_one_see_nothing(db: None) -> None:
    ended = person("ended")
    post(ended, Role.AUDITOR, COUNTY, valid_to="2015-01-01")

    assert [browser(ended).get(url).status_code for url in LISTS] == [403] * len(LISTS)


def test_the_demo_date_is_moved_by_its_page(demo: Installation, stranger: User) -> None:
    client = browser(stranger)

    assert "2016-12-31" in client.get("/").content.decode()
    assert client.post("/demo-date/", {"day": "2017-02-01"}).status_code == 302
    assert "2017-02-01" in client.get("/").content.decode()
    assert client.post("/demo-date/", {"day": "2017-01-01"}).status_code == 422


def test_a_posting_is_never_deleted(stranger: User) -> None:
    post(stranger, Role.LEADERSHIP)

    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.all().delete()


@pytest.mark.parametrize(("url", "name"), [("/audit/", "at"), ("/ledger/", "date")])
def test_each_end_of_a_range_of_days_is_a_calendar_with_a_name_of_its_own(db: None, url: str, name: str) -> None:
    page = browser(person("auditor", role=Role.AUDITOR)).get(f"{url}?{name}_after=2016-12-31").content.decode()
    inputs = re.findall(rf'<input type="date" name="{name}_(after|before)"([^>]*)>', page)

    assert [end for end, _rest in inputs] == ["after", "before"]
    assert 'value="2016-12-31"' in inputs[0][1]
    assert len({re.search('aria-label="([^"]+)"', rest)[1] for _end, rest in inputs}) == 2

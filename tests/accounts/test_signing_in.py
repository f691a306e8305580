"""Signing in: locks, ceilings, sessions, forced change of password."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people import SECRET, TOWNSHIP, browser, person
from yuping.accounts import demo_signins, middleware, services, signing_in
from yuping.accounts.models import SignInAttempt, User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation

Outcome = SignInAttempt.Outcome


def attempt(client: Client, password: str = SECRET, name: str = "stranger", address: str = "10.0.0.1") -> int:
    values = {"username": name, "password": password}
    return client.post("/sign-in/", values, REMOTE_ADDR=address).status_code


def fail(count: int, *, name: str = "stranger", address: str = "10.0.0.1", ago: int = 0) -> None:
    """Failed attempts as they stand in the table, made ``ago`` minutes ago."""
    at = timezone.now() - datetime.timedelta(minutes=ago)
    SignInAttempt.objects.bulk_create(
        SignInAttempt(username=name, address=address, outcome=Outcome.FAILED, at=at) for _ in range(count)
    )


def test_the_right_password_signs_in_and_is_recorded(stranger: User) -> None:
    client = browser()

    assert attempt(client) == 302
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.latest("seq").verb == "accounts.sign_in"
    assert SignInAttempt.objects.latest("pk").outcome == Outcome.SUCCEEDED


def test_the_sign_in_name_ignores_case(stranger: User) -> None:
    assert attempt(browser(), name="Stranger") == 302


@pytest.mark.parametrize("name", ["stranger", "unknown", "disabled"])
def test_whatever_is_wrong_the_sentence_is_the_same(stranger: User, name: str) -> None:
    person("disabled", is_active=False)
    wrong = SECRET if name == "disabled" else "wrong"

    page = browser().post("/sign-in/", {"username": name, "password": wrong})
    locked = browser().post("/sign-in/", {"username": "nobody", "password": "x"})

    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == locked.context["form"].non_field_errors()


def test_five_failures_lock_the_person_at_this_address(stranger: User) -> None:
    client = browser()

    codes = [attempt(client, "wrong") for _ in range(5)]

    assert codes == [422] * 5
    assert attempt(client) == 422


def test_another_address_is_not_locked(stranger: User) -> None:
    fail(9)

    assert attempt(browser(), address="10.0.0.2") == 302


def test_another_person_at_the_address_is_not_locked(stranger: User) -> None:
    fail(9, name="somebody-else")

    assert attempt(browser()) == 302


def test_the_lock_ends_after_thirty_minutes(stranger: User) -> None:
    fail(5, ago=29)
    assert attempt(browser()) == 422

    fail(5, name="late", ago=31)
    person("late")
    assert attempt(browser(), name="late") == 302


def test_failures_spread_over_more_than_fifteen_minutes_do_not_lock(stranger: User) -> None:
    fail(3, ago=20)
    fail(3, ago=2)

    assert attempt(browser()) == 302


def test_a_success_clears_the_failures_before_it(stranger: User) -> None:
    fail(4, ago=3)
    client = browser()

    assert attempt(client) == 302
    fail(4)
    assert attempt(browser()) == 302


def test_an_unlocking_lets_the_person_in_again(stranger: User, security_admin: User) -> None:
    fail(6)
    assert attempt(browser()) == 422

    services.unlock_user(actor=security_admin, user_id=stranger.pk, reason="asked")

    assert attempt(browser()) == 302


def test_beyond_the_ceiling_of_an_address_no_password_is_checked(
    stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(signing_in.ADDRESS_CEILING, name="one-of-many")
    checked = []
    monkeypatch.setattr(User, "check_password", lambda user, raw: checked.append(raw))

    assert attempt(browser()) == 422
    assert checked == []


def test_an_office_behind_one_address_is_not_shut_out_by_what_others_typed_there(stranger: User) -> None:
    fail(45, name="one-of-many")
    assert attempt(browser()) == 302

    fail(signing_in.ADDRESS_CEILING, name="another")
    assert attempt(browser()) == 302
    newcomer = person("newcomer")
    assert attempt(browser(), name=newcomer.username) == 422
    assert attempt(browser(), name=newcomer.username, address="10.0.0.2") == 302


def test_who_is_known_at_an_address_is_locked_there_all_the_same(stranger: User) -> None:
    assert attempt(browser()) == 302
    fail(signing_in.ADDRESS_CEILING, name="another")
    fail(5)

    assert attempt(browser()) == 422


def test_the_page_for_changing_the_password_is_no_way_to_guess_it(stranger: User) -> None:
    client = browser(stranger)
    typed = {"new_password": "Bamboo-river-47", "repeated": "Bamboo-river-47"}
    for number in range(5):
        wrong = client.post("/password/", {**typed, "old_password": f"Guess-number-{number}"})
        assert wrong.status_code == 422

    locked = client.post("/password/", {**typed, "old_password": SECRET})

    stranger.refresh_from_db()
    assert set(locked.context["form"].errors) == {"old_password"}
    assert stranger.check_password(SECRET)
    assert attempt(browser(), address="127.0.0.1") == 422


def test_attempts_are_never_changed_or_deleted(stranger: User) -> None:
    fail(1)

    with pytest.raises(DatabaseError), transaction.atomic():
        SignInAttempt.objects.update(outcome=Outcome.SUCCEEDED)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignInAttempt.objects.all().delete()


def test_an_initial_secret_works_for_72_hours(db: None) -> None:
    given = timezone.now() - datetime.timedelta(hours=73)
    person("fresh", must_change_password=True, password_changed_at=given)

    assert attempt(browser(), name="fresh") == 422


def test_until_the_password_is_changed_no_other_page_opens(db: None) -> None:
    user = person("fresh", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP, must_change_password=True)
    client = browser(user)

    assert client.get("/").url == "/password/"
    changed = {"old_password": SECRET, "new_password": "Quite-another-1", "repeated": "Quite-another-1"}
    assert client.post("/password/", changed).status_code == 302
    assert client.get("/").status_code == 200


def test_an_old_password_must_be_changed(db: None) -> None:
    user = person("old", password_changed_at=timezone.now() - datetime.timedelta(days=91))

    assert browser(user).get("/").url == "/password/"


def test_a_change_of_password_ends_the_other_sessions(stranger: User) -> None:
    here, there = browser(stranger), browser(stranger)
    values = {"old_password": SECRET, "new_password": "Quite-another-1", "repeated": "Quite-another-1"}

    here.post("/password/", values)

    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_disabled_person_is_out_at_the_next_request(stranger: User, system_admin: User) -> None:
    client = browser(stranger)

    services.disable_user(actor=system_admin, user_id=stranger.pk, reason="left")

    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("key", "seconds", "status"),
    [
        (middleware.LAST_SEEN, middleware.IDLE_SECONDS + 5, 302),
        (middleware.LAST_SEEN, middleware.IDLE_SECONDS - 30, 200),
        (middleware.SIGNED_IN_AT, middleware.LONGEST_SECONDS + 5, 302),
    ],
)
def test_a_session_ends_when_idle_or_too_long(stranger: User, key: str, seconds: int, status: int) -> None:
    client = browser(stranger)
    client.get("/")
    session = client.session
    session[key] = timezone.now().timestamp() - seconds
    session.save()

    assert client.get("/").status_code == status


def test_the_session_is_written_at_most_once_a_minute(stranger: User) -> None:
    client = browser(stranger)
    client.get("/")
    seen = client.session[middleware.LAST_SEEN]

    client.get("/")

    assert client.session[middleware.LAST_SEEN] == seen


def test_a_part_of_a_page_asked_for_after_the_session_leads_to_sign_in(db: None) -> None:
    page = browser().get("/", headers={"HX-Request": "true"})

    assert page.headers["HX-Redirect"] == "/sign-in/"


def test_signing_out_needs_a_post_and_ends_the_session(stranger: User) -> None:
    client = browser(stranger)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.latest("seq").verb == "accounts.sign_out"


def test_the_page_asked_for_opens_after_signing_in_and_no_foreign_one(stranger: User) -> None:
    values = {"username": "stranger", "password": SECRET}

    assert browser().post("/sign-in/?next=/password/", values).url == "/password/"
    assert browser().post("/sign-in/?next=https://evil.example/", values).url == "/"


def test_demo_sign_ins_are_listed_only_with_the_mark(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = (demo_signins.DemoSignIn("clerk", "Zaojiaoping", "王伟", "clerk-a", "published"),)
    monkeypatch.setattr(demo_signins, "_source", lambda: listed)

    before = browser().get("/sign-in/").content.decode()
    Installation.objects.create(county_code="520622", county_name="x", is_demo=True, business_date="2016-12-31")
    after = browser().get("/sign-in/").content.decode()

    assert "clerk-a" not in before
    assert "clerk-a" in after


def test_the_language_is_kept_for_the_session(stranger: User) -> None:
    client = browser(stranger)

    client.post("/language/", {"language": "zh-hant", "next": "/"})

    assert 'lang="zh-hant"' in client.get("/").content.decode()
    assert client.post("/language/", {"language": "xx", "next": "//evil.example"}).url == "/"


def test_a_reader_sees_each_attempt_once(stranger: User) -> None:
    fail(1, address="10.0.0.1")
    attempt(browser())
    fail(1, name="unknown")
    fail(1, address="10.0.0.2")

    seen = SignInAttempt.objects.as_seen().order_by("pk").values_list("username", "outcome")

    assert list(seen) == [
        ("stranger", Outcome.FAILED),
        ("stranger", Outcome.SUCCEEDED),
        ("unknown", Outcome.FAILED),
        ("stranger", Outcome.FAILED),
    ]


@pytest.mark.parametrize(
    ("role", "asked", "opened"),
    [
        (Role.LEADERSHIP, "", "dashboard:overview"),
        (Role.LEADERSHIP, "/", "dashboard:overview"),
        (Role.POVERTY_OFFICE, "", "accounts:work_list"),
        (Role.LEADERSHIP, "/password/", "accounts:change_password"),
    ],
)
def test_leadership_begins_at_the_figures(db: None, role: Role, asked: str, opened: str) -> None:
    someone = person("someone", role=role)

    answer = Client().post(
        reverse("accounts:sign_in"), {"username": someone.username, "password": SECRET, "next": asked}
    )

    assert answer.headers["Location"] == reverse(opened)

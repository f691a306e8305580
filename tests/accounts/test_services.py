"""The verbs of people and postings: what they change, what they record, whom they refuse."""

import datetime
from itertools import pairwise

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from tests.people import COUNTY, SECRET, TOWNSHIP, person, post
from yuping.accounts import access, services
from yuping.accounts.models import FormerPassword, Posting, SignInAttempt, User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, DomainError, MissingVerb, NotAllowedNow, SamePerson
from yuping.core.models import Installation

DAY = datetime.date(2016, 1, 1)


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("seq")


def test_a_new_account_has_a_secret_that_must_be_changed(system_admin: User) -> None:
    user, secret = services.create_user(
        actor=system_admin, username="Wang.Wei", full_name="王伟", unit="扶贫站", phone="13800000000"
    )

    user.refresh_from_db()
    assert user.username == "wang.wei"
    assert user.check_password(secret)
    assert user.must_change_password
    assert (last_entry().verb, last_entry().object_id) == ("accounts.create_user", str(user.pk))


@pytest.mark.parametrize("name", ["ab", "admin", "root", "Test", "has space", "名字", "a" * 41, "a'b"])
def test_an_odd_sign_in_name_is_refused(system_admin: User, name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        services.create_user(actor=system_admin, username=name, full_name="王伟", unit="office")

    assert refusal.value.params["field"] == "username"


def test_a_sign_in_name_is_taken_whatever_its_case(system_admin: User, stranger: User) -> None:
    with pytest.raises(BadInput, match="username_taken"):
        services.create_user(actor=system_admin, username="STRANGER", full_name="王伟", unit="office")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Stranger", full_name="x", unit="x")


@pytest.mark.parametrize(
    "verb",
    [
        lambda actor, user: services.create_user(actor=actor, username="new-one", full_name="王", unit="x"),
        lambda actor, user: services.reset_password(actor=actor, user_id=user.pk, reason="lost"),
        lambda actor, user: services.disable_user(actor=actor, user_id=user.pk, reason="left"),
        lambda actor, user: services.unlock_user(actor=actor, user_id=user.pk, reason="asked"),
        lambda actor, user: services.request_posting(
            actor=actor, user_id=user.pk, role=Role.AUDITOR, area_code=COUNTY, valid_from=DAY
        ),
        lambda actor, user: services.confirm_posting(actor=actor, posting_id=user.postings.get().pk),
        lambda actor, user: services.end_posting(
            actor=actor, posting_id=user.postings.get().pk, on=DAY, reason="moved"
        ),
    ],
    ids=["create", "reset", "disable", "unlock", "request", "confirm", "end"],
)
def test_who_is_no_administrator_does_none_of_it(stranger: User, audit_admin: User, verb: object) -> None:
    user = person("clerk", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP)

    for actor in (stranger, audit_admin, user):
        with pytest.raises(MissingVerb):
            verb(actor, user)


def test_a_reset_password_ends_the_old_one(system_admin: User, stranger: User) -> None:
    _, secret = services.reset_password(actor=system_admin, user_id=stranger.pk, reason="lost it")

    stranger.refresh_from_db()
    assert stranger.check_password(secret)
    assert not stranger.check_password(SECRET)
    assert stranger.must_change_password
    assert last_entry().reason == "lost it"


def test_nobody_resets_or_disables_himself(system_admin: User) -> None:
    with pytest.raises(SamePerson):
        services.reset_password(actor=system_admin, user_id=system_admin.pk, reason="x")
    with pytest.raises(SamePerson):
        services.disable_user(actor=system_admin, user_id=system_admin.pk, reason="x")


def test_a_reason_is_needed(system_admin: User, stranger: User) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        services.disable_user(actor=system_admin, user_id=stranger.pk, reason="  ")

    stranger.refresh_from_db()
    assert stranger.is_active


def test_a_disabled_account_stays_and_is_disabled_once(system_admin: User, stranger: User) -> None:
    services.disable_user(actor=system_admin, user_id=stranger.pk, reason="left")

    stranger.refresh_from_db()
    assert not stranger.is_active
    with pytest.raises(NotAllowedNow):
        services.disable_user(actor=system_admin, user_id=stranger.pk, reason="left")


def test_an_unlocking_leaves_a_row_and_an_entry(security_admin: User, stranger: User) -> None:
    services.unlock_user(actor=security_admin, user_id=stranger.pk, reason="asked by phone")

    assert SignInAttempt.objects.get().outcome == SignInAttempt.Outcome.UNLOCKED
    assert last_entry().verb == "accounts.unlock_user"


def test_a_posting_holds_nothing_until_another_confirms_it(
    county: Installation, system_admin: User, security_admin: User, stranger: User
) -> None:
    posting = services.request_posting(
        actor=system_admin, user_id=stranger.pk, role=Role.AUDITOR, area_code=COUNTY, valid_from=DAY
    )
    before = access.may(User.objects.get(pk=stranger.pk), "audit.view_auditentry")

    services.confirm_posting(actor=security_admin, posting_id=posting.pk)

    assert not before
    assert access.may(User.objects.get(pk=stranger.pk), "audit.view_auditentry")
    verbs = list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["accounts.request_posting", "accounts.confirm_posting"]
    assert last_entry().facts["role"] == "auditor"


def test_a_posting_is_confirmed_once(county: Installation, security_admin: User, stranger: User) -> None:
    posting = post(stranger, Role.LEADERSHIP)

    with pytest.raises(NotAllowedNow):
        services.confirm_posting(actor=security_admin, posting_id=posting.pk)


def test_nobody_confirms_what_he_asked_for_or_his_own(security_admin: User, stranger: User) -> None:
    asked = post(stranger, Role.LEADERSHIP, confirmed_by=None, requested_by=security_admin)
    own = Posting.objects.create(
        user=security_admin, role=Role.SECURITY_ADMIN, area_code=COUNTY, area_name="x", valid_from=DAY
    )

    for posting in (asked, own):
        with pytest.raises(SamePerson):
            services.confirm_posting(actor=security_admin, posting_id=posting.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(pk=asked.pk).update(confirmed_by=security_admin)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"area_code": "999999"}, "area_code"),
        ({"area_code": TOWNSHIP}, "area_code"),
        ({"valid_to": datetime.date(2015, 12, 31)}, "valid_to"),
    ],
    ids=["unknown area", "wrong level", "period reversed"],
)
def test_a_posting_that_can_not_be_is_refused(
    county: Installation, system_admin: User, stranger: User, values: dict[str, object], field: str
) -> None:
    asked = {"role": Role.AUDITOR, "area_code": COUNTY, "valid_from": DAY, **values}

    with pytest.raises(BadInput) as refusal:
        services.request_posting(actor=system_admin, user_id=stranger.pk, **asked)

    assert refusal.value.params["field"] == field
    assert not stranger.postings.exists()


def test_roles_that_must_not_meet_are_refused_by_service_and_trigger(
    county: Installation, system_admin: User, stranger: User
) -> None:
    post(stranger, Role.FINANCE_APPROVER)

    with pytest.raises(BadInput, match="roles_incompatible"):
        services.request_posting(
            actor=system_admin, user_id=stranger.pk, role=Role.FINANCE_CASHIER, area_code=COUNTY, valid_from=DAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        post(stranger, Role.FINANCE_CASHIER)


def test_the_same_roles_one_after_the_other_are_no_conflict(
    county: Installation, system_admin: User, stranger: User
) -> None:
    post(stranger, Role.FINANCE_APPROVER, valid_to=datetime.date(2015, 12, 31))

    posting = services.request_posting(
        actor=system_admin, user_id=stranger.pk, role=Role.FINANCE_CASHIER, area_code=COUNTY, valid_from=DAY
    )

    assert posting.pk


def test_an_ended_posting_holds_nothing_afterwards(security_admin: User, stranger: User) -> None:
    posting = post(stranger, Role.LEADERSHIP)

    services.end_posting(actor=security_admin, posting_id=posting.pk, on=DAY, reason="moved")

    posting.refresh_from_db()
    assert posting.valid_to == DAY
    assert access.postings_of(User.objects.get(pk=stranger.pk), on=DAY)
    assert not access.postings_of(User.objects.get(pk=stranger.pk), on=DAY + datetime.timedelta(days=1))


def test_an_ended_posting_is_not_prolonged(security_admin: User, stranger: User) -> None:
    posting = post(stranger, Role.LEADERSHIP, valid_to=DAY)

    with pytest.raises(BadInput, match="posting_end_outside"):
        services.end_posting(
            actor=security_admin, posting_id=posting.pk, on=DAY + datetime.timedelta(days=1), reason="x"
        )


def test_a_changed_password_is_the_persons_own(stranger: User) -> None:
    services.change_own_password(actor=stranger, old=SECRET, new="Quite-another-1")

    stranger.refresh_from_db()
    assert stranger.check_password("Quite-another-1")
    assert last_entry().verb == "accounts.change_own_password"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", "Quite-another-1", "old_password_wrong"),
        (SECRET, SECRET, "password_unchanged"),
        (SECRET, "short-A1", "password_weak"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(
    stranger: User, old: str, new: str, code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        services.change_own_password(actor=stranger, old=old, new=new)


@pytest.mark.parametrize(
    "password",
    [
        "onlysmallletters",
        "small4711letters",
        "Short-1a",
        "Yuping-county-1",
        "My-Wangwei-2016",
        "Hong-13800000000",
        "王伟-Long-4711x",
        "Mine-乡扶贫站-4711",
        "password1234",
        "ALLCAPITALS1234",
        "Passw0rd1234",
        "P@ssw0rd!2016",
        "2016Dragon!!!",
        "Abcd1234!@#$",
        "Qwert12345!!",
        "Aaaaaaaaaa1!",
        "0987Poiu!!!!",
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    user = User(username="wangwei", full_name="王伟", unit="乡扶贫站", phone="13800000000")

    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize("password", ["Bamboo-river-47", "竹子River-4711", "x9-x9-X9-x9-X9"])
def test_good_passwords_are_taken(password: str) -> None:
    validate_password(password, User(username="wangwei", full_name="王伟", unit="乡扶贫站"))


def test_none_of_the_last_five_passwords_is_chosen_again(stranger: User) -> None:
    chosen = [f"Bamboo-river-{word}-4" for word in ("one", "two", "six", "ten")]
    for old, new in pairwise([SECRET, *chosen]):
        services.change_own_password(actor=stranger, old=old, new=new)

    for again in (SECRET, *chosen):
        with pytest.raises(BadInput, match="password_used_before|password_unchanged"):
            services.change_own_password(actor=stranger, old=chosen[-1], new=again)
    services.change_own_password(actor=stranger, old=chosen[-1], new="Bamboo-river-fifth-4")
    services.change_own_password(actor=stranger, old="Bamboo-river-fifth-4", new=SECRET)


def test_a_reset_does_not_free_the_password_before_it(stranger: User, system_admin: User) -> None:
    _user, secret = services.reset_password(actor=system_admin, user_id=stranger.pk, reason="lost")

    with pytest.raises(BadInput, match="password_used_before"):
        services.change_own_password(actor=stranger, old=secret, new=SECRET)


def test_former_passwords_are_never_changed_or_deleted(stranger: User) -> None:
    services.change_own_password(actor=stranger, old=SECRET, new="Bamboo-river-47")

    for act in (lambda: FormerPassword.objects.update(password="x"), FormerPassword.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_initial_secrets_are_strong_and_differ() -> None:
    secrets = {services.new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert [secret for secret in secrets if validate_password(secret)] == []


def test_the_demo_date_moves_on_and_is_recorded(demo: Installation, stranger: User) -> None:
    services.move_demo_date(actor=stranger, day=datetime.date(2017, 3, 1))

    demo.refresh_from_db()
    assert demo.business_date == datetime.date(2017, 3, 1)
    assert last_entry().facts == {"from": "2016-12-31", "to": "2017-03-01"}


@pytest.mark.parametrize("day", [datetime.date(2016, 12, 31), datetime.date(2016, 1, 1)])
def test_the_demo_date_never_goes_back(demo: Installation, stranger: User, day: datetime.date) -> None:
    with pytest.raises(BadInput, match="demo_date_forward"):
        services.move_demo_date(actor=stranger, day=day)


def test_a_real_database_has_no_date_to_move(county: Installation, stranger: User) -> None:
    with pytest.raises(DomainError, match="not_a_demo"):
        services.move_demo_date(actor=stranger, day=datetime.date(2030, 1, 1))

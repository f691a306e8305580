"""An installation opens once, with three administrators who hold their postings through one another."""

import datetime

import pytest

from yuping.accounts import access
from yuping.accounts.models import Posting, User
from yuping.accounts.opening import FirstAdministrator, Opened, open_installation
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.models import Installation

DAY = datetime.date(2016, 1, 1)
THREE = (
    FirstAdministrator(Role.SYSTEM_ADMIN, "sysadmin", "甲", "office"),
    FirstAdministrator(Role.SECURITY_ADMIN, "security1", "乙", "office"),
    FirstAdministrator(Role.AUDIT_ADMIN, "auditadmin", "丙", "office"),
)


def opened(administrators: tuple[FirstAdministrator, ...] = THREE, *, is_demo: bool = True) -> Opened:
    return open_installation(
        county_code="520699", county_name="某县", administrators=administrators, opened_on=DAY, is_demo=is_demo
    )


def test_each_administrator_is_confirmed_by_another_and_holds_his_verbs(db: None) -> None:
    opened()

    with clock.fixed(DAY):
        assert access.may(User.objects.get(username="sysadmin"), "accounts.create_user")
        assert access.may(User.objects.get(username="security1"), "accounts.confirm_posting")
    assert all(posting.confirmed_by_id != posting.user_id for posting in Posting.objects.all())
    assert AuditEntry.objects.get().verb == "accounts.open_installation"


def test_the_initial_secrets_have_to_be_changed(db: None) -> None:
    secrets = opened().secrets

    assert all(user.check_password(secrets[user.username]) for user in User.objects.all())
    assert User.objects.filter(must_change_password=True).count() == 3


def test_only_a_demo_has_a_date_of_its_own(db: None) -> None:
    opened(is_demo=False)

    assert Installation.objects.get().business_date is None


def test_an_open_installation_is_not_opened_again(db: None) -> None:
    opened()

    with pytest.raises(NotAllowedNow, match="installation_open_already"):
        opened()


def test_the_three_administrators_are_three(db: None) -> None:
    with pytest.raises(BadInput, match="three_administrators_needed"):
        opened(THREE[:2])
    assert not User.objects.exists()

"""Payee accounts: two people, one in force, the old one closed."""

import pytest
from django.test import Client
from django.urls import reverse

from households import services
from households.models import Finding, Household, PayeeAccount
from households.services.findings import update_findings
from tests.households.conftest import TODAY
from tests.households.factories import make_household
from tests.households.forms_of import CARD, OTHER_CARD
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def propose(actor: User, household: Household, **values: object) -> PayeeAccount:
    given = {
        "household_id": household.pk,
        "member_id": household.members.get().pk,
        "bank_name": "玉屏农村信用合作联社",
        "kind": "card",
        "number": CARD,
    }
    return services.propose_payee_account(actor=actor, **{**given, **values})


def test_a_second_person_puts_an_account_in_force(clerk: User, second_clerk: User, household: Household) -> None:
    account = propose(clerk, household)

    services.confirm_payee_account(actor=second_clerk, account_id=account.pk)

    account.refresh_from_db()
    assert (account.state, account.confirmed_by) == ("verified", second_clerk)
    assert account.number.open() == CARD
    verbs = AuditEntry.objects.order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["households.propose_payee_account", "households.confirm_payee_account"]


def test_who_proposed_does_not_confirm(clerk: User, household: Household) -> None:
    account = propose(clerk, household)

    with pytest.raises(SamePerson):
        services.confirm_payee_account(actor=clerk, account_id=account.pk)


def test_a_new_account_closes_the_old_one(clerk: User, second_clerk: User, household: Household) -> None:
    old = services.confirm_payee_account(actor=second_clerk, account_id=propose(clerk, household).pk)

    services.confirm_payee_account(
        actor=second_clerk, account_id=propose(clerk, household, number=OTHER_CARD).pk, reason="换卡"
    )

    old.refresh_from_db()
    assert old.state == "closed"
    assert PayeeAccount.unguarded.get(household=household, state="verified").last4 == OTHER_CARD[-4:]


def test_the_right_account_mends_the_finding_at_once(
    clerk: User, second_clerk: User, village: Village, household: Household
) -> None:
    services.confirm_payee_account(actor=second_clerk, account_id=propose(clerk, household).pk)
    household.members.update(name="王炜")
    update_findings([household])
    open_here = Finding.unguarded.filter(household=household, rule="account_in_another_name", state="open")
    assert open_here.exists()

    right = propose(clerk, household, number=OTHER_CARD)
    services.confirm_payee_account(actor=second_clerk, account_id=right.pk, reason="更名换卡")

    assert not open_here.exists()


def test_only_one_account_waits_at_a_time(clerk: User, household: Household) -> None:
    propose(clerk, household)

    with pytest.raises(NotAllowedNow, match="account_waiting"):
        propose(clerk, household, number=OTHER_CARD)


def test_the_account_of_another_household_is_refused(clerk: User, village: Village, household: Household) -> None:
    propose(clerk, household)

    with pytest.raises(BadInput, match="account_taken"):
        propose(clerk, make_household(village, number=2))


def test_the_holder_lives_in_the_household(clerk: User, village: Village, household: Household) -> None:
    stranger = make_household(village, number=2).members.get()

    with pytest.raises(BadInput, match="account_holder"):
        propose(clerk, household, member_id=stranger.pk)


def test_a_card_number_with_a_slip_is_refused(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused, match="account_refused"):
        propose(clerk, household, number="6229991234567890")


def test_a_refused_account_keeps_its_reason(clerk: User, second_clerk: User, household: Household) -> None:
    account = propose(clerk, household)

    services.refuse_payee_account(actor=second_clerk, account_id=account.pk, reason="户名不符")

    account.refresh_from_db()
    assert (account.state, account.reason) == ("refused", "户名不符")


def test_a_closed_account_is_not_confirmed_again(clerk: User, second_clerk: User, household: Household) -> None:
    account = services.confirm_payee_account(actor=second_clerk, account_id=propose(clerk, household).pk)
    services.close_payee_account(actor=clerk, account_id=account.pk, reason="销户")

    with pytest.raises(NotAllowedNow):
        services.confirm_payee_account(actor=second_clerk, account_id=account.pk)


def test_another_townships_account_does_not_exist(clerk: User, far_clerk: User, household: Household) -> None:
    account = propose(clerk, household)

    with pytest.raises(PayeeAccount.DoesNotExist):
        services.confirm_payee_account(actor=far_clerk, account_id=account.pk)
    with pytest.raises(Household.DoesNotExist):
        propose(far_clerk, household, number=OTHER_CARD)


def test_without_the_verb_no_account_is_proposed(leader: User, household: Household) -> None:
    with pytest.raises(MissingVerb):
        propose(leader, household)


def test_a_list_is_confirmed_whole_or_not_at_all(
    clerk: User, second_clerk: User, village: Village, household: Household
) -> None:
    first = propose(clerk, household)
    second = propose(second_clerk, make_household(village, number=2), number=OTHER_CARD)

    with pytest.raises(SamePerson):
        services.confirm_payee_accounts(actor=second_clerk, account_ids=[first.pk, second.pk])

    assert PayeeAccount.unguarded.filter(state="proposed").count() == 2


def test_the_second_person_reads_the_full_number_and_that_is_on_record(
    clerk: User, second_clerk: User, household: Household
) -> None:
    account = propose(clerk, household)
    client = Client()
    client.force_login(second_clerk)
    address = reverse("households:account_confirm", args=[account.pk])
    grouped = " ".join(CARD[start : start + 4] for start in range(0, len(CARD), 4))

    before = client.get(address)
    assert grouped not in before.content.decode()
    assert not AuditEntry.objects.filter(verb="households.reveal").exists()

    shown = client.post(address, {"look": "1"})
    assert grouped in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.get(verb="households.reveal").actor_id == second_clerk.pk
    account.refresh_from_db()
    assert account.state == "proposed"

    assert client.post(address).status_code == 302
    account.refresh_from_db()
    assert account.state == "verified"


def test_an_account_used_before_is_entered_again_only_with_a_reason(
    clerk: User, second_clerk: User, household: Household
) -> None:
    account = propose(clerk, household)
    services.confirm_payee_account(actor=second_clerk, account_id=account.pk)

    with pytest.raises(BadInput, match=r"households\.account_again"):
        propose(clerk, household)
    again = propose(clerk, household, reason="信用社确认账户可用")

    assert again.reason == "信用社确认账户可用"


def test_the_account_of_a_household_that_has_left_is_not_confirmed(
    clerk: User, second_clerk: User, household: Household
) -> None:
    account = propose(clerk, household)
    household.state, household.left_on = "extinct", TODAY
    household.save(update_fields=["state", "left_on"])

    with pytest.raises(NotAllowedNow, match="not_on_file"):
        services.confirm_payee_account(actor=second_clerk, account_id=account.pk)
    with pytest.raises(NotAllowedNow, match="not_on_file"):
        propose(clerk, household, number=CARD)

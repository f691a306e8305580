"""A hand-over is accepted by the new cadre himself where he signs in; else by another than who recorded it."""

import pytest

from households.models import Household, Pairing
from households.querysets.pairings import acceptable_by, with_accepter
from households.views.pairings import who_accepts
from tests.households.casework.conftest import NOV, body, url
from tests.households.conftest import OWN_TOWNSHIP
from tests.households.factories import make_household, make_user
from tests.people import browser
from villages import services as village_services
from villages.models import Cadre, Village
from villages.services import CadreRow
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.errors import BadInput, NotAllowedNow

ACCEPT = {"accepted_on": "2016-11-20"}


@pytest.fixture
def waiting(records: dict[str, object], cadre_user: User) -> Pairing:
    """The hand-over to 吴兰, who signs in as the village's cadre."""
    pairing: Pairing = records["pairing"]
    Cadre.unguarded.filter(pk=pairing.cadre_id).update(account=cadre_user)
    return pairing


def test_a_cadre_who_signs_in_accepts_what_is_handed_over_to_him(
    cadre_user: User, household: Household, waiting: Pairing
) -> None:
    client = browser(cadre_user)
    assert url("pairing_accept", pk=waiting.pk) in body(client, url("household_pairings", pk=household.pk))
    assert "吴兰" in body(client, url("pairing_list") + "?state=mine")

    client.post(url("pairing_accept", pk=waiting.pk), ACCEPT)

    assert Pairing.unguarded.get(accepted_on__isnull=False, to_on=None).pk == waiting.pk


def test_nobody_else_accepts_for_a_cadre_who_signs_in(
    clerk: User, second_clerk: User, household: Household, waiting: Pairing
) -> None:
    for person in (clerk, second_clerk):
        client = browser(person)
        tab = body(client, url("household_pairings", pk=household.pk))
        assert url("pairing_accept", pk=waiting.pk) not in tab
        assert "吴兰" in tab
        assert not acceptable_by(person, Pairing.objects.visible_to(person)).exists()
        client.post(url("pairing_accept", pk=waiting.pk), ACCEPT)
        ids = [str(waiting.pk)]
        client.post(url("pairing_accept_many"), {"ids": ids, "confirmed": "1", **ACCEPT})

    waiting.refresh_from_db()
    assert waiting.accepted_on is None


def test_a_village_cadre_accepts_nothing_for_another(
    cadre_user: User, household: Household, records: dict[str, object]
) -> None:
    pairing = records["pairing"]
    client = browser(cadre_user)

    assert url("pairing_accept", pk=pairing.pk) not in body(client, url("household_pairings", pk=household.pk))
    client.post(url("pairing_accept", pk=pairing.pk), ACCEPT)

    assert Pairing.unguarded.get(pk=pairing.pk).accepted_on is None


def test_when_his_posting_has_ended_another_accepts_again(
    cadre_user: User, second_clerk: User, waiting: Pairing
) -> None:
    User.objects.filter(pk=cadre_user.pk).update(is_active=False)

    browser(second_clerk).post(url("pairing_accept", pk=waiting.pk), ACCEPT)

    assert Pairing.unguarded.get(pk=waiting.pk).accepted_on is not None


def test_the_page_names_who_may_accept_and_not_who_recorded_it(
    clerk: User, second_clerk: User, household: Household, records: dict[str, object]
) -> None:
    tab = body(browser(clerk), url("household_pairings", pk=household.pk))

    assert url("pairing_accept", pk=records["pairing"].pk) not in tab
    assert second_clerk.full_name in tab
    row = with_accepter(Pairing.objects.visible_to(clerk)).get(pk=records["pairing"].pk)
    assert second_clerk.full_name in who_accepts(clerk, row)


def test_cadres_of_the_households_township_come_first_and_carry_their_letters(
    officer: User, village: Village, far_village: Village
) -> None:
    home = make_household(village, number=7)
    for name, area in (("远乡", far_village.pk[:9]), ("县里", "520622"), ("杨近", village.pk[:9])):
        Cadre.unguarded.create(name=name, unit="镇政府办", area_code=area)

    page = browser(officer).get(url("pairing_record", pk=home.pk))

    names = [cadre.name for cadre in page.context["form"].fields["cadre"].queryset if cadre.unit == "镇政府办"]
    assert names == ["杨近", "县里", "远乡"]
    text = page.content.decode()
    assert 'data-letters="yj yangjin zzfb"' in text
    assert "data-narrow" in text


def test_a_cadre_who_signs_in_stands_chosen_on_his_own_visit(
    cadre_user: User, household: Household, waiting: Pairing
) -> None:
    browser(cadre_user).post(url("pairing_accept", pk=waiting.pk), ACCEPT)

    form = browser(cadre_user).get(url("visit_record", pk=household.pk)).context["form"]

    assert form.initial["cadre"] == waiting.cadre_id


def test_a_cadre_who_is_not_in_charge_is_the_visitor_by_name(cadre_user: User, household: Household) -> None:
    form = browser(cadre_user).get(url("visit_record", pk=household.pk)).context["form"]

    assert form.initial["visitor"] == cadre_user.full_name
    assert not form.initial.get("cadre")


def cadre_row(name: str, username: str) -> CadreRow:
    return CadreRow(name, "村委会", OWN_TOWNSHIP, username=username)


def test_only_the_persons_own_sign_in_is_joined_to_a_cadre_and_once(clerk: User) -> None:
    account = make_user("yang", Role.VILLAGE_CADRE, f"{OWN_TOWNSHIP}201")
    with pytest.raises(BadInput) as wrong:
        village_services.register_cadres(actor=clerk, rows=[cadre_row("别人", "yang")])
    assert wrong.value.code == "cadre_account_unknown"

    cadre = village_services.register_cadres(actor=clerk, rows=[cadre_row(account.full_name, "yang")])[0]
    assert cadre.account == account
    with pytest.raises(BadInput) as twice:
        village_services.register_cadres(actor=clerk, rows=[cadre_row(account.full_name, "yang")])
    assert twice.value.code == "cadre_account_taken"


def test_the_verb_refuses_another_in_words(second_clerk: User, waiting: Pairing) -> None:
    from households import services

    with pytest.raises(NotAllowedNow) as refused:
        services.accept_pairing(actor=second_clerk, pairing_id=waiting.pk, accepted_on=NOV)
    assert refused.value.code == "households.cadre_accepts_himself"

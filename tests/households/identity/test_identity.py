"""Changes of identity: who needs two people, who confirms, and what is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from households import services
from households.facts import MemberFacts
from households.models import Finding, Household, IdentityChange, Member
from households.services import RightIdentity
from households.services.reading import member_facts
from tests.households.factories import id_of, make_member
from tests.households.identity.conftest import BORN, paid, person
from tests.people import browser
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.audit.seals import broken_seals
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson

REASON = "身份证姓名为“吴常贵”，见户口簿"


@pytest.fixture
def head(home: Household) -> Member:
    return home.members.get(is_head=True)


def propose(
    actor: User, member: Member, *, name: str = "吴常贵", number: str = "", reason: str = REASON
) -> IdentityChange:
    right = RightIdentity(name=name, id_number=number)
    return services.propose_identity_change(actor=actor, member_id=member.pk, right=right, reason=reason)


def save(actor: User, member: Member, **values: object) -> None:
    before = member_facts(member, member.years.all())
    given = {name: getattr(before, name) for name in ("pk", "name", "relation", "sex", "birth_date", "ethnic_group")}
    facts = MemberFacts(**{**given, **values})
    services.save_member(actor=actor, household_id=member.household_id, member=facts, reason="更正")


def test_a_second_person_carries_the_change_out(clerk: User, second_clerk: User, home: Household, head: Member):
    change = propose(clerk, head)
    head.refresh_from_db()
    assert head.name == "吴长贵"

    services.confirm_identity_change(actor=second_clerk, change_id=change.pk)

    head.refresh_from_db()
    home.refresh_from_db()
    change.refresh_from_db()
    assert (head.name, head.name_initials, home.head_name) == ("吴常贵", "wcg", "吴常贵")
    assert (change.state, change.decided_by) == ("confirmed", second_clerk)
    verbs = list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["households.propose_identity_change", "households.confirm_identity_change"]
    assert [fault for fault in broken_seals() if fault[0].startswith("households")] == []


def test_another_number_brings_birth_date_and_sex_along(clerk: User, second_clerk: User, head: Member):
    change = propose(clerk, head, name=head.name, number=id_of(47, BORN))

    services.confirm_identity_change(actor=second_clerk, change_id=change.pk)

    head.refresh_from_db()
    assert (head.birth_date, head.sex, head.id_kind) == (BORN, "1", "resident")
    assert head.id_number.open() == id_of(47, BORN)


def test_a_certificate_over_the_same_number_is_a_change(clerk: User, second_clerk: User, head: Member):
    change = propose(clerk, head, name=head.name, number=f"{head.id_number.open()}41")

    services.confirm_identity_change(actor=second_clerk, change_id=change.pk)

    head.refresh_from_db()
    assert (head.id_kind, head.disability_class, head.disability_grade) == ("disability_20", "4", "1")


def test_who_proposed_does_not_confirm(clerk: User, head: Member):
    change = propose(clerk, head)

    with pytest.raises(SamePerson):
        services.confirm_identity_change(actor=clerk, change_id=change.pk)


def test_a_refused_change_changes_nothing(clerk: User, second_clerk: User, head: Member):
    change = propose(clerk, head)

    services.refuse_identity_change(actor=second_clerk, change_id=change.pk, reason="户口簿仍为原名")

    head.refresh_from_db()
    change.refresh_from_db()
    assert (head.name, change.state, change.refusal) == ("吴长贵", "refused", "户口簿仍为原名")
    with pytest.raises(NotAllowedNow):
        services.confirm_identity_change(actor=second_clerk, change_id=change.pk)


def test_only_one_change_of_a_person_waits(clerk: User, head: Member):
    propose(clerk, head)

    with pytest.raises(NotAllowedNow):
        propose(clerk, head, name="吴昌贵")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "吴长贵"}, "name"),
        ({"name": " "}, "name"),
        ({"reason": " "}, "reason"),
        ({"number": "520699198302170000"}, "id_number"),
    ],
)
def test_what_is_no_change_or_can_not_be_is_refused(clerk: User, head: Member, values: dict[str, str], field: str):
    with pytest.raises(BadInput) as refused:
        propose(clerk, head, **values)

    assert refused.value.params["field"] == field


def test_a_number_of_somebody_else_is_refused_and_the_household_named(clerk: User, head: Member, other: Household):
    person(other, "田桂花", seq=14)

    with pytest.raises(BadInput) as refused:
        propose(clerk, head, number=id_of(14, BORN))

    assert refused.value.code == "households.person_on_file"
    assert "田茂林" in refused.value.params["where"]


def test_a_number_taken_since_the_proposal_is_refused_at_the_confirmation(
    clerk: User, second_clerk: User, head: Member, other: Household
):
    change = propose(clerk, head, number=id_of(47, BORN))
    person(other, "田大顺", seq=47)

    with pytest.raises(BadInput):
        services.confirm_identity_change(actor=second_clerk, change_id=change.pk)


def test_who_may_not_does_not(leader: User, far_clerk: User, cadre_user: User, clerk: User, head: Member):
    change = propose(clerk, head)
    for actor, error in ((leader, MissingVerb), (cadre_user, MissingVerb)):
        with pytest.raises(error):
            propose(actor, head)
        with pytest.raises(error):
            services.confirm_identity_change(actor=actor, change_id=change.pk)
    with pytest.raises(Member.DoesNotExist):
        propose(far_clerk, head)
    with pytest.raises(IdentityChange.DoesNotExist):
        services.confirm_identity_change(actor=far_clerk, change_id=change.pk)


@pytest.mark.parametrize("values", [{"name": "吴常贵"}, {"id_number": id_of(47, BORN), "birth_date": BORN}])
def test_name_and_number_of_a_payee_are_not_corrected_by_one(clerk: User, home: Household, head: Member, values: dict):
    paid(home)

    with pytest.raises(PolicyRefused) as refused:
        save(clerk, head, **values)

    assert {reason.code for reason in refused.value.params["reasons"]} == {"households.identity_takes_two"}


def test_what_is_not_identity_of_a_payee_is_corrected_directly(clerk: User, home: Household, head: Member):
    paid(home)

    save(clerk, head, ethnic_group="03")

    head.refresh_from_db()
    assert head.ethnic_group == "03"


def test_where_no_money_hangs_name_and_number_are_corrected_directly(clerk: User, head: Member):
    save(clerk, head, name="吴常贵")

    head.refresh_from_db()
    assert head.name == "吴常贵"


def test_a_child_of_a_paid_household_is_corrected_directly(clerk: User, home: Household):
    paid(home)
    child = make_member(home, number=22, name="吴小明", relation="03")

    save(clerk, child, name="吴晓明")

    child.refresh_from_db()
    assert child.name == "吴晓明"


def test_the_head_of_a_paid_household_is_changed_by_two(clerk: User, second_clerk: User, home: Household):
    paid(home)
    spouse = person(home, "吴秀兰", seq=12)
    event = services.record_life_event(actor=clerk, household_id=home.pk, kind="07", date=BORN.replace(year=2016))
    settle = {"event_id": event.pk, "settlement": "户主外出，改由妻子任户主", "new_head_id": spouse.pk}
    with pytest.raises(SamePerson):
        services.settle_life_event(actor=clerk, **settle)

    services.settle_life_event(actor=second_clerk, **settle)

    spouse.refresh_from_db()
    assert spouse.is_head


@pytest.mark.parametrize(
    "values", [{"new_name": "吴老三"}, {"state": "confirmed"}, {"proposed_by_id": 1}, {"reason": "另一个"}]
)
def test_raw_sql_changes_no_proposal(clerk: User, head: Member, values: dict[str, object]):
    change = propose(clerk, head)

    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityChange.unguarded.filter(pk=change.pk).update(**values)


def test_raw_sql_confirms_no_change_of_ones_own(clerk: User, head: Member):
    change = propose(clerk, head)

    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityChange.unguarded.filter(pk=change.pk).update(
            state="confirmed", decided_by=clerk, decided_on=change.proposed_on
        )


def test_an_account_in_the_former_name_is_found_and_marked_at_once(
    demo_day: None, clerk: User, second_clerk: User, home: Household, head: Member
):
    paid(home)
    change = propose(clerk, head, name="王平晖")
    before = browser(second_clerk).get(reverse("households:identity_confirm", args=[change.pk])).content.decode()

    services.confirm_identity_change(actor=second_clerk, change_id=change.pk)

    found = Finding.unguarded.filter(household=home, state="open").values_list("rule", flat=True)
    assert "account_in_another_name" in set(found)
    shown = browser(clerk).get(reverse("households:household_accounts", args=[home.pk])).content.decode()
    assert "户名不符，暂停发放" in shown
    assert "收款账户" in before
    assert "逐字核对姓名" in before

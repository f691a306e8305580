"""Exit, return and removal as procedures: every step, its order, its days, its papers, its people."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from households import services
from households.models import Adjustment, AdjustmentStep, Document, Household, NoticeObjection, StatusChange
from households.procedures import ADJUSTMENTS, Kind
from tests.households.adjustments import DAYS, colleague_of, facts_for, propose, ready_to_exit, take, walk
from tests.households.factories import make_household, make_year
from villages.models import Village
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson

UNTIL = datetime.date(2016, 10, 26)


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def test_an_exit_goes_its_whole_way(clerk: User, officer: User, household: Household) -> None:
    record = ready_to_exit(household)

    case = walk(clerk, officer, propose(clerk, household), to="announced")

    record.refresh_from_db()
    assert (record.exit_flag, record.exit_year) == ("2", 2016)
    change = StatusChange.unguarded.get()
    assert (change.kind, change.date, change.exit_flag_before) == ("2", DAYS["approve"], "1")
    steps = list(case.steps.values_list("move", flat=True))
    expected = ["review_in_village", "check", "sign", "publish", "review_in_township", "approve", "announce"]
    assert steps == expected
    assert AuditEntry.objects.filter(verb__endswith="_adjustment").count() == 1 + len(expected)


def test_the_papers_of_an_exit_stand_in_the_households_file(clerk: User, officer: User, household: Household) -> None:
    ready_to_exit(household)

    walk(clerk, officer, propose(clerk, household), to="township_reviewed")

    # One photograph serves every step here, and a file stands among the papers once.
    assert Document.unguarded.get(household=household).kind == "meeting"


@pytest.mark.parametrize("kind", list(Kind)[:3])
def test_a_step_out_of_its_order_is_refused(kind: str, clerk: User, officer: User, household: Household) -> None:
    make_year(household, exit_flag="2" if kind == Kind.RETURN else "1")
    case = propose(clerk, household, kind)
    workflow = ADJUSTMENTS[kind].workflow
    wrong = [name for name, move in workflow.moves.items() if "proposed" not in move.sources]

    for name in wrong:
        actor = officer if name in {"approve", "reject"} else clerk
        with pytest.raises(NotAllowedNow, match="wrong_state"):
            take(actor, case, name)
    assert not AdjustmentStep.unguarded.exists()


@pytest.mark.parametrize(
    ("state", "move", "without", "field"),
    [
        ("proposed", "review_in_village", {"votes_cast": None}, "votes_cast"),
        ("proposed", "review_in_village", {"votes_for": 43}, "votes_for"),
        ("village_reviewed", "check", {"note": " "}, "note"),
        ("checked", "sign", {"paper": None}, "paper"),
        ("signed", "publish", {"place": ""}, "place"),
        ("signed", "publish", {"paper": None}, "paper"),
        ("signed", "publish", {"paper": b"<svg/>"}, "paper"),
        ("signed", "publish", {"date": datetime.date(2016, 10, 13)}, "date"),
        ("signed", "publish", {"date": datetime.date(2016, 12, 2)}, "date"),
    ],
)
def test_a_step_records_what_it_has_to(
    state: str,
    move: str,
    without: dict[str, object],
    field: str,
    clerk: User,
    officer: User,
    household: Household,
) -> None:
    case = walk(clerk, officer, propose(clerk, household), to=state)

    with pytest.raises(BadInput) as refusal:
        take(clerk, case, move, **without)
    assert refusal.value.params["field"] == field


def test_a_notice_can_not_be_closed_early(clerk: User, officer: User, household: Household) -> None:
    case = walk(clerk, officer, propose(clerk, household), to="on_notice")

    assert case.steps.get(move="publish").notice_to == UNTIL
    with pytest.raises(NotAllowedNow, match="notice_days"):
        take(colleague_of(clerk), case, "review_in_township", date=UNTIL)
    with pytest.raises(IntegrityError, match="notice still stands"), transaction.atomic():
        Adjustment.unguarded.filter(pk=case.pk).update(state="township_reviewed", state_on=UNTIL)


def object_to(actor: User, case: Adjustment, **values: object) -> NoticeObjection:
    given = {"raised_by": "村民", "raised_on": datetime.date(2016, 10, 20), "text": "他家有小车"}
    return services.record_objection(actor=actor, case="adjustment", case_id=case.pk, **{**given, **values})


def test_a_notice_can_not_be_closed_with_an_open_objection(clerk: User, officer: User, household: Household) -> None:
    case = walk(clerk, officer, propose(clerk, household), to="on_notice")
    objection = object_to(clerk, case)

    with pytest.raises(NotAllowedNow, match="objection_open"):
        take(colleague_of(clerk), case, "review_in_township")
    with pytest.raises(IntegrityError, match="objection is open"), transaction.atomic():
        Adjustment.unguarded.filter(pk=case.pk).update(state="township_reviewed", state_on=DAYS["review_in_township"])
    services.answer_objection(actor=officer, objection_id=objection.pk, answer="经核实，车辆属其兄")

    assert take(colleague_of(clerk), case, "review_in_township").state == "township_reviewed"
    with pytest.raises(NotAllowedNow, match="objection_answered"):
        services.answer_objection(actor=clerk, objection_id=objection.pk, answer="再答")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"raised_on": datetime.date(2016, 10, 16)}, "outside_notice"),
        ({"raised_on": datetime.date(2016, 12, 2)}, "outside_notice"),
        ({"text": " "}, "required"),
        ({"raised_by": ""}, "required"),
    ],
)
def test_an_objection_that_does_not_fit_is_refused(
    values: dict[str, object], code: str, clerk: User, officer: User, household: Household
) -> None:
    case = walk(clerk, officer, propose(clerk, household), to="on_notice")

    with pytest.raises(BadInput, match=code):
        object_to(clerk, case, **values)


def test_nothing_is_objected_to_a_case_that_is_not_on_notice(
    clerk: User, far_clerk: User, officer: User, household: Household
) -> None:
    case = propose(clerk, household)

    with pytest.raises(NotAllowedNow, match="not_on_notice"):
        object_to(clerk, case)
    walk(clerk, officer, case, to="on_notice")
    with pytest.raises(Adjustment.DoesNotExist):
        object_to(far_clerk, case)
    with pytest.raises(MissingVerb):
        object_to(officer, case)


def test_what_the_file_lacks_warns_at_the_proposal_and_bars_the_decision(
    clerk: User, officer: User, household: Household
) -> None:
    make_year(household, population_end=2, unsafe_house=True, safe_water=False)
    case = walk(clerk, officer, propose(clerk, household), to="township_reviewed")

    with pytest.raises(PolicyRefused) as refusal:
        take(officer, case, "approve")

    codes = [reason.code.removeprefix("households.") for reason in refusal.value.params["reasons"]]
    assert codes == ["exit_no_income", "exit_unsafe_house", "exit_unsafe_water"]
    assert not StatusChange.unguarded.exists()
    assert take(officer, case, "reject").state == "refused"


def test_who_recorded_the_villages_steps_does_not_decide_for_the_county(
    clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household), to="township_reviewed")
    admin = Posting.objects.filter(user=clerk).first()
    Posting.objects.create(
        user=clerk,
        role=Role.POVERTY_OFFICE,
        area_code="520622",
        area_name="县",
        valid_from=datetime.date(2014, 1, 1),
        requested_by=admin.requested_by,
        confirmed_by=admin.confirmed_by,
    )
    both = User.objects.get(pk=clerk.pk)

    with pytest.raises(SamePerson):
        take(both, case, "approve")
    with pytest.raises(IntegrityError, match="earlier step"), transaction.atomic():
        AdjustmentStep.objects.create(
            adjustment=case, village_id=case.village_id, move="approve", date=DAYS["approve"], recorded_by=both
        )


def test_a_village_cadre_records_the_villages_steps_and_no_others(
    cadre_user: User, clerk: User, officer: User, household: Household
) -> None:
    case = propose(cadre_user, household)
    take(cadre_user, case, "review_in_village")
    walk(cadre_user, officer, case, to="on_notice")

    for move in ("review_in_township", "refuse", "approve", "reject"):
        with pytest.raises(MissingVerb):
            take(cadre_user, case, move)
    take(colleague_of(clerk), case, "review_in_township")
    with pytest.raises(MissingVerb):
        take(clerk, case, "approve")


def test_another_townships_case_does_not_exist(far_clerk: User, clerk: User, household: Household) -> None:
    case = propose(clerk, household)

    with pytest.raises(Adjustment.DoesNotExist):
        services.move_adjustment(
            actor=far_clerk, adjustment_id=case.pk, move="review_in_village", facts=facts_for("review_in_village")
        )
    with pytest.raises(Household.DoesNotExist):
        propose(far_clerk, household)


@pytest.mark.parametrize("state", ["proposed", "village_reviewed", "checked", "signed", "on_notice"])
def test_a_case_is_refused_at_every_node_with_a_reason(
    state: str, clerk: User, officer: User, household: Household
) -> None:
    case = walk(clerk, officer, propose(clerk, household), to=state)

    with pytest.raises(BadInput, match="reason_needed"):
        take(clerk, case, "refuse", note=" ")
    take(clerk, case, "refuse", note="评议未通过")

    case.refresh_from_db()
    assert case.state == "refused"
    # The way is free for another case.
    propose(clerk, household, date=DAYS["refuse"])


def test_a_household_has_one_case_at_a_time(clerk: User, household: Household) -> None:
    propose(clerk, household)

    with pytest.raises(NotAllowedNow, match="adjustment_open"):
        propose(clerk, household, Kind.REMOVAL)


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        (Kind.EXIT, {"reason": " "}, "reason_needed"),
        (Kind.EXIT, {"date": datetime.date(2016, 12, 2)}, "future_date"),
        (Kind.EXIT, {"date": datetime.date(2014, 5, 31)}, "event_before_registration"),
        (Kind.RETURN, {"return_cause": "77"}, "unknown_code"),
        (Kind.REMOVAL, {"ineligible_from": None}, "required"),
        (Kind.REMOVAL, {"ineligible_from": datetime.date(2014, 5, 31)}, "event_before_registration"),
        (Kind.REMOVAL, {"ineligible_from": datetime.date(2016, 12, 2)}, "future_date"),
        ("other", {}, "unknown_code"),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused(
    kind: str, values: dict[str, object], code: str, clerk: User, household: Household
) -> None:
    with pytest.raises(BadInput, match=code):
        propose(clerk, household, kind, **values)


def test_who_has_exited_does_not_exit_again(clerk: User, household: Household) -> None:
    make_year(household, exit_flag="2", exit_year=2015)

    with pytest.raises(PolicyRefused):
        propose(clerk, household)


def test_a_return_follows_an_exit(clerk: User, officer: User, household: Household) -> None:
    record = make_year(household, exit_flag="2", exit_year=2015)

    walk(clerk, officer, propose(clerk, household, Kind.RETURN), to="approved")

    record.refresh_from_db()
    assert (record.exit_flag, record.return_year, record.return_cause) == ("4", 2016, "1")


def test_who_never_exited_does_not_return(clerk: User, household: Household) -> None:
    make_year(household)

    with pytest.raises(PolicyRefused):
        propose(clerk, household, Kind.RETURN)


def test_a_removed_household_was_heard_and_leaves_the_file(clerk: User, officer: User, household: Household) -> None:
    case = walk(clerk, officer, propose(clerk, household, Kind.REMOVAL), to="announced")

    household.refresh_from_db()
    assert (household.state, household.left_on) == ("removed", DAYS["approve"])
    assert case.steps.get(move="hear").note == "属实"


def test_a_removal_rests_on_evidence(clerk: User, household: Household) -> None:
    case = propose(clerk, household, Kind.REMOVAL)

    with pytest.raises(BadInput, match="paper_needed"):
        take(clerk, case, "check", paper=None)


def test_many_exits_of_a_village_take_a_step_together(clerk: User, officer: User, village: Village) -> None:
    households = [make_household(village, number=number) for number in range(1, 6)]
    proposal = services.Proposal(kind=Kind.EXIT, date=DAYS["proposed"], reason="民主评议提名")
    cases = services.propose_adjustments(actor=clerk, household_ids=[row.pk for row in households], proposal=proposal)
    ids = [case.pk for case in cases]

    services.move_adjustments(
        actor=clerk, adjustment_ids=ids, move="review_in_village", facts=facts_for("review_in_village")
    )

    assert set(Adjustment.unguarded.values_list("state", flat=True)) == {"village_reviewed"}
    assert AdjustmentStep.unguarded.values("paper").distinct().count() == 1
    assert Document.unguarded.count() == 5
    assert AuditEntry.objects.filter(verb="households.propose_adjustment").count() == 2


def test_many_are_approved_together_or_none(clerk: User, officer: User, village: Village) -> None:
    households = [make_household(village, number=number) for number in range(1, 4)]
    for household in households[:2]:
        ready_to_exit(household)
    make_year(households[2], population_end=2, unsafe_house=True)
    cases = [walk(clerk, officer, propose(clerk, household), to="township_reviewed") for household in households]
    facts = facts_for("approve")

    with pytest.raises(PolicyRefused) as refusal:
        services.move_adjustments(
            actor=officer, adjustment_ids=[case.pk for case in cases], move="approve", facts=facts
        )
    assert [str(reason.params["case"]) for reason in refusal.value.params["reasons"]] == [str(cases[2])]
    assert not StatusChange.unguarded.exists()
    services.move_adjustments(
        actor=officer, adjustment_ids=[case.pk for case in cases[:2]], move="approve", facts=facts
    )

    assert StatusChange.unguarded.count() == 2


def test_cases_at_different_places_take_no_step_together(clerk: User, officer: User, village: Village) -> None:
    cases = [propose(clerk, make_household(village, number=number)) for number in (1, 2)]
    take(clerk, cases[0], "review_in_village")

    with pytest.raises(NotAllowedNow, match="cases_differ"):
        services.move_adjustments(
            actor=clerk,
            adjustment_ids=[case.pk for case in cases],
            move="review_in_village",
            facts=facts_for("review_in_village"),
        )


def test_a_household_that_left_meanwhile_is_only_refused(clerk: User, officer: User, household: Household) -> None:
    case = propose(clerk, household)
    services.change_status(actor=clerk, household_id=household.pk, kind="6", date=DAYS["check"], reason="迁出")

    with pytest.raises(NotAllowedNow, match="not_on_file"):
        take(clerk, case, "review_in_village")
    assert take(clerk, case, "refuse", note="已迁出").state == "refused"

"""Wrong measures and visits are put right: withdrawn with a reason, replaced by the right line, signed later."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from households import ledgers, services
from households.models import Household, Measure, Visit
from households.services import MeasureRow
from households.worklist.casework import waiting
from tests.households.casework.conftest import NOV, body, url
from tests.households.casework.test_support import MEASURE
from tests.households.casework.test_visits import PROBLEM, VISIT
from tests.households.conftest import TODAY
from tests.households.test_casework import visit
from tests.people import browser
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow


def given(clerk: User, household: Household, cost: str = "300.00") -> Measure:
    row = MeasureRow(
        household_id=household.pk, date=NOV, category="01", unit="农牧局", content="发放鸡苗", cost=Decimal(cost)
    )
    return services.record_measure(actor=clerk, row=row)


def problem_found(clerk: User, household: Household) -> Visit:
    return services.record_visit(actor=clerk, row=visit(household, problem="房屋漏雨", appeal_class="05", due_on=TODAY))


def test_a_signature_is_noted_later_and_once(clerk: User, household: Household) -> None:
    measure = given(clerk, household)
    client = browser(clerk)
    assert measure.get_absolute_url() in body(client, url("household_support", pk=household.pk))
    assert url("measure_sign", pk=measure.pk) in body(client, measure.get_absolute_url())

    client.post(url("measure_sign", pk=measure.pk))

    measure.refresh_from_db()
    assert measure.signed_by_head
    assert url("measure_sign", pk=measure.pk) not in body(client, measure.get_absolute_url())
    with pytest.raises(NotAllowedNow, match="measure_signed"):
        services.sign_measure(actor=clerk, measure_id=measure.pk)


def test_a_mistyped_cost_gives_way_to_the_right_one(clerk: User, household: Household) -> None:
    wrong = given(clerk, household, "30000.00")

    browser(clerk).post(url("measure_correct", pk=wrong.pk), MEASURE | {"cost": "300.00", "reason": "多录两个零"})

    right = Measure.unguarded.get(replaces=wrong)
    wrong.refresh_from_db()
    assert (right.cost, wrong.withdrawn_by, wrong.withdrawal_reason) == (Decimal("300.00"), clerk, "多录两个零")
    assert Measure.objects.visible_to(clerk).total_cost() == Decimal("300.00")
    shown = body(browser(clerk), wrong.get_absolute_url())
    assert right.get_absolute_url() in shown
    assert "多录两个零" in shown
    paper = next(one for one in ledgers.support(clerk, household) if str(one.title) == "帮扶措施")
    assert len(paper.rows) == 1
    assert AuditEntry.objects.get(verb="households.correct_measure").reason == "多录两个零"


def test_what_was_given_can_not_be_rewritten(clerk: User, household: Household) -> None:
    measure = given(clerk, household)

    for change in ({"cost": Decimal(1)}, {"content": "改"}, {"withdrawn_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Measure.unguarded.filter(pk=measure.pk).update(**change)


def test_a_withdrawn_visit_counts_no_more(clerk: User, household: Household) -> None:
    found = problem_found(clerk, household)
    problems = next(item for item in waiting(clerk, TODAY) if "problem=unsettled" in item.url)
    assert problems.count == 1

    browser(clerk).post(url("visit_withdraw", pk=found.pk), {"reason": "录错户"})

    found.refresh_from_db()
    assert (found.withdrawn_by, found.withdrawal_reason) == (clerk, "录错户")
    problems = next(item for item in waiting(clerk, TODAY) if "problem=unsettled" in item.url)
    assert problems.count == 0
    assert Household.objects.visible_to(clerk).unvisited_since(found.date).filter(pk=household.pk).exists()
    assert "录错户" in body(browser(clerk), found.get_absolute_url())
    assert "已撤回" in body(browser(clerk), url("household_visits", pk=household.pk))
    with pytest.raises(NotAllowedNow, match="withdrawn"):
        services.close_problem(actor=clerk, visit_id=found.pk, closed_on=TODAY, result="已修")
    with pytest.raises(NotAllowedNow, match="withdrawn"):
        services.withdraw_visit(actor=clerk, visit_id=found.pk, reason="再撤")


def test_a_corrected_visit_keeps_how_its_problem_was_closed(
    clerk: User, second_clerk: User, household: Household
) -> None:
    wrong = problem_found(clerk, household)
    services.close_problem(actor=second_clerk, visit_id=wrong.pk, closed_on=TODAY, result="已修")

    browser(clerk).post(
        url("visit_correct", pk=wrong.pk),
        VISIT | PROBLEM | {"theme": "危房排查", "measure": "修缮屋顶", "result": "已修好", "reason": "主题录错"},
    )

    right = Visit.unguarded.get(replaces=wrong)
    assert (right.theme, right.problem_state, right.closed_on) == ("危房排查", "closed", TODAY)
    assert (right.measure, right.result, right.closed_by) == ("修缮屋顶", "已修好", second_clerk)


def test_a_correction_takes_a_reason_and_one_s_own_area(clerk: User, far_clerk: User, household: Household) -> None:
    measure, found = given(clerk, household), problem_found(clerk, household)

    for verb, row in (
        (lambda actor, reason: services.withdraw_measure(actor=actor, measure_id=measure.pk, reason=reason), measure),
        (lambda actor, reason: services.withdraw_visit(actor=actor, visit_id=found.pk, reason=reason), found),
    ):
        with pytest.raises(BadInput, match="reason_needed"):
            verb(clerk, " ")
        with pytest.raises(type(row).DoesNotExist):
            verb(far_clerk, "录错")
    with pytest.raises(MissingVerb):
        services.sign_measure(actor=User.objects.create(username="nobody"), measure_id=measure.pk)


def test_a_visit_is_corrected_within_its_own_household(clerk: User, household: Household) -> None:
    found = problem_found(clerk, household)

    with pytest.raises(BadInput, match="reason_needed"):
        services.correct_visit(actor=clerk, visit_id=found.pk, row=visit(household), reason="")
    right = services.correct_visit(
        actor=clerk, visit_id=found.pk, row=visit(household, theme="送种"), reason="主题录错"
    )

    assert (right.replaces, right.theme, right.household) == (found, "送种", household)
    with pytest.raises(NotAllowedNow, match="withdrawn"):
        services.correct_visit(actor=clerk, visit_id=found.pk, row=visit(household), reason="再改")


def test_a_withdrawn_measure_is_not_corrected(clerk: User, household: Household) -> None:
    wrong = given(clerk, household)
    services.withdraw_measure(actor=clerk, measure_id=wrong.pk, reason="录错户")
    row = MeasureRow(household_id=household.pk, date=NOV, category="01", unit="农牧局", content="鸡苗")

    with pytest.raises(NotAllowedNow, match="withdrawn"):
        services.correct_measure(actor=clerk, measure_id=wrong.pk, row=row, reason="再改")

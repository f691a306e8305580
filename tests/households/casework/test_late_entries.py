"""A notice entered late says so, and one person alone does not take a case through village and township."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from households import services
from households.models import Adjustment, AdjustmentStep, Household
from tests.households.adjustments import DAYS, colleague_of, propose, ready_to_exit, take, walk
from tests.households.casework.conftest import body, url
from tests.households.identifications import apply
from tests.households.identifications import walk as walk_application
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, SamePerson

WHY = "乡镇网络中断，集中补录"


def signed(clerk: User, officer: User, household: Household) -> Adjustment:
    ready_to_exit(household)
    return walk(clerk, officer, propose(clerk, household), to="signed")


def test_a_notice_of_long_ago_needs_a_reason_which_stands_in_the_case(
    clerk: User, officer: User, household: Household
) -> None:
    case = signed(clerk, officer, household)

    with pytest.raises(BadInput, match="notice_entered_late"):
        take(clerk, case, "publish", late_reason=" ")
    take(clerk, case, "publish", late_reason=WHY)
    walk(clerk, officer, case, to="township_reviewed")

    shown = body(browser(clerk), case.get_absolute_url())
    assert "迟录 45 天" in shown
    assert WHY in shown
    asked = body(browser(officer), url("adjustment_approve", pk=case.pk))
    assert WHY in asked
    assert WHY in body(browser(officer), url("adjustment_reject", pk=case.pk))


@pytest.mark.parametrize(
    ("entered", "late"), [(datetime.date(2016, 10, 20), False), (datetime.date(2016, 10, 21), True)]
)
def test_three_working_days_are_given_to_enter_a_notice(
    entered: datetime.date, late: bool, clerk: User, officer: User, household: Household
) -> None:
    case = signed(clerk, officer, household)

    with clock.fixed(entered):
        if late:
            with pytest.raises(BadInput, match="notice_entered_late"):
                take(clerk, case, "publish", late_reason="")
        else:
            take(clerk, case, "publish", late_reason="")
            assert case.steps.get(move="publish").entered_on == entered


def test_an_announcement_entered_long_after_its_day_needs_a_reason_too(
    clerk: User, officer: User, household: Household
) -> None:
    case = walk(clerk, officer, signed(clerk, officer, household), to="approved")
    asked = body(browser(clerk), url("adjustment_announce", pk=case.pk))

    with pytest.raises(BadInput, match="notice_entered_late"):
        take(clerk, case, "announce", late_reason="")
    take(clerk, case, "announce", late_reason=WHY)

    assert 'name="late_reason"' in asked
    assert 'name="place"' not in asked
    assert case.steps.get(move="announce").late_reason == WHY


def test_a_notice_in_time_keeps_no_reason(clerk: User, officer: User, household: Household) -> None:
    case = signed(clerk, officer, household)

    with clock.fixed(DAYS["publish"]):
        take(clerk, case, "publish", late_reason=WHY)

    assert case.steps.get(move="publish").late_reason == ""
    assert "迟录" not in body(browser(clerk), case.get_absolute_url())


def test_the_county_gives_more_days_by_its_rule(clerk: User, officer: User, household: Household) -> None:
    case = signed(clerk, officer, household)
    today = clock.today()
    services.set_case_rule(
        actor=officer, valid_from=today, identification_required=False, entry_days=30, reason="道路中断"
    )

    with clock.fixed(today):
        take(clerk, case, "publish", late_reason="", date=datetime.date(2016, 10, 24))


def test_who_took_a_step_of_the_village_does_not_check_it_for_the_township(
    clerk: User, officer: User, household: Household
) -> None:
    case = signed(clerk, officer, household)
    walk(clerk, officer, case, to="on_notice")

    with pytest.raises(SamePerson):
        take(clerk, case, "review_in_township")
    with pytest.raises(IntegrityError), transaction.atomic():
        AdjustmentStep.unguarded.create(
            adjustment=case, village=case.village, move="review_in_township", date=DAYS["approve"], recorded_by=clerk
        )
    assert take(colleague_of(clerk), case, "review_in_township").state == "township_reviewed"


def test_an_application_takes_two_persons_in_the_township_as_well(
    clerk: User, second_clerk: User, officer: User, village: Village
) -> None:
    found = walk_application(clerk, second_clerk, officer, apply(clerk, village), to="first_notice")
    client = browser(clerk)

    shown = body(client, found.get_absolute_url())

    assert url("identification_review_in_township", pk=found.pk) not in shown
    assert url("identification_review_in_township", pk=found.pk) in body(
        browser(second_clerk), found.get_absolute_url()
    )


def test_a_step_keeps_of_what_is_told_only_what_it_records(clerk: User, officer: User, household: Household) -> None:
    case = signed(clerk, officer, household)

    met, checked = (case.steps.get(move=move) for move in ("review_in_village", "check"))

    assert (met.votes_cast, met.place) == (42, "")
    assert (checked.votes_cast, checked.place, checked.note) == (None, "", "属实")

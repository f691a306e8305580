"""The ways of a loan and of a subsidy quarter."""

import pytest

from loans.workflow import LOAN, SUBSIDY
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson

CHAIN = ["applied", "recommended", "confirmed", "approved", "drawn", "settled"]


def test_a_loan_goes_one_step_at_a_time():
    for before, after in zip(CHAIN, CHAIN[1:], strict=False):
        assert (before, after) in LOAN.transitions
    assert ("applied", "approved") not in LOAN.transitions
    assert ("approved", "applied") not in LOAN.transitions


def test_a_drawn_loan_can_no_longer_be_refused():
    assert [move.name for move in LOAN.from_state("drawn")] == ["settle"]


def test_what_ended_stays_ended():
    assert not LOAN.from_state("settled")
    assert not LOAN.from_state("refused")


def test_who_entered_the_application_does_not_approve_it():
    with pytest.raises(SamePerson):
        LOAN.require("approve", state="confirmed", actor_id=1, takers={"apply": {1}})


def test_a_refusal_needs_a_reason():
    with pytest.raises(BadInput):
        LOAN.require("refuse", state="applied", actor_id=1, takers={}, reason=" ")


def test_a_subsidy_quarter_is_prepared_approved_and_paid_by_three_people():
    takers = {"prepare": {1}, "approve": {2}}
    with pytest.raises(SamePerson):
        SUBSIDY.require("approve", state="prepared", actor_id=1, takers=takers)
    for actor in (1, 2):
        with pytest.raises(SamePerson):
            SUBSIDY.require("pay", state="approved", actor_id=actor, takers=takers)
    assert SUBSIDY.require("pay", state="approved", actor_id=3, takers=takers).target == "paid"


def test_an_approved_quarter_is_not_cancelled():
    with pytest.raises(NotAllowedNow):
        SUBSIDY.require("cancel", state="approved", actor_id=1, takers={}, reason="wrong")

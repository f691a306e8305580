"""Random moves of batches by random people, right and wrong ones, against a naive model in plain Python.

Every move succeeds or is refused exactly as the model says, and after each of them no instalment is paid twice, the
journal balances, and ``verify`` is clean. ``make fuzz`` runs many more, with another seed each time.
"""

import datetime
import os
import uuid
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from dividends import lines, services
from dividends.models import Batch, Hold, Instalment, Payout, VillageShare
from dividends.notice_days import last_day
from tests.dividends.conftest import FIRST, SECOND, Year, results_for
from tests.money import model
from yuping.core import checks, clock
from yuping.core.errors import DomainError
from yuping.ledger.models import Posting

EXAMPLES, STEPS = int(os.environ.get("YUPING_FUZZ", "10")), 40
NOTICE_DAYS = 7
PEOPLE = ("company", "company2", "clerk", "clerk2", "office", "approver", "approver2", "cashier", "union")
CAST = {name: model.Person(name, name.rstrip("2"), {"clerk": FIRST, "clerk2": SECOND}.get(name, "")) for name in PEOPLE}
NEXT = {
    "draft": ("lock", "company"),
    "locked": ("publish", "clerk"),
    "on_notice": ("confirm", "office"),
    "confirmed": ("approve", "approver"),
    "approved": ("issue", "cashier"),
    "issued": ("load", "union"),
    "results_loaded": ("settle", "company"),
    "settled": ("close", "office"),
}
people = st.sampled_from(PEOPLE)
seldom = st.integers(0, 5).map(lambda number: number == 0)


class Machine(RuleBasedStateMachine):
    """One county; each rule tries one verb."""

    year: Year

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        due = Instalment.unguarded.filter(year=2016, part="dividend").order_by("due_on", "pk")
        self.world = model.World(dict(due.values_list("pk", "village_id")))
        self.receipts = 0
        self.day = clock.today()

    def teardown(self) -> None:
        for batch in self.world.batches.values():
            if batch.state in ("settled", "closed"):
                assert {line.state for line in batch.lines.values()} <= {"paid", "returned", "held"}
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def attempt(self, expected: str, call: Callable[[], object]) -> object:
        """The verb does what the model expects: it succeeds, or raises the error named."""
        done, found = None, {""}
        try:
            with clock.fixed(self.day), transaction.atomic():
                done = call()
        except (DomainError, ObjectDoesNotExist) as error:
            found = {kind.__name__ for kind in type(error).__mro__} | {repr(error)}
        assert expected in found, f"expected {expected or 'success'}, found {found}"
        return done

    def user(self, name: str) -> object:
        return getattr(self.year.cast, name)

    def choose(self, data: st.DataObject) -> tuple[int, model.Batch]:
        return data.draw(st.sampled_from(sorted(self.world.batches.items(), key=lambda item: item[0])))

    # Money arrives

    @rule(amount=st.sampled_from([2500, 5000, 10000]), who=people, again=seldom)
    def receipt(self, amount: int, who: str, again: bool) -> None:
        again = again and self.receipts > 0
        expected = "MissingVerb" if CAST[who].role != "company" else "BadInput" if again else ""
        number = self.receipts if again else self.receipts + 1
        values = {"enterprise_id": self.year.partner.pk, "received_on": datetime.date(2016, 11, 30), "ahead": True}
        done = self.attempt(
            expected,
            lambda: services.record_receipt(
                actor=self.user(who), amount=Decimal(amount), bank_reference=f"M-{number}", **values
            ),
        )
        if done:
            self.receipts += 1
            self.world.received += amount

    # Batches come to be

    @rule(who=people)
    def create(self, who: str) -> None:
        chosen = self.world.open_instalments()
        expected = "MissingVerb" if CAST[who].role != "company" else "" if chosen else "PolicyRefused"
        call = {"scheme_code": self.year.scheme, "due_year": 2016, "key": uuid.uuid4()}
        done = self.attempt(expected, lambda: services.create_batch(actor=self.user(who), **call))
        if done:
            self._enter(done, who, dict.fromkeys(chosen))

    @precondition(lambda self: any(line.state in ("returned", "held") for line in self.world.lines()))
    @rule(data=st.data(), who=people)
    def reissue(self, data: st.DataObject, who: str) -> None:
        dead = [
            (key, line)
            for batch in self.world.batches.values()
            for key, line in batch.lines.items()
            if line.state in ("returned", "held")
        ]
        key, line = data.draw(st.sampled_from(dead))
        expected = "MissingVerb" if CAST[who].role != "company" else ""
        if not expected and not self.world.can_be_paid_again(line):
            expected = "BadInput"
        done = self.attempt(
            expected,
            lambda: services.create_reissue_batch(actor=self.user(who), payout_ids=[key], key=uuid.uuid4()),
        )
        if done:
            self._enter(done, who, {line.instalment: line})

    def _enter(self, batch: Batch, who: str, chosen: dict[int, model.Line | None]) -> None:
        rows = dict(Payout.unguarded.filter(batch=batch).values_list("instalment_id", "pk"))
        assert set(rows) == set(chosen)
        entered = model.Batch(
            {
                rows[instalment]: model.Line(
                    instalment,
                    self.world.villages[instalment],
                    ride=0 if old and old.state == "returned" else old.ride if old else model.VILLAGE,
                    replaces=old,
                )
                for instalment, old in chosen.items()
            }
        )
        entered.note("create", CAST[who])
        self.world.batches[batch.pk] = entered

    # Batches move

    @precondition(lambda self: self.world.batches)
    @rule(data=st.data(), second=st.booleans())
    def forward(self, data: st.DataObject, second: bool) -> None:
        """The next step of a batch by one of the two people it is for."""
        pk, batch = self.choose(data)
        if batch.state in NEXT:
            move, who = NEXT[batch.state]
            if move == "confirm" and not batch.noticed >= batch.villages:
                move, who = "publish", "clerk"
            if f"{who}2" in CAST and second:
                who += "2"
            self.move(data, pk, batch, move, who)

    @precondition(lambda self: self.world.batches)
    @rule(data=st.data(), name=st.sampled_from(sorted(model.MOVES)), who=people, silent=seldom)
    def any_move(self, data: st.DataObject, name: str, who: str, silent: bool) -> None:
        pk, batch = self.choose(data)
        self.move(data, pk, batch, name, who, reason="" if silent else "需要核实")

    def move(
        self, data: st.DataObject, pk: int, batch: model.Batch, name: str, who: str, reason: str = "需要核实"
    ) -> None:
        actor, person = self.user(who), CAST[who]
        if name == "load":
            self._load(data, pk, batch, who)
            return
        if name == "publish" and person.role == "clerk" and batch.state in ("locked", "on_notice"):
            expected = self.world.refusal(batch, name, person)
        else:
            expected = self.world.refusal(batch, name, person, reason=bool(reason))
        if name == "confirm" and batch.state == "on_notice":
            # Time passes: what was put up until today has hung its days.
            self.day = last_day(self.day, NOTICE_DAYS + 1)
        calls: dict[str, Callable[[], object]] = {
            "lock": lambda: services.lock_batch(actor=actor, batch_id=pk),
            "publish": lambda: self.year.notice(
                Batch.unguarded.get(pk=pk), actor, person.village or FIRST, self.day, last_day(self.day, NOTICE_DAYS)
            ),
            "confirm": lambda: services.confirm_batch(actor=actor, batch_id=pk),
            "approve": lambda: services.approve_batch(
                actor=actor, batch_id=pk, digest=lines.payable(Batch.unguarded.get(pk=pk))[1]
            ),
            "return": lambda: services.return_batch(actor=actor, batch_id=pk, reason=reason),
            "issue": lambda: services.issue_batch(actor=actor, batch_id=pk),
            "discard": lambda: services.discard_results(actor=actor, batch_id=pk, reason=reason),
            "settle": lambda: services.settle_batch(actor=actor, batch_id=pk),
            "close": lambda: services.close_batch(actor=actor, batch_id=pk),
            "cancel": lambda: services.cancel_batch(actor=actor, batch_id=pk, reason=reason),
        }
        if self.attempt(expected, calls[name]):
            self.world.take(batch, name, person)

    def _load(self, data: st.DataObject, pk: int, batch: model.Batch, who: str) -> None:
        """The bank answers each line sent with paid, returned or unknown, at random."""
        person = CAST[who]
        expected = self.world.refusal(batch, "load", person)
        row = Batch.unguarded.get(pk=pk)
        outcome = {}
        if not expected:
            numbers = dict(Payout.unguarded.filter(batch=row, state="sent").values_list("line_number", "pk"))
            word = st.sampled_from(["paid", "paid", "returned", "unknown"])
            outcome = {f"P{number:05d}": (key, data.draw(word)) for number, key in numbers.items()}
        returned, unknown = (
            tuple(end for end, (_key, said) in outcome.items() if said == word) for word in ("returned", "unknown")
        )
        content = results_for(row, returned=returned, unknown=unknown)
        done = self.attempt(
            expected,
            lambda: services.load_results(actor=self.user(who), batch_id=pk, name="r.csv", content=content),
        )
        if done:
            self.world.take(batch, "load", person)
            for key, said in outcome.values():
                batch.lines[key].result = said

    # Lines

    @precondition(lambda self: self.world.lines())
    @rule(data=st.data(), who=people)
    def hold(self, data: st.DataObject, who: str) -> None:
        _pk, batch, key, line = self._line(data)
        expected = self._against_line(batch, line, who, model.HOLDERS)
        if not expected and line.asked_by:
            expected = "BadInput"
        done = self.attempt(
            expected, lambda: services.hold_line(actor=self.user(who), payout_id=key, reason="户主去世")
        )
        if done:
            line.asked_by = who

    @precondition(lambda self: any(line.asked_by for line in self.world.lines()))
    @rule(data=st.data(), who=people)
    def confirm_hold(self, data: st.DataObject, who: str) -> None:
        _pk, batch, key, line = self._line(data, held=True)
        expected = self._against_line(batch, line, who, model.HOLDERS)
        if not expected:
            expected = "SamePerson" if line.asked_by == who else "NotAllowedNow" if line.held else ""
        hold = Hold.unguarded.get(payout=key)
        done = self.attempt(expected, lambda: services.confirm_hold(actor=self.user(who), hold_id=hold.pk))
        if done:
            line.confirmed_by = who

    def _against_line(self, batch: model.Batch, line: model.Line, who: str, roles: set[str]) -> str:
        if CAST[who].role not in roles:
            return "MissingVerb"
        if not CAST[who].reaches(line.village):
            return "DoesNotExist"
        return "" if batch.state in ("locked", "on_notice", "confirmed", "approved") else "NotAllowedNow"

    def _line(self, data: st.DataObject, *, held: bool = False) -> tuple[int, model.Batch, int, model.Line]:
        found = [
            (pk, batch, key, line)
            for pk, batch in sorted(self.world.batches.items(), key=lambda item: item[0])
            for key, line in batch.lines.items()
            if line.asked_by or not held
        ]
        return data.draw(st.sampled_from(found))

    @precondition(lambda self: self.world.lines())
    @rule(data=st.data(), who=people)
    def remove(self, data: st.DataObject, who: str) -> None:
        _pk, batch, key, line = self._line(data)
        expected = "MissingVerb" if CAST[who].role != "company" else ""
        if not expected and (batch.state != "draft" or line.asked_by):
            expected = "NotAllowedNow"
        done = self.attempt(
            expected, lambda: services.remove_lines(actor=self.user(who), payout_ids=[key], reason="待核实")
        )
        if done:
            del batch.lines[key]

    @precondition(lambda self: any(batch.state == "settled" for batch in self.world.batches.values()))
    @rule(data=st.data(), who=st.sampled_from(["clerk", "clerk2", "office"]))
    def hand_in(self, data: st.DataObject, who: str) -> None:
        pk, batch = self.choose(data)
        person = CAST[who]
        paid = [line for line in batch.lines.values() if line.state == "paid" and line.village == person.village]
        expected = "MissingVerb" if person.role != "clerk" else "" if batch.seen_by(person) else "DoesNotExist"
        if not expected and (batch.state != "settled" or person.village in batch.sheets):
            expected = "NotAllowedNow"
        done = self.attempt(
            expected,
            lambda: services.hand_in_sheet(
                actor=self.user(who),
                batch_id=pk,
                village_code=person.village or FIRST,
                handed_in_on=datetime.date(2016, 11, 30),
                signed_count=len(paid),
                signed_amount=Decimal(model.HOUSEHOLD * len(paid)),
            ),
        )
        if done:
            batch.sheets.add(person.village)

    # What always holds

    @invariant()
    def the_rows_are_the_models(self) -> None:
        states = dict(Batch.unguarded.values_list("pk", "state"))
        assert states == {pk: batch.state for pk, batch in self.world.batches.items()}
        rows = dict(Payout.unguarded.values_list("pk", "state"))
        expected = {key: line.state for batch in self.world.batches.values() for key, line in batch.lines.items()}
        assert rows == expected

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        assert all(times == 1 for times in Counter(line.instalment for line in self.world.paid()).values())
        paid = Payout.unguarded.filter(state="paid").values("instalment").annotate(sum=Sum("amount"))
        assert all(row["sum"] == model.HOUSEHOLD for row in paid)
        villages = VillageShare.unguarded.filter(state="paid").aggregate(sum=Sum("amount") - Sum("held_amount"))["sum"]
        assert (villages or 0) <= model.VILLAGE * len(self.world.villages)

    @invariant()
    def the_journal_says_what_came_and_went(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        sums = Posting.objects.aggregate(debit=Sum("debit"), credit=Sum("credit"))
        assert sums["debit"] == sums["credit"]
        bank = Posting.objects.filter(account__book__code="scheme", account__code="bank")
        left = bank.aggregate(sum=Sum("debit", default=0) - Sum("credit", default=0))["sum"] or 0
        villages = VillageShare.unguarded.filter(state="paid").aggregate(sum=Sum("amount") - Sum("held_amount"))["sum"]
        out = model.HOUSEHOLD * len(self.world.paid()) + (villages or 0)
        assert left == self.world.received - out

    @invariant()
    def verify_is_clean(self) -> None:
        assert list(checks.run()) == []


@pytest.mark.slow
def test_random_moves_agree_with_the_naive_model(year: Year):
    year.edition(approval_bands=[[f"{model.ONE_APPROVER_UP_TO}.00", 1], [None, 2]])
    year.agreement()
    machine = type("Machine", (Machine,), {"year": year})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize="YUPING_FUZZ" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )

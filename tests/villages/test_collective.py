"""Collective income and spending: what is refused, what is written, and what PostgreSQL holds by itself."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.villages.conftest import OTHER_VILLAGE, SECOND_VILLAGE, TODAY, VILLAGE
from villages.models import CollectiveEntry, Village, VillageResolution
from villages.services import (
    EntryRow,
    record_collective_entries,
    record_collective_entry,
    record_dividend_income,
    record_resolution,
    reverse_collective_entry,
)
from villages.services.books import book_code, journal_key
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused
from yuping.core.models import Installation
from yuping.ledger.models import Account, JournalEntry, Posting
from yuping.ledger.querysets import balance

DAY = datetime.date(2016, 6, 1)


def income(actor: User, amount: str = "60000", **other: object) -> CollectiveEntry:
    values = {
        "village_code": VILLAGE,
        "date": DAY,
        "direction": "income",
        "category": "operating",
        "amount": Decimal(amount),
        "text": "茶叶销售",
    }
    return record_collective_entry(actor=actor, **values | other)


def resolution(actor: User, amount: str = "20000", village: str = VILLAGE) -> VillageResolution:
    return record_resolution(
        actor=actor,
        village_code=village,
        subject="修缮文化室",
        amount=Decimal(amount),
        proposed_on=datetime.date(2016, 5, 1),
        discussed_on=datetime.date(2016, 5, 3),
        deliberated_on=datetime.date(2016, 5, 6),
        decided_on=datetime.date(2016, 5, 10),
        published_on=datetime.date(2016, 5, 11),
        attended=40,
        votes_for=33,
    )


def spending(actor: User, amount: str, paper: VillageResolution | None, **other: object) -> CollectiveEntry:
    return income(
        actor,
        amount,
        **{
            "direction": "spending",
            "category": "welfare",
            "resolution_id": paper.pk if paper else None,
        }
        | other,
    )


def codes(error: pytest.ExceptionInfo[PolicyRefused]) -> list[str]:
    return [reason.code for reason in error.value.params["reasons"]]


def test_income_is_entered_posted_and_audited(clerk: User) -> None:
    entry = income(clerk)

    assert (entry.income_class, entry.amount, entry.recorded_by) == ("operating", Decimal("60000.00"), clerk)
    journal = JournalEntry.objects.get(key=journal_key(entry.pk))
    assert journal.date == DAY
    sides = journal.postings.order_by("pk").values_list("account__code", "debit", "credit", "village_code")
    assert list(sides) == [
        ("102", Decimal("60000.00"), Decimal("0.00"), VILLAGE),
        ("501", Decimal("0.00"), Decimal("60000.00"), VILLAGE),
    ]
    record = AuditEntry.objects.get(verb="villages.record_collective_entry")
    assert (record.actor_id, record.area_code, record.facts["total"]) == (clerk.pk, VILLAGE, "60000.00")


def test_many_villages_are_entered_with_one_audit_entry(clerk: User) -> None:
    rows = [
        EntryRow(code, DAY, "income", category, Decimal("100"), "收入")
        for code in (VILLAGE, SECOND_VILLAGE)
        for category in ("operating", "subsidies", "other")
    ]

    entries = record_collective_entries(actor=clerk, rows=rows)

    assert len({entry.pk for entry in entries}) == 6
    assert JournalEntry.objects.count() == 6
    assert AuditEntry.objects.get().facts["count"] == 6


def test_another_township_is_out_of_reach(stranger: User) -> None:
    with pytest.raises(Village.DoesNotExist):
        income(stranger)

    assert not CollectiveEntry.unguarded.exists()


def test_leadership_enters_nothing(leader: User) -> None:
    with pytest.raises(MissingVerb):
        income(leader)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"date": TODAY + datetime.timedelta(days=1)}, "village_date_in_future"),
        ({"category": "lottery"}, "village_entry_class"),
        ({"direction": "sideways"}, "village_entry_class"),
        ({"amount": Decimal("0")}, "village_entry_amount"),
        ({"amount": Decimal("-5")}, "village_entry_amount"),
        ({"text": "  "}, "village_entry_text"),
        ({"allow_negative": True}, "village_overdraft_reason"),
    ],
)
def test_wrong_input_is_refused(clerk: User, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(BadInput) as error:
        income(clerk, **wrong)

    assert error.value.code == code


def test_spending_rests_on_a_resolution(clerk: User) -> None:
    income(clerk)
    paper = resolution(clerk)

    entry = spending(clerk, "15000", paper)

    assert (entry.spending_class, entry.resolution) == ("welfare", paper)
    bank = Account.objects.get(book__code=book_code(VILLAGE), code="102")
    assert balance(bank) == Decimal("45000.00")


def test_spending_without_a_resolution_is_refused(clerk: User) -> None:
    income(clerk)

    with pytest.raises(PolicyRefused) as error:
        spending(clerk, "100", None)

    assert codes(error) == ["village_spending_without_resolution"]


def test_every_reason_against_a_spending_is_named(clerk: User) -> None:
    paper = resolution(clerk, "100", village=SECOND_VILLAGE)

    with pytest.raises(PolicyRefused) as error:
        spending(clerk, "500", paper, date=datetime.date(2016, 5, 9))

    assert codes(error) == [
        "village_resolution_of_another_village",
        "village_spending_before_resolution",
        "village_spending_above_resolution",
        "village_short_of_money",
    ]


def test_several_spendings_together_stay_within_the_resolution(clerk: User) -> None:
    income(clerk)
    paper = resolution(clerk, "1000")
    row = EntryRow(VILLAGE, DAY, "spending", "other", Decimal("600"), "支出", paper.pk)

    with pytest.raises(PolicyRefused) as error:
        record_collective_entries(actor=clerk, rows=[row, row])

    assert codes(error) == ["village_spending_above_resolution"]


def test_a_flagged_spending_may_overdraw_with_a_reason(clerk: User) -> None:
    paper = resolution(clerk)

    entry = spending(clerk, "500", paper, allow_negative=True, reason="预付抢险费用")

    assert entry.allow_negative


def test_a_reversal_takes_an_entry_back(clerk: User) -> None:
    entry = income(clerk)

    reversal = reverse_collective_entry(actor=clerk, entry_id=entry.pk, reason="重复录入")

    assert (reversal.amount, reversal.date, reversal.reverses) == (Decimal("-60000.00"), TODAY, entry)
    bank = Account.objects.get(book__code=book_code(VILLAGE), code="102")
    assert balance(bank) == 0
    assert AuditEntry.objects.get(verb="villages.reverse_collective_entry").reason == "重复录入"


def test_an_entry_is_reversed_once(clerk: User) -> None:
    entry = income(clerk)
    reversal = reverse_collective_entry(actor=clerk, entry_id=entry.pk, reason="重复录入")

    for pk in (entry.pk, reversal.pk):
        with pytest.raises(NotAllowedNow, match="village_entry_reversed"):
            reverse_collective_entry(actor=clerk, entry_id=pk, reason="再次")


def test_a_reversed_spending_frees_its_resolution(clerk: User) -> None:
    income(clerk)
    paper = resolution(clerk, "1000")
    entry = spending(clerk, "1000", paper)
    reverse_collective_entry(actor=clerk, entry_id=entry.pk, reason="录错金额")

    assert spending(clerk, "900", paper).pk


def test_money_already_spent_is_not_taken_back(clerk: User) -> None:
    entry = income(clerk)
    spending(clerk, "15000", resolution(clerk))

    with pytest.raises(PolicyRefused) as error:
        reverse_collective_entry(actor=clerk, entry_id=entry.pk, reason="重复录入")

    assert codes(error) == ["village_short_of_money"]


def test_dividends_come_in_once_for_each_paper(company: User) -> None:
    paper = Installation.objects.create(county_code="520622", county_name="分红批次")
    amounts = {VILLAGE: Decimal("31000"), OTHER_VILLAGE: Decimal("5000"), SECOND_VILLAGE: Decimal("0")}

    entries = record_dividend_income(actor=company, date=DAY, source=paper, amounts=amounts)
    again = record_dividend_income(actor=company, date=DAY, source=paper, amounts=amounts)

    assert {entry.village_id: entry.amount for entry in entries} == {
        VILLAGE: Decimal("31000.00"),
        OTHER_VILLAGE: Decimal("5000.00"),
    }
    assert {entry.income_class for entry in entries} == {"investment"}
    assert again == []
    assert Posting.objects.count() == 4
    assert AuditEntry.objects.get().facts["total"] == "36000.00"


def test_a_paper_does_not_bring_another_amount_later(company: User) -> None:
    paper = Installation.objects.create(county_code="520622", county_name="分红批次")
    record_dividend_income(actor=company, date=DAY, source=paper, amounts={VILLAGE: Decimal("31000")})

    with pytest.raises(NotAllowedNow, match="village_dividend_differs"):
        record_dividend_income(actor=company, date=DAY, source=paper, amounts={VILLAGE: Decimal("30000")})


def test_a_dividend_entry_is_not_reversed_by_hand(company: User, clerk: User) -> None:
    paper = Installation.objects.create(county_code="520622", county_name="分红批次")
    entry = record_dividend_income(actor=company, date=DAY, source=paper, amounts={VILLAGE: Decimal("1")})[0]

    with pytest.raises(NotAllowedNow, match="village_entry_of_a_paper"):
        reverse_collective_entry(actor=clerk, entry_id=entry.pk, reason="退回")


@pytest.mark.parametrize("change", [{"amount": Decimal("1")}, {"text": "x"}, {"village_id": SECOND_VILLAGE}])
def test_an_entry_never_changes(clerk: User, change: dict[str, object]) -> None:
    entry = income(clerk)

    with pytest.raises(Exception, match="permission denied|never changed"), transaction.atomic():
        CollectiveEntry.unguarded.filter(pk=entry.pk).update(**change)


def _raw(clerk: User, **values: object) -> CollectiveEntry:
    fields = {
        "village_id": VILLAGE,
        "date": DAY,
        "direction": "income",
        "income_class": "operating",
        "amount": Decimal("10"),
        "text": "x",
        "recorded_by": clerk,
    }
    return CollectiveEntry.unguarded.create(**fields | values)


def test_the_database_refuses_a_balance_below_zero(clerk: User) -> None:
    paper = resolution(clerk)

    with pytest.raises(IntegrityError, match="has less than this"), transaction.atomic():
        _raw(clerk, direction="spending", income_class="", spending_class="other", resolution=paper)


def test_the_database_refuses_spending_above_the_resolution(clerk: User) -> None:
    income(clerk)
    paper = resolution(clerk, "9")

    with pytest.raises(IntegrityError, match="does not cover this spending"), transaction.atomic():
        _raw(clerk, direction="spending", income_class="", spending_class="other", resolution=paper)


def test_the_database_refuses_a_reversal_of_another_amount(clerk: User) -> None:
    entry = income(clerk)

    with pytest.raises(IntegrityError, match="mirrors its original"), transaction.atomic():
        _raw(clerk, amount=Decimal("-10"), reverses=entry)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"amount": Decimal("-1")}, "villages_entry_sign"),
        ({"income_class": ""}, "class_of_its_direction"),
        ({"spending_class": "other"}, "class_of_its_direction"),
        ({"direction": "spending", "income_class": "", "spending_class": "other"}, "rests_on_a_resolution"),
    ],
)
def test_the_database_refuses_odd_entries(clerk: User, values: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _raw(clerk, **values)


def test_a_resolution_needs_its_steps_in_order_and_a_majority(clerk: User) -> None:
    values = {
        "village_code": VILLAGE,
        "subject": "修路",
        "amount": Decimal("100"),
        **dict.fromkeys(("proposed_on", "discussed_on", "deliberated_on", "decided_on", "published_on"), DAY),
        "attended": 40,
        "votes_for": 21,
    }
    assert record_resolution(actor=clerk, **values).pk

    with pytest.raises(BadInput, match="village_resolution_majority"):
        record_resolution(actor=clerk, **values | {"votes_for": 20})
    with pytest.raises(BadInput, match="village_resolution_order"):
        record_resolution(actor=clerk, **values | {"proposed_on": datetime.date(2016, 6, 2)})

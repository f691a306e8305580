"""One payment of the bank counts once, however its reference is spelled and whoever writes it."""

import pytest
from django.db import IntegrityError, connection, transaction

from dividends.models import Payout, VillageShare
from dividends.references import HIDDEN
from tests.dividends.conftest import Year
from tests.people import browser
from yuping.core.errors import BadInput
from yuping.core.text import INVISIBLE, clean_reference

SPELLINGS = ["Re53e6365", "re53e6365", "RE53\u200bE6365", "Ｒe53e6365", " R e53e6365\u3000", "Re\u202d53e6365"]


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_a_receipt_is_recorded_once_in_whatever_spelling(year: Year, spelling: str):
    year.agreement()
    year.receipt("5000.00", "Re53e6365")

    with pytest.raises(BadInput) as refused:
        year.receipt("5000.00", spelling)

    assert (refused.value.code, refused.value.params) == ("reference_used", {"field": "bank_reference"})


def test_a_reference_is_kept_as_printed(year: Year):
    year.agreement()

    assert year.receipt("5000.00", " Ｒe－53\u200b ").bank_reference == "Re-53"


@pytest.mark.parametrize("typed", ["\u3164\u3164", "\u200b", "\u0085"], ids=ascii)
def test_a_reference_of_nothing_visible_is_refused_at_its_field(year: Year, typed: str):
    year.agreement()
    values = {"enterprise": year.partner.pk, "received_on": "2016-11-30", "amount": "5000", "bank_reference": typed}

    answer = browser(year.cast.company).post("/dividends/receipts/add/", values)

    assert set(answer.context["form"].errors) == {"bank_reference"}


@pytest.mark.parametrize("spelling", ["r-1", "R\u200b-1", "Ｒ-1", "R -1"], ids=ascii)
def test_plain_sql_records_no_second_spelling(year: Year, spelling: str):
    year.agreement()
    receipt = year.receipt("5000.00", "R-1")

    with pytest.raises(IntegrityError):
        run(
            "INSERT INTO dividends_receipt (received_on, amount, bank_reference, remark, enterprise_id, recorded_by_id)"
            " SELECT received_on, amount, %s, '', enterprise_id, recorded_by_id FROM dividends_receipt WHERE id = %s",
            spelling,
            receipt.pk,
        )


@pytest.mark.parametrize("model", [Payout, VillageShare])
@pytest.mark.parametrize("spelling", ["same", "SAME", "s\u200bame", "ｓame"], ids=ascii)
def test_plain_sql_settles_no_second_line_by_another_spelling(year: Year, model: type, spelling: str):
    batch = year.load(year.issued())
    share = VillageShare.unguarded.filter(batch=batch).first()
    line = model.unguarded.filter(batch=batch).exclude(pk=share.pk if model is VillageShare else 0).first()
    pay = "state = 'paid', paid_on = '2016-11-28', bank_reference = %s WHERE id = %s"
    run(f"UPDATE dividends_villageshare SET {pay}", "Same", share.pk)

    with pytest.raises(IntegrityError):
        run(f"UPDATE {model._meta.db_table} SET {pay}", spelling, line.pk)


def test_the_database_knows_every_character_that_is_taken_out(db: None):
    blanks = {chr(code) for code in range(1, 0x10000) if chr(code).isspace()}
    hidden = sorted(INVISIBLE | blanks | set(map(chr, range(0xFF01, 0xFF5F))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT one FROM unnest(%s) one WHERE NOT one ~ %s", [hidden, HIDDEN])
        assert cursor.fetchall() == []
    assert clean_reference("".join(sorted(INVISIBLE))) == ""

"""What the dividends' rules refuse is said in words that name whom it concerns, never in codes or numbers of rows."""

import datetime
import uuid
from collections.abc import Callable

import pytest

from dividends import services
from dividends.models import Payout
from tests.dividends.conftest import FIRST, Year, approved_loans
from tests.dividends.test_agreement_pages import page, terms
from tests.dividends.test_village_papers import publish
from tests.people import browser
from yuping.accounts.sentences import explain, sentence
from yuping.core.errors import BadInput, DomainError, PolicyRefused


def said(call: Callable[[], object]) -> list[str]:
    with pytest.raises(DomainError) as refused:
        call()
    return [text for _field, text in explain(refused.value)]


def test_loans_that_are_not_drawn_are_named_by_household(year: Year):
    year.partner = year.enterprise()
    agreement = services.sign_agreement(
        actor=year.cast.company,
        scheme_code="5411",
        enterprise_id=year.partner.pk,
        loan_ids=approved_loans(year.households, year.cast),
        terms=services.agreements.Terms(
            number="A-1", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 10)
        ),
    )

    (text,) = said(
        lambda: services.activate_agreement(
            actor=year.cast.company, agreement_id=agreement.pk, funds_arrived_on=datetime.date(2016, 3, 20)
        )
    )

    assert all(household.head_name in text for household in year.households)
    assert "信用联社" in text


def test_each_reason_against_signing_is_said_once_with_its_households(year: Year):
    year.agreement()

    texts = said(
        lambda: services.sign_agreement(
            actor=year.cast.company,
            scheme_code="10113",
            enterprise_id=year.partner.pk,
            loan_ids=list(year.partner.agreements.get().participations.values_list("loan_id", flat=True)),
            terms=services.agreements.Terms(
                number="A-2", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 10)
            ),
        )
    )

    assert any("另一份协议" in text for text in texts)
    assert len(texts) == len(set(texts))
    assert not any("Reason" in text or "refused" in text for text in texts)
    assert year.households[0].head_name in "".join(texts)


def test_a_year_without_covered_instalments_is_said_in_words(year: Year):
    year.agreement()

    (text,) = said(
        lambda: services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=uuid.uuid4())
    )

    assert text == sentence("nothing_to_pay")


def test_villages_without_their_full_notice_are_named(year: Year):
    batch = year.locked()
    publish(year.cast.clerk, batch, FIRST)
    first, second = year.villages

    (text,) = said(lambda: services.confirm_batch(actor=year.cast.office, batch_id=batch.pk))

    assert second.short_name in text
    assert first.short_name not in text


def test_a_long_list_is_counted_after_its_first_names():
    (text,) = [text for _field, text in explain(PolicyRefused("loans_not_drawn", about=[f"户{n}" for n in range(82)]))]

    assert "户9" in text
    assert "户10" not in text
    assert "72" in text


@pytest.mark.parametrize("day", ["2016-03-01", "2015-12-01", "2019-03-01", "2020-01-01"])
def test_a_first_due_day_outside_the_agreement_is_marked_at_its_field(year: Year, day: str):
    year.partner = year.enterprise()
    loans = approved_loans(year.households, year.cast)

    answer = browser(year.cast.company).post(page("agreement_add"), {**terms(year, loans), "first_due_on": day})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["first_due_on"]
    with pytest.raises(BadInput):
        services.sign_agreement(
            actor=year.cast.company,
            scheme_code="5411",
            enterprise_id=year.partner.pk,
            loan_ids=loans,
            terms=services.agreements.Terms(
                number="A-1", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date.fromisoformat(day)
            ),
        )


def test_the_page_of_a_line_in_a_draft_opens(year: Year):
    batch = year.draft()
    line = Payout.unguarded.filter(batch=batch).first()

    html = browser(year.cast.company).get(page("payout_detail", line.pk)).content.decode()

    assert "5411" in html

"""Signing, exceptions, jobs, receipts and reissues in the browser: works, wrong person, wrong area, bad input."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dividends import services
from dividends.allocation import lay
from dividends.models import Agreement, AgreementException, Batch, Job, Participation, Payout, Receipt, Scheme
from loans.models import Loan
from tests.dividends.conftest import FIRST, SECOND, Year, approved_loans
from tests.factories import COUNTY, make_household, make_user
from tests.people import browser
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, SamePerson

OVER = datetime.date(2018, 1, 10)


def page(name: str, *args: object) -> str:
    return reverse(f"dividends:{name}", args=args)


def terms(year: Year, loans: list[int], **changes: object) -> dict[str, object]:
    return {
        "scheme": "5411",
        "enterprise": year.partner.pk,
        "number": "YP-9",
        "signed_on": "2016-03-01",
        "first_due_on": "2016-11-10",
        "grace_days": "0",
        "monthly_wage_floor": "1800",
        "loans": loans,
        **changes,
    }


@pytest.fixture
def loans(year: Year) -> list[int]:
    year.partner = year.enterprise()
    return approved_loans(year.households, year.cast)


@pytest.fixture
def dated(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests take place on the year's day too."""
    today = clock.today()
    monkeypatch.setattr(clock, "current", lambda: today)


def test_the_signing_form_offers_the_free_loans_village_by_village(year: Year, loans: list[int]):
    form = browser(year.cast.company).get(page("agreement_add")).context["form"]

    assert [(village.pk, len(rows)) for village, rows in form.by_village()] == [(SECOND, 1), (FIRST, 2)]


def test_looking_through_an_agreement_shows_its_sums_and_records_nothing(year: Year, loans: list[int]):
    answer = browser(year.cast.company).post(page("agreement_add"), {**terms(year, loans), "check": "1"})

    checked = answer.context["checked"]
    assert (checked["households"], checked["principal"]) == (3, Decimal("150000.00"))
    assert all(f'value="{pk}" data-amount="50000.00" checked' in answer.content.decode() for pk in loans)
    dues = [(row["to_households"], row["to_villages"], row["principal"]) for row in checked["schedule"]]
    assert dues == [(Decimal(12000), Decimal(3000), Decimal(0))] * 3 + [(Decimal(0), Decimal(0), Decimal(150000))]
    assert not Agreement.unguarded.exists()


def test_recording_an_agreement_leads_to_its_schedule_and_households(year: Year, loans: list[int]):
    answer = browser(year.cast.company).post(page("agreement_add"), terms(year, loans), follow=True)

    html = answer.content.decode()
    assert answer.redirect_chain
    assert "12,000.00" in html
    assert "150,000.00" in html
    assert all(household.head_name in html for household in year.households)


def test_an_agreement_without_households_is_refused_at_the_field(year: Year, loans: list[int]):
    answer = browser(year.cast.company).post(page("agreement_add"), terms(year, []))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"loans"}


def test_only_the_company_signs(year: Year, loans: list[int]):
    assert browser(year.cast.clerk).get(page("agreement_add")).status_code == 403
    assert browser(year.cast.office).post(page("agreement_add"), terms(year, loans)).status_code == 403


def test_the_signing_form_needs_as_many_queries_for_three_loans_as_for_six(
    year: Year, loans: list[int], django_assert_max_num_queries: DjangoAssertNumQueries
):
    client = browser(year.cast.company)
    with django_assert_max_num_queries(40) as few:
        client.get(page("agreement_add"))
    approved_loans([make_household(year.villages[0]) for _number in range(3)], year.cast)

    with django_assert_max_num_queries(len(few)):
        client.get(page("agreement_add"))


def test_a_township_sees_its_own_households_and_sums_of_an_agreement(year: Year):
    agreement = year.agreement()

    html = browser(year.cast.clerk).get(page("agreement_detail", agreement.pk)).content.decode()

    assert "100,000.00" in html
    assert "150,000.00" not in html
    assert year.households[2].head_name not in html


def request_exception(year: Year, **changes: object) -> AgreementException:
    values = {"document": "黔扶通〔2017〕3号", "reason": "县委会议纪要", **changes}
    return services.request_new_agreement_exception(
        actor=year.cast.company, scheme_code="5411", enterprise_id=year.partner.pk, **values
    )


def test_after_the_last_date_an_agreement_needs_an_exception_of_two_people(year: Year, loans: list[int]):
    values = terms(year, loans, signed_on="2018-01-05", first_due_on="2018-11-10")
    with clock.fixed(OVER):
        refused = browser(year.cast.company).post(page("agreement_add"), values)
        exception = request_exception(year)
        waiting = browser(year.cast.company).post(page("agreement_add"), {**values, "exception": exception.pk})
        browser(year.cast.office).post(page("exception_confirm", exception.pk), {"note": "已核对原件"})
        signed = browser(year.cast.company).post(page("agreement_add"), {**values, "exception": exception.pk})

    agreement = Agreement.unguarded.get()
    assert (refused.status_code, waiting.status_code, signed.status_code) == (422, 422, 302)
    assert agreement.exception == exception
    assert agreement.exception_document == exception.document


def test_nobody_confirms_his_own_exception_and_none_twice(year: Year, loans: list[int]):
    office = year.cast.office
    own = AgreementException.objects.create(
        scheme=Scheme.objects.get(code="5411"),
        enterprise=year.partner,
        document="文件",
        reason="理由",
        requested_by=office,
        requested_on=OVER,
    )
    exception = request_exception(year)

    with pytest.raises(SamePerson):
        services.confirm_new_agreement_exception(actor=office, exception_id=own.pk)
    services.confirm_new_agreement_exception(actor=year.cast.office, exception_id=exception.pk)
    with pytest.raises(NotAllowedNow):
        services.confirm_new_agreement_exception(actor=year.cast.office, exception_id=exception.pk)


def test_an_exception_serves_one_agreement_of_its_enterprise(year: Year, loans: list[int]):
    exception = request_exception(year)
    services.confirm_new_agreement_exception(actor=year.cast.office, exception_id=exception.pk)
    year.partner = year.enterprise()
    values = terms(year, loans, exception=exception.pk)

    answer = browser(year.cast.company).post(page("agreement_add"), values)

    assert "exception" in answer.context["form"].errors
    with pytest.raises(BadInput, match="document_needed"):
        request_exception(year, document=" ")


def test_the_office_is_told_of_exceptions_and_only_it_confirms(year: Year, loans: list[int]):
    exception = request_exception(year)

    assert browser(year.cast.company).get(page("exception_confirm", exception.pk)).status_code == 403
    assert exception.document in browser(year.cast.office).get(page("exception_list")).content.decode()
    assert browser(year.cast.clerk).get(page("exception_list")).status_code == 403


def job_of(year: Year, **changes: object) -> tuple[str, dict[str, object]]:
    row = Participation.unguarded.filter(village=FIRST).first()
    values = {
        "member": row.household.members.get().pk,
        "post": "采菇工",
        "monthly_wage": "2000",
        "started_on": "2016-04-01",
        **changes,
    }
    return page("job_add", row.pk), values


def test_a_township_records_and_ends_a_job(year: Year):
    year.agreement()
    address, values = job_of(year)
    client = browser(year.cast.clerk)

    client.post(address, values)
    job = Job.unguarded.get()
    again = client.post(address, values)
    client.post(page("job_end", job.pk), {"ended_on": "2016-10-01", "reason": "回乡"})

    job.refresh_from_db()
    assert set(again.context["form"].errors) == {"member"}
    assert job.ended_on == datetime.date(2016, 10, 1)
    with pytest.raises(NotAllowedNow):
        services.end_job(actor=year.cast.clerk, job_id=job.pk, ended_on=job.ended_on, reason="x")


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("field", "value"), [("started_on", "2017-01-01"), ("started_on", "2016-02-01"), ("monthly_wage", "0")]
)
def test_a_job_with_a_wrong_value_is_refused_at_its_field(year: Year, field: str, value: str):
    year.agreement()
    address, values = job_of(year, **{field: value})

    answer = browser(year.cast.clerk).post(address, values)

    assert set(answer.context["form"].errors) == {field}
    assert not Job.unguarded.exists()


def test_a_job_of_another_township_does_not_exist(year: Year):
    year.agreement()
    address, values = job_of(year)

    assert browser(year.cast.clerk2).post(address, values).status_code == 404
    assert browser(make_user(("leadership", COUNTY))).post(address, values).status_code == 403


def test_a_job_goes_to_a_member_of_the_household_only(year: Year):
    year.agreement()
    row = Participation.unguarded.filter(village=FIRST).first()
    other = year.households[2].members.get()

    with pytest.raises(BadInput, match="not_of_the_household"):
        services.record_job(
            actor=year.cast.company,
            participation_id=row.pk,
            member_id=other.pk,
            post="x",
            monthly_wage=Decimal(2000),
            started_on=datetime.date(2016, 4, 1),
        )


def test_the_receipt_page_shows_what_the_money_would_cover(year: Year):
    year.agreement()
    values = {
        "enterprise": year.partner.pk,
        "received_on": "2016-11-30",
        "amount": "16000.00",
        "bank_reference": "R-7",
        "check": "1",
    }

    answer = browser(year.cast.company).post(page("receipt_add"), values)

    covered = answer.context["checked"]["covered"]
    assert [(row["count"], row["amount"]) for row in covered] == [(3, Decimal(15000)), (1, Decimal(1000))]
    assert answer.context["checked"]["left"] == 0
    assert not Receipt.unguarded.exists()


def test_money_is_laid_in_order_and_the_last_debt_gets_what_is_left():
    assert list(lay(Decimal(7), [("a", Decimal(5)), ("b", Decimal(5)), ("c", Decimal(5))])) == [
        ("a", Decimal(5)),
        ("b", Decimal(2)),
    ]
    assert list(lay(Decimal(0), [("a", Decimal(5))])) == []


@pytest.mark.usefixtures("dated")
def test_late_instalments_stand_in_their_list_and_on_the_enterprises_page(year: Year):
    year.agreement()
    client = browser(year.cast.company)

    late = client.get(page("instalment_list"), {"late": "true"})
    enterprise = client.get(page("enterprise_detail", year.partner.pk))

    assert late.context["table"].paginator.count == 3
    assert enterprise.context["overdue"] == {"count": 3, "amount": Decimal("15000.00")}


def reissue(client: Client, ids: list[int], **more: object) -> "object":
    return client.post(page("reissue_add"), {"ids": ids, **more})


def test_returned_and_held_lines_are_chosen_for_a_reissue_batch(year: Year):
    batch = year.settled(returned=("P00001",))
    line = Payout.unguarded.get(batch=batch, state="returned")
    client, key = browser(year.cast.company), uuid.uuid4()

    listed = client.get(page("failed_list")).content.decode()
    asked = reissue(client, [line.pk])
    made = reissue(client, [line.pk], confirmed="1", key=key)
    twice = reissue(client, [line.pk], confirmed="1", key=key)

    again = Batch.unguarded.get(kind="reissue")
    assert "账户已销户" in listed
    assert asked.status_code == 200
    assert made.url == twice.url == again.get_absolute_url()
    assert list(client.get(page("failed_list")).context["table"].data.data) == []


def test_a_line_that_was_paid_is_not_paid_again(year: Year):
    batch = year.settled()
    paid = Payout.unguarded.filter(batch=batch).first()

    answer = reissue(browser(year.cast.company), [paid.pk], confirmed="1", key=uuid.uuid4())

    assert answer.status_code == 422
    assert not Batch.unguarded.filter(kind="reissue").exists()


def test_a_township_reads_its_failed_lines_and_prepares_no_batch(year: Year):
    batch = year.settled(returned=("P00001",))
    line = Payout.unguarded.get(batch=batch, state="returned")
    mine, other = (
        (year.cast.clerk, year.cast.clerk2)
        if line.village_id == FIRST
        else (
            year.cast.clerk2,
            year.cast.clerk,
        )
    )

    assert line.head_name in browser(mine).get(page("failed_list")).content.decode()
    assert line.head_name not in browser(other).get(page("failed_list")).content.decode()
    assert reissue(browser(mine), [line.pk]).status_code == 403


def test_a_households_page_shows_what_it_is_owed_and_got(year: Year):
    year.settled()
    household = year.households[0]

    mine, foreign = (shown(household, user) for user in (year.cast.clerk, year.cast.clerk2))

    assert "2016-001" in mine
    assert "4,000.00" in mine
    assert "2016-001" not in foreign


def test_a_cadre_sees_what_his_own_household_is_owed_and_got(year: Year):
    year.settled()
    household = year.households[0]
    cadre = make_user(("village_cadre", household.village_id))

    assert "4,000.00" in shown(household, cadre)
    assert "4,000.00" in browser(cadre).get(page("participation_detail", part_of(household).pk)).content.decode()


def test_who_does_not_see_instalments_is_told_so(year: Year):
    year.settled()
    household = year.households[0]

    told = shown(household, year.cast.union)

    assert "4,000.00" not in told
    assert "应付日期" not in told
    assert "您的岗位" in told


def part_of(household: object) -> Participation:
    return Participation.unguarded.get(household=household)


def shown(household: object, user: object) -> str:
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load dividends_of_household %}{% dividends_of_household household %}")
    return template.render(Context({"request": request, "household": household}))


def test_a_loan_drawn_for_another_purpose_is_refused_with_its_reason(year: Year, loans: list[int]):
    services.sign_agreement(
        actor=year.cast.company,
        scheme_code="5411",
        enterprise_id=year.partner.pk,
        loan_ids=loans,
        terms=services.agreements.Terms(
            number="A-1", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 10)
        ),
    )

    with pytest.raises(PolicyRefused) as refusal:
        services.sign_agreement(
            actor=year.cast.company,
            scheme_code="5411",
            enterprise_id=year.partner.pk,
            loan_ids=loans,
            terms=services.agreements.Terms(
                number="A-2", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 10)
            ),
        )
    assert {reason.code for reason in refusal.value.params["reasons"]} == {"loan_taken"}
    assert Loan.unguarded.filter(pk__in=loans, participations__agreement__number="A-1").count() == 3

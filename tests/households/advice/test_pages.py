"""The pages of scores, templates and leads: what a person types, sees, and is refused."""

import datetime
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from households import services
from households.models import Household, Identification, ImportRun, Lead, Score, ScoringTemplate
from tests.households.advice.conftest import CAR, PNG, answers, check, decide, line, list_of, row_of
from tests.households.advice.test_leads import to_second_notice
from tests.households.conftest import TODAY
from tests.households.factories import id_of
from tests.households.pages import body, page_of, signed_in, url
from yuping.accounts.models import User
from yuping.core.models import Installation

pytestmark = pytest.mark.usefixtures("demo_day")
Imported = Callable[..., ImportRun]


def typed(**changes: str) -> dict[str, str]:
    """What a browser posts for the answers of the conftest."""
    return {"date": "2016-11-10", "scorer": "杨帆", **{key: str(value) for key, value in answers().items()}} | changes


def test_a_cadre_scores_a_household_on_its_page(cadre_user: User, household: Household) -> None:
    page = page_of(cadre_user, "score_record", pk=household.pk)
    assert page.context["form"].initial["house"] == "brick"
    assert page.context["file_year"] == 2016

    answer = signed_in(cadre_user).post(url("score_record", pk=household.pk), typed(grain="３２０"))

    assert answer.url == url("household_scores", pk=household.pk)
    score = Score.unguarded.get()
    assert (score.total, score.band) == (74, "borderline")
    shown = body(page_of(cadre_user, "household_scores", pk=household.pk))
    assert "砖混结构" in shown
    assert "74" in shown


def test_an_answer_against_the_file_is_refused_at_its_reason_and_nothing_typed_is_lost(
    clerk: User, household: Household
) -> None:
    client = signed_in(clerk)
    answer = client.post(url("score_record", pk=household.pk), typed(house="wood", note="雨天入户"))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"house_reason"}
    assert "雨天入户" in body(answer)
    assert (
        client.post(url("score_record", pk=household.pk), typed(house="wood", house_reason="未入住")).status_code == 302
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grain": "多"}, "grain"),
        ({"grain": "-3"}, "grain"),
        ({"house": "castle"}, "house"),
        ({"debt": ""}, "debt"),
        ({"date": "2016-12-02"}, "date"),
        ({"date": "2013-12-31"}, "__all__"),
        ({"scorer": ""}, "scorer"),
    ],
)
def test_a_mistake_in_a_score_is_marked_at_its_field(
    clerk: User, household: Household, changes: dict[str, str], field: str
) -> None:
    answer = signed_in(clerk).post(url("score_record", pk=household.pk), typed(**changes))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_an_applicant_is_scored_and_the_application_shows_it_as_advice(
    clerk: User, application: Identification
) -> None:
    signed_in(clerk).post(url("applicant_score", pk=application.pk), typed())

    assert Score.unguarded.get().identification == application
    shown = body(signed_in(clerk).get(application.get_absolute_url()))
    assert 'class="num">74' in shown


def test_a_correction_leads_from_the_wrong_score_to_the_right_one(clerk: User, household: Household) -> None:
    wrong = services.record_score(actor=clerk, row=row_of(household))
    client = signed_in(clerk)
    assert client.get(url("score_correct", pk=wrong.pk)).context["form"].initial["grain"] == "320"

    client.post(url("score_correct", pk=wrong.pk), typed(debt="30000", reason="漏填助学贷款"))

    right = Score.unguarded.get(replaces=wrong)
    assert right.total == 68
    assert right.get_absolute_url() in body(client.get(wrong.get_absolute_url()))
    assert client.get(url("score_correct", pk=wrong.pk)).status_code == 404
    rows = client.get(url("score_list")).context["table"].data.data
    assert list(rows) == [right]
    assert list(client.get(url("score_list") + "?which=corrected").context["table"].data.data) == [wrong]


def test_the_list_of_households_finds_who_was_not_scored(clerk: User, household: Household) -> None:
    client = signed_in(clerk)

    def found(score: str) -> set[int]:
        return {row.pk for row in client.get(url("household_list") + f"?score={score}").context["table"].data}

    assert found("none") == {household.pk}

    services.record_score(actor=clerk, row=row_of(household))

    assert (found("none"), found("borderline"), found("poor")) == (set(), {household.pk}, set())


def test_the_sheet_is_printed_filled_in_and_empty(clerk: User, household: Household) -> None:
    empty = body(page_of(clerk, "score_sheet", pk=household.pk))
    assert "砖混结构" in empty
    services.record_score(actor=clerk, row=row_of(household))

    filled = body(page_of(clerk, "score_sheet", pk=household.pk))

    assert "74" in filled
    assert body(signed_in(clerk).get(url("score_sheet", pk=household.pk) + "?empty=1")) == empty
    assert signed_in(clerk).get(url("score_sheet", pk=household.pk) + "?score=9x").status_code == 404
    assert "320 · 300至400" in body(page_of(clerk, "file_print", pk=household.pk))


def test_the_office_drafts_corrects_and_publishes_a_template_on_the_pages(officer: User) -> None:
    client, standing = signed_in(officer), ScoringTemplate.objects.get(code="four_looks")
    client.post(url("template_draft", pk=standing.pk))
    draft = ScoringTemplate.objects.get(code="four_looks", version=2)
    item = draft.items.get(key="area")
    page = client.get(url("template_item_edit", pk=draft.pk, item=item.pk))
    form = {name: value for name, value in page.context["form"].initial.items() if value is not None}

    client.post(url("template_item_edit", pk=draft.pk, item=item.pk), form | {"label0": "不足13平方米"})
    client.post(
        url("template_edit", pk=draft.pk),
        {"name": "四看法", "direction": "low", "full_points": "100", "poor_limit": "55", "clear_limit": "80"},
    )
    answer = client.post(url("template_publish", pk=draft.pk), {"valid_from": "2017-01-01"})

    assert answer.status_code == 302
    draft.refresh_from_db()
    item.refresh_from_db()
    assert (draft.state, draft.poor_limit, item.options[0]["label"]) == ("published", 55, "不足13平方米")
    assert item.options[0]["up_to"] == "13"


def test_an_entry_of_the_file_keeps_its_code(officer: User) -> None:
    five = ScoringTemplate.objects.get(code="five_looks")
    item = five.items.get(key="house")
    client, address = signed_in(officer), url("template_item_edit", pk=five.pk, item=item.pk)
    form = {name: value for name, value in client.get(address).context["form"].initial.items() if value is not None}

    client.post(address, form | {"points1": "17"})

    item.refresh_from_db()
    assert {one["code"]: one["points"] for one in item.options}["level_c"] == 17


def test_what_is_wrong_with_a_draft_stands_on_its_page_instead_of_the_form(officer: User) -> None:
    five = ScoringTemplate.objects.get(code="five_looks")
    client = signed_in(officer)
    client.post(url("template_item_remove", pk=five.pk, item=five.items.get(key="work").pk))

    assert client.get(url("template_detail", pk=five.pk)).context["problems"]
    assert client.get(url("template_publish", pk=five.pk)).context["why"]


def test_a_list_is_imported_checked_and_decided_on_the_pages(officer: User, clerk: User, household: Household) -> None:
    office = signed_in(officer)
    file = SimpleUploadedFile("公安.xlsx", list_of(line(id_of(1)), line(id_of(777), "生人")))
    uploaded = office.post(url("import_upload"), {"kind": "leads", "file": file})
    run = ImportRun.objects.get()
    assert uploaded.url == run.get_absolute_url()
    assert (run.members, run.households) == (2, 1)
    office.post(url("import_confirm", pk=run.pk))
    lead = Lead.unguarded.get()
    assert run.get_absolute_url() in body(office.get(url("import_list")))

    evidence = SimpleUploadedFile("车.png", PNG)
    signed_in(clerk).post(
        url("lead_check", pk=lead.pk),
        {"date": "2016-12-01", "finding": "true", "reason": "车在院内", "evidence": evidence},
    )
    office.post(url("lead_decide", pk=lead.pk), {"outcome": "ineligible", "date": "2016-12-01", "reason": "自有轿车"})

    lead.refresh_from_db()
    assert lead.state == "ineligible"
    shown = body(signed_in(clerk).get(lead.get_absolute_url()))
    proposal = f"{url('propose_removal', pk=household.pk)}?lead={lead.pk}"
    assert proposal in shown
    asked = signed_in(clerk).get(proposal).context["form"].initial
    assert asked["ineligible_from"] == max(lead.data_on, household.registered_on)
    assert lead.department in asked["reason"]
    assert lead.get_absolute_url() in body(page_of(clerk, "household_detail", pk=household.pk))


def test_a_clerk_is_not_offered_the_negative_list(clerk: User, household: Household) -> None:
    client = signed_in(clerk)
    assert "leads" not in dict(client.get(url("import_upload")).context["form"].fields["kind"].choices)
    file = SimpleUploadedFile("公安.xlsx", list_of(line(id_of(1))))

    assert client.post(url("import_upload"), {"kind": "leads", "file": file}).status_code == 422


def test_numbers_of_a_lead_are_masked_until_a_reason_is_given(clerk: User, lead: Lead) -> None:
    client = signed_in(clerk)
    masked = body(client.get(lead.get_absolute_url()))
    assert CAR not in masked
    assert "D12345" not in masked

    shown = client.post(url("lead_reveal", pk=lead.pk), {"reason": "入户核查"})

    assert CAR in body(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get(url("reveal", kind="lead", pk=lead.pk)).status_code == 404


def test_evidence_is_a_download_within_the_area_alone(clerk: User, far_clerk: User, lead: Lead) -> None:
    check(clerk, lead)
    step = lead.steps.get()

    answer = signed_in(clerk).get(url("lead_evidence", pk=step.pk))

    assert answer.content == PNG
    assert "attachment" in answer.headers["Content-Disposition"]
    assert signed_in(far_clerk).get(url("lead_evidence", pk=step.pk)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": ""}, "reason"), ({"finding": ""}, "finding"), ({"date": "2016-12-02"}, "date")],
)
def test_a_mistake_in_a_check_is_marked(clerk: User, lead: Lead, changes: dict[str, str], field: str) -> None:
    given = {
        "date": "2016-11-20",
        "finding": "true",
        "reason": "车在院内",
        "evidence": SimpleUploadedFile("a.png", PNG),
    }

    answer = signed_in(clerk).post(url("lead_check", pk=lead.pk), given | changes)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_the_work_list_names_what_waits(clerk: User, officer: User, lead: Lead) -> None:
    def waiting(user: User) -> str:
        return body(signed_in(user).get("/"))

    page = url("lead_list")
    assert f"{page}?state=open" in waiting(clerk)
    check(clerk, lead)
    assert f"{page}?state=open" not in waiting(clerk)
    assert f"{page}?state=checked&amp;others=yes" in waiting(officer)
    Installation.objects.update(business_date=datetime.date(2016, 12, 10))
    assert f"{page}?late=overdue" in waiting(officer)


def test_the_list_of_leads_is_filtered_by_state_kind_and_days(clerk: User, officer: User, lead: Lead) -> None:
    client = signed_in(clerk)

    def found(query: str) -> int:
        return client.get(f"{url('lead_list')}?{query}").context["table"].data.data.count()

    assert [found(q) for q in ("state=open", "kind=house", "late=undecided", "late=overdue", "q=石水生")] == [
        1,
        0,
        1,
        1,
        1,
    ]
    check(clerk, lead)
    decide(officer, lead, "eligible")
    assert [found(q) for q in ("state=open", "state=eligible", "late=undecided")] == [0, 1, 0]


def test_an_application_says_that_a_lead_stands_in_its_way(
    officer: User, clerk: User, application: Identification, imported: Imported
) -> None:
    imported(line(id_of(901)))
    to_second_notice(clerk, application)

    page = signed_in(officer).get(application.get_absolute_url())

    compare = next(move for move in page.context["moves"] if "compare" in move.url)
    assert "1" in compare.reason
    answer = signed_in(officer).post(url("identification_compare", pk=application.pk), {"date": str(TODAY)})
    assert answer.status_code == 422


def test_the_empty_sheet_names_every_choice_with_its_points(clerk: User, household: Household) -> None:
    sheet = body(page_of(clerk, "score_sheet", pk=household.pk))

    for words in ("土坯房（3）", "木结构（5）", "D级危房（0）"):
        assert words in sheet


def test_the_form_of_a_score_leads_to_where_its_paper_is_attached(clerk: User, household: Household) -> None:
    shown = body(page_of(clerk, "score_record", pk=household.pk))

    assert f'href="{url("document_attach", pk=household.pk)}"' in shown

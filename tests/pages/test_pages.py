"""The generic record, form, move and print pages, and the error pages."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.pages import site
from tests.people import OTHER_TOWNSHIP
from yuping.accounts.pages import DetailPage, FormPage, Page

OWN, FOREIGN = "520622001201", "520622102201"


def test_a_record_of_the_area_opens_and_one_of_another_does_not_exist(clerk: Client) -> None:
    assert clerk.get(f"/try/{OWN}/").status_code == 200
    assert clerk.get(f"/try/{FOREIGN}/").status_code == 404


def test_an_empty_value_is_a_dash(clerk: Client) -> None:
    assert "<dd>—</dd>" in clerk.get(f"/try/{OWN}/").content.decode()


@pytest.mark.parametrize("pk", ["%00", "1'", "𠮷", "9" * 400])
def test_an_odd_key_in_the_address_is_not_found(clerk: Client, pk: str) -> None:
    assert clerk.get(f"/try/{pk}/").status_code == 404


def test_a_page_without_permission_can_not_be_defined() -> None:
    with pytest.raises(ImproperlyConfigured):
        type("Forgotten", (Page,), {})
    with pytest.raises(ImproperlyConfigured):
        type("Forgotten", (FormPage,), {})
    with pytest.raises(ImproperlyConfigured):
        type("Forgotten", (DetailPage,), {})


def test_a_form_offers_only_places_of_the_area(clerk: Client) -> None:
    fields = clerk.get("/try/form/").context["form"].fields

    assert {village.pk[:9] for village in fields["village"].queryset} == {OWN[:9]}
    assert OTHER_TOWNSHIP not in {township.pk for township in fields["township"].queryset}


def test_a_form_says_in_words_what_is_required_and_nothing_of_the_rest(clerk: Client) -> None:
    page = clerk.get("/try/form/").content.decode()
    labels = dict(re.findall(r'<label class="form-label" for="id_(\w+)">(.*?)</label>', page, re.DOTALL))

    assert {name: "必填" in label for name, label in labels.items()} == {
        "village": True,
        "township": False,
        "amount": True,
    }
    assert "选填" not in page
    assert "必填" not in clerk.get("/try/").content.decode()


def test_an_amount_among_the_facts_is_written_like_everywhere(clerk: Client) -> None:
    page = clerk.get(f"/try/{OWN}/").content.decode()

    assert "<dd>568,000.00</dd>" in page
    assert "<dd>2016</dd>" in page


def test_a_form_without_the_verb_is_403(leader: Client) -> None:
    assert leader.get("/try/form/").status_code == 403
    assert leader.post("/try/form/", {"village": OWN, "amount": "1"}).status_code == 403


def test_a_form_saves_through_the_service_and_leads_on(clerk: Client) -> None:
    page = clerk.post("/try/form/", {"village": OWN, "amount": "1"})

    assert page.status_code == 302
    assert site.done[0]["village"].pk == OWN


def test_a_foreign_place_is_refused_by_the_form(clerk: Client) -> None:
    page = clerk.post("/try/form/", {"village": FOREIGN, "amount": "1"})

    assert page.status_code == 422
    assert site.done == []


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(clerk: Client) -> None:
    page = clerk.post("/try/form/", {"village": OWN, "amount": "-7"})

    assert page.status_code == 422
    assert page.context["form"].errors["amount"]
    assert 'value="-7"' in page.content.decode()


def test_every_reason_of_a_refusal_stands_in_the_summary(clerk: Client) -> None:
    page = clerk.post("/try/form/", {"village": OWN, "amount": "10"})

    assert len(page.context["form"].non_field_errors()) == 2


def test_a_move_names_its_consequence_and_acts_on_post(clerk: Client) -> None:
    asked = clerk.get(f"/try/{OWN}/move/")
    done = clerk.post(f"/try/{OWN}/move/", {"reason": "because", "expected_digest": "d1"})

    assert asked.context["consequence"]
    assert 'name="expected_digest" value="d1"' in asked.content.decode()
    assert done.status_code == 302
    assert site.done == [(OWN, "because")]


def test_a_move_refused_by_the_rules_shows_why(clerk: Client) -> None:
    page = clerk.post(f"/try/{OWN}/move/", {"reason": "because", "expected_digest": "other"})

    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert site.done == []


def test_a_move_on_a_foreign_record_is_404_and_without_the_verb_403(clerk: Client, leader: Client) -> None:
    assert clerk.post(f"/try/{FOREIGN}/move/", {"reason": "x"}).status_code == 404
    assert leader.post(f"/try/{OWN}/move/", {"reason": "x"}).status_code == 403


def test_a_paper_has_its_lines_for_signatures(clerk: Client) -> None:
    page = clerk.get(f"/try/{OWN}/print/").content.decode()

    assert "Filled in by" in page
    assert "paper.css" in page


def test_an_error_shows_no_detail(clerk: Client) -> None:
    clerk.raise_request_exception = False

    page = clerk.get("/try/broken/")

    assert page.status_code == 500
    assert "broken on purpose" not in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_no_page_holds_inline_script_or_style(clerk: Client) -> None:
    pages = [clerk.get(url).content.decode() for url in ("/try/", "/try/form/", f"/try/{OWN}/", "/")]

    assert not any(" style=" in page or "<style" in page or " onclick=" in page for page in pages)
    assert not any("<script>" in page for page in pages)

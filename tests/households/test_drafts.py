"""What is half entered is kept for the one who types it, and for nobody else; nothing is silently overwritten."""

import datetime
import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from households import services
from households.models import Draft, Household, HouseholdYear
from households.policy.drafts import MOST_LETTERS, read_typed
from households.services import DraftPlace, Seen, drop_draft, keep_draft, sweep_drafts
from households.worklist import files_waiting
from tests.households.conftest import TODAY
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.pages import body, official_form, page_of, signed_in, url
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("demo_day")

REGISTER = "household_register"


def keep(client: Client, address: str, owner: User, typed: dict[str, object], **sent: object) -> HttpResponse:
    """What the page posts when a field is left."""
    return client.post(address, {**typed, "keep_draft": "1", "draft_owner": owner.pk, **sent})


def told(answer: HttpResponse) -> dict[str, object]:
    return json.loads(answer.content)


def half(village: Village, **changes: object) -> dict[str, object]:
    return official_form(village, **{"y-population_end": "", "m1-relation": "", "y-wage_income": "abc", **changes})


def test_a_half_entered_registration_is_shown_again_as_it_was_typed(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    answer = told(keep(client, url(REGISTER), clerk, half(village, **{"m0-health": ["2", "4"]})))

    again = client.get(answer["address"])

    text = body(again)
    for typed in ("5206000000001", id_of(101), "李秀英", "abc", f'value="{village.pk}" selected'):
        assert typed in text
    form = again.context["form"]
    assert form.grid.forms[0]["health"].value() == ["2", "4"]
    assert form.mistakes() == []
    assert not Household.unguarded.exists()


def test_nothing_is_marked_wrong_while_it_is_being_entered(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    answer = told(keep(client, url(REGISTER), clerk, half(village)))

    assert "field-wrong" not in body(client.get(answer["address"]))


def test_each_keeping_replaces_the_one_before(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    first = told(keep(client, url(REGISTER), clerk, half(village)))
    second = told(
        keep(client, url(REGISTER), clerk, half(village, address="街上12号"), draft=first["draft"], draft_revision=1)
    )

    assert (first["revision"], second["revision"]) == (1, 2)
    assert Draft.objects.get().typed.value("address") == "街上12号"


def test_numbers_stand_sealed_in_the_table(clerk: User, village: Village) -> None:
    keep(signed_in(clerk), url(REGISTER), clerk, half(village))

    row = Draft.objects.get()
    assert id_of(101) not in row.content.token
    assert str(row.content) == "••••••"
    assert row.typed.value("m0-id_number") == id_of(101)


def test_an_older_window_is_told_and_overwrites_nothing(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    first = told(keep(client, url(REGISTER), clerk, half(village)))
    newer = keep(client, url(REGISTER), clerk, half(village, address="新"), draft=first["draft"], draft_revision=1)

    older = keep(client, url(REGISTER), clerk, half(village, address="旧"), draft=first["draft"], draft_revision=1)

    assert (newer.status_code, older.status_code) == (200, 409)
    assert told(older)["said"]
    assert Draft.objects.get().typed.value("address") == "新"


def test_a_second_window_of_the_same_yearly_record_is_told(clerk: User, village: Village) -> None:
    household, client = make_household(village), signed_in(clerk)
    address = url("year_current", pk=household.pk)
    assert keep(client, address, clerk, {"farmland": "3"}).status_code == 200

    assert keep(client, address, clerk, {"farmland": "4"}).status_code == 409
    assert Draft.objects.get().typed.value("farmland") == "3"


def test_a_discarded_draft_does_not_come_back(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))
    client.post(url("draft_discard", pk=kept["draft"]))

    answer = keep(client, url(REGISTER), clerk, half(village), draft=kept["draft"], draft_revision=1)

    assert answer.status_code == 409
    assert not Draft.objects.exists()


def test_the_draft_goes_when_the_form_is_saved(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))

    saved = client.post(
        kept["address"], {**official_form(village), "draft": kept["draft"], "draft_revision": kept["revision"]}
    )

    assert saved.status_code == 302
    assert Household.unguarded.count() == 1
    assert not Draft.objects.exists()


def test_the_draft_stays_when_the_form_is_refused_and_its_window_goes_on(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))

    wrong = client.post(kept["address"], {**half(village), "draft": kept["draft"], "draft_revision": 1})

    assert wrong.status_code == 422
    assert f'name="draft" value="{kept["draft"]}"' in body(wrong)
    assert 'name="draft_revision" value="1"' in body(wrong)
    assert Draft.objects.exists()


def test_what_another_window_has_typed_since_survives_the_saving_of_an_older_one(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))
    keep(client, url(REGISTER), clerk, half(village, address="新"), draft=kept["draft"], draft_revision=1)

    client.post(url(REGISTER), {**official_form(village), "draft": kept["draft"], "draft_revision": 1})

    assert Household.unguarded.count() == 1
    assert Draft.objects.get().typed.value("address") == "新"


def test_the_grid_and_the_yearly_record_go_on_where_they_were(clerk: User, village: Village) -> None:
    household, client = make_household(village), signed_in(clerk)
    head = household.members.get()
    keep(client, url("members_edit", pk=household.pk), clerk, {f"s{head.pk}-name": "王伟伟", "row": ["0", "5"]})
    keep(client, url("year_edit", pk=household.pk, year=2016), clerk, {"farmland": "3.75", "reason": "更正"})

    grid = client.get(url("members_edit", pk=household.pk))
    year = client.get(url("year_current", pk=household.pk))

    assert "王伟伟" in body(grid)
    assert [form.prefix for form in grid.context["form"].grid] == [f"s{head.pk}", "m0", "m5"]
    assert year.context["form"]["farmland"].value() == "3.75"
    assert year.context["form"]["reason"].value() == "更正"
    head.refresh_from_db()
    assert head.name == "王伟"
    assert not HouseholdYear.unguarded.exists()


def test_a_member_who_came_on_file_since_shows_what_is_on_file(clerk: User, village: Village) -> None:
    household, client = make_household(village), signed_in(clerk)
    head = household.members.get()
    address = url("members_edit", pk=household.pk)
    keep(client, address, clerk, {f"s{head.pk}-name": "王伟伟"}, draft_basis=client.get(address).context["draft"].basis)
    make_member(household, number=4, name="李新来")

    page = client.get(address)

    assert page.context["form"].grid.forms[1]["name"].value() == "李新来"
    assert page.context["draft"].changed


def test_a_record_changed_by_others_since_is_told(clerk: User, officer: User, village: Village) -> None:
    household, client = make_household(village), signed_in(clerk)
    record = make_year(household)
    address = url("year_current", pk=household.pk)
    keep(client, address, clerk, {"farmland": "3"}, draft_basis=client.get(address).context["draft"].basis)
    assert not client.get(address).context["draft"].changed

    record.farmland = 9
    record.save(update_fields=["farmland"])

    assert client.get(address).context["draft"].changed


@pytest.mark.parametrize(
    "typed",
    [
        {"address": "字" * 1001},
        {"<script>": "1"},
        {"Address": "1"},
        {f"m{row}-name": "字" * 999 for row in range(MOST_LETTERS // 999 + 1)},
    ],
    ids=["long value", "odd name", "capital", "too much"],
)
def test_bad_input_is_refused_with_a_sentence(clerk: User, typed: dict[str, object]) -> None:
    answer = keep(signed_in(clerk), url(REGISTER), clerk, typed)

    assert answer.status_code == 422
    assert told(answer)["said"]
    assert not Draft.objects.exists()


def test_odd_keys_of_a_draft_are_no_error_of_the_server(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    for key in ("x", "²", "-1", "9" * 30, "0"):
        assert client.get(f"{url(REGISTER)}?draft={key}").status_code == 200
        answer = keep(client, url(REGISTER), clerk, half(village), draft=key, draft_revision=key)
        assert answer.status_code in {200, 409}


def test_a_person_keeps_a_limited_number(clerk: User, village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("households.services.drafts.MOST_DRAFTS", 2)
    client = signed_in(clerk)

    statuses = [keep(client, url(REGISTER), clerk, half(village)).status_code for _time in range(3)]

    assert statuses == [200, 200, 422]


def test_the_list_says_what_how_far_and_since_when(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))

    text = body(client.get(url("draft_list")))

    assert "王伟" in text
    assert kept["address"] in text
    assert url("draft_discard", pk=kept["draft"]) in text
    assert id_of(101) not in text
    assert {item.url: item.count for item in files_waiting(clerk, TODAY)}[url("draft_list")] == 1


def test_discarding_asks_once_and_throws_away(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))

    assert client.get(url("draft_discard", pk=kept["draft"])).status_code == 200
    assert Draft.objects.exists()
    assert client.post(url("draft_discard", pk=kept["draft"])).status_code == 302
    assert not Draft.objects.exists()


def test_old_drafts_are_hidden_and_cleared_when_the_next_is_begun(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))
    Draft.objects.update(saved_at=timezone.now() - datetime.timedelta(days=31))

    assert "王伟" not in body(client.get(kept["address"]))
    keep(client, url("year_current", pk=make_household(village).pk), clerk, {"farmland": "1"})
    assert [row.page for row in Draft.objects.all()] == ["year"]


def test_a_draft_of_today_is_not_swept(clerk: User, village: Village) -> None:
    keep(signed_in(clerk), url(REGISTER), clerk, half(village))

    assert sweep_drafts() == 0


def test_a_draft_is_in_no_list_count_or_audit_record(clerk: User, officer: User, village: Village) -> None:
    before = AuditEntry.objects.count()
    keep(signed_in(clerk), url(REGISTER), clerk, half(village))

    assert AuditEntry.objects.count() == before
    assert "王伟" not in body(page_of(officer, "household_list"))
    assert "王伟" not in body(page_of(officer, "member_list"))
    # The same person can be put on file by somebody else: a draft is no double.
    assert signed_in(officer).post(url(REGISTER), official_form(village)).status_code == 302


def test_the_verbs_stand_behind_the_page(clerk: User, second_clerk: User, village: Village) -> None:
    typed = read_typed([("village", village.pk), ("m0-name", "王伟")])
    draft = keep_draft(actor=clerk, place=DraftPlace("register"), typed=typed, seen=Seen())

    assert not drop_draft(actor=second_clerk, seen=Seen(draft.pk, 1))
    with pytest.raises(Draft.DoesNotExist):
        services.discard_draft(actor=second_clerk, draft_id=draft.pk)
    assert drop_draft(actor=clerk, seen=Seen(draft.pk, 1))


@pytest.mark.parametrize("odd", ["\0", "xyz", "A" * 64, "a" * 65, "a" * 64 + "\n"])
def test_a_basis_that_is_no_digest_counts_as_not_given(clerk: User, village: Village, odd: str) -> None:
    household = make_household(village)

    answer = keep(signed_in(clerk), url("year_edit", pk=household.pk, year=2016), clerk, {"x": "1"}, draft_basis=odd)

    assert answer.status_code == 200
    assert Draft.objects.get().basis == ""


def test_what_a_window_kept_while_its_form_was_sent_goes_with_it(clerk: User, village: Village) -> None:
    client, window = signed_in(clerk), "a" * 32
    kept = told(keep(client, url(REGISTER), clerk, half(village), draft_window=window))
    # This keeping was on its way when the form was sent: the form knows only the one before.
    later = {"draft": kept["draft"], "draft_revision": 1, "draft_window": window}
    keep(client, url(REGISTER), clerk, half(village, address="新"), **later)

    client.post(url(REGISTER), {**official_form(village), **later})

    assert Household.unguarded.count() == 1
    assert not Draft.objects.exists()


def test_what_a_window_sends_after_its_form_was_saved_is_kept_no_more(clerk: User, village: Village) -> None:
    client, window = signed_in(clerk), client_window(signed_in(clerk))
    client.post(url(REGISTER), {**official_form(village), "draft_window": window})

    answer = keep(client, url(REGISTER), clerk, half(village), draft_window=window)

    assert answer.status_code == 409
    assert not Draft.objects.exists()


def client_window(client: Client) -> str:
    """What the page gives each showing of the form."""
    return client.get(url(REGISTER)).context["draft"].window


def test_a_new_member_has_a_draft_for_each_way_of_coming(clerk: User, village: Village) -> None:
    household, client = make_household(village), signed_in(clerk)
    address = url("member_add", pk=household.pk)
    keep(client, f"{address}?kind=01", clerk, {"m0-name": "陈小", "row": "0"})

    assert "陈小" in body(client.get(f"{address}?kind=01"))
    assert "陈小" not in body(client.get(f"{address}?kind=08"))
    assert "陈小" not in body(client.get(address))
    listed = body(client.get(url("draft_list")))
    assert f"{address}?kind=01" in listed
    assert "出生" in listed

"""Pages of the import: the verdict, the marked workbook, confirming, the empty form, the roster."""

import html
import io
import re
import zipfile
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.urls import reverse

from households.models import Household, ImportRun
from households.resources.sheets import MESSAGES
from households.services import confirm_import, confirm_payee_account, register_household, upload_households
from tests.households.conftest import OWN_TOWNSHIP, TODAY
from tests.households.factories import id_of, make_household
from tests.households.forms_of import CARD, account_facts, household_facts
from tests.households.sheets_of import rows_of, workbook
from tests.households.test_imports import changed, filled, other
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.models import Installation

UPLOAD = "households:import_upload"


def url(name: str, run: ImportRun) -> str:
    return reverse(f"households:import_{name}", args=[run.pk])


def send(user: User, data: bytes, name: str = "农户.xlsx", **more: str) -> HttpResponse:
    return browser(user).post(reverse(UPLOAD), {"kind": "households", "file": SimpleUploadedFile(name, data), **more})


def sheet_of(response: HttpResponse, name: str) -> openpyxl.worksheet.worksheet.Worksheet:
    assert response.headers["Content-Disposition"].startswith("attachment")
    return openpyxl.load_workbook(io.BytesIO(response.content))[name]


@pytest.fixture
def run(clerk: User, village: Village) -> ImportRun:
    """A checked upload of one household."""
    return upload_households(actor=clerk, data=workbook(*rows_of([filled(village)])), name="农户.xlsx")


@pytest.fixture
def faulty(clerk: User, village: Village) -> ImportRun:
    """An upload whose second household has a mistake."""
    homes, people = rows_of([filled(village), filled(village, **other(village))])
    homes[1]["主要致贫原因"] = "=HYPERLINK(1)"
    return upload_households(actor=clerk, data=workbook(homes, people), name="农户.xlsx")


def test_from_upload_to_file(clerk: User, village: Village) -> None:
    response = send(clerk, workbook(*rows_of([filled(village)])))
    run = ImportRun.objects.get()
    assert response.headers["Location"] == url("detail", run)

    client = browser(clerk)
    assert url("confirm", run) in client.get(url("detail", run)).content.decode()
    client.get(url("confirm", run))
    assert not Household.unguarded.exists()
    client.post(url("confirm", run))

    assert Household.unguarded.get().number == filled(village).number
    assert "农户.xlsx" in client.get(reverse("households:import_list")).content.decode()


def test_faulty_rows_come_first_and_cant_be_confirmed(clerk: User, faulty: ImportRun) -> None:
    client = browser(clerk)
    page = client.get(url("detail", faulty))

    assert page.context["page"].rows[0][0].row == 3
    assert url("confirm", faulty) not in page.content.decode()
    assert client.post(url("confirm", faulty)).status_code == 422
    assert not Household.unguarded.exists()


def test_the_marked_workbook_names_each_mistake_and_runs_nothing(clerk: User, faulty: ImportRun) -> None:
    page = sheet_of(browser(clerk).get(url("marked", faulty)), "农户")
    headings = {cell.value: cell.column for cell in page[1]}

    marked = page.cell(3, headings["主要致贫原因"])
    assert marked.fill.fgColor.rgb == "FFF4C7C3"
    assert page.cell(3, headings[MESSAGES]).value.startswith("主要致贫原因")
    assert page.cell(2, headings["主要致贫原因"]).fill.fgColor.rgb != "FFF4C7C3"
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_formula_comes_back_as_its_value(clerk: User, village: Village) -> None:
    homes, people = rows_of([filled(village)])
    data = workbook(homes, people, D2='=WEBSERVICE("http://x")')
    assert send(clerk, data).status_code == 422
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, re.sub(rb"</f><v\s*(/>|></v>)", b"</f><v>1</v>", before.read(name)))
    send(clerk, target.getvalue())

    response = browser(clerk).get(url("marked", ImportRun.objects.get()))

    assert all(cell.data_type != "f" for row in sheet_of(response, "农户").iter_rows() for cell in row)


def test_the_corrected_workbook_with_its_messages_is_taken(clerk: User, village: Village) -> None:
    homes, people = rows_of([filled(village)])
    homes[0][MESSAGES] = "主要致贫原因: …"

    send(clerk, workbook(homes, people))

    assert ImportRun.objects.get().errors == 0


@pytest.mark.parametrize("page", ["detail", "marked", "confirm", "discard"])
def test_another_persons_upload_does_not_exist(page: str, second_clerk: User, far_clerk: User, run: ImportRun) -> None:
    for user in (second_clerk, far_clerk):
        assert browser(user).get(url(page, run)).status_code == 404
    assert browser(far_clerk).post(url("confirm", run)).status_code == 404
    assert not Household.unguarded.exists()
    assert AuditEntry.objects.filter(outcome="refused", object_id=str(run.pk)).exists()


def test_nothing_but_the_number_of_the_upload_is_taken_from_the_confirming_request(
    clerk: User, run: ImportRun, far_village: Village
) -> None:
    smuggled = {"import_file_name": "/etc/passwd", "village": far_village.pk, "id": "1", "format": "0", "resource": "x"}

    browser(clerk).post(url("confirm", run), smuggled)

    assert Household.unguarded.get().village_id != far_village.pk


def test_confirming_twice_says_so(clerk: User, run: ImportRun) -> None:
    client = browser(clerk)
    client.post(url("confirm", run))

    again = client.post(url("confirm", run))

    assert again.status_code == 422
    assert Household.unguarded.count() == 1


def test_a_discarded_upload_is_wiped(clerk: User, run: ImportRun) -> None:
    browser(clerk).post(url("discard", run))

    run.refresh_from_db()
    assert (run.state, bool(run.payload), bool(run.verdict)) == ("discarded", False, False)


@pytest.mark.parametrize("page", ["import_list", "import_upload", "import_form", "roster_export"])
def test_without_the_permission_no_page_opens(page: str, leader: User, stranger: User, cadre_user: User) -> None:
    for user in (leader, stranger, cadre_user):
        assert browser(user).get(reverse(f"households:{page}")).status_code == 403
        assert browser(user).post(reverse(f"households:{page}")).status_code in (403, 405)


def test_written_imports_of_the_area_are_seen_by_colleagues_alone(
    clerk: User, second_clerk: User, far_clerk: User, run: ImportRun
) -> None:
    listed = reverse("households:import_list")
    assert "农户.xlsx" not in browser(second_clerk).get(listed).content.decode()

    browser(clerk).post(url("confirm", run))

    assert "农户.xlsx" in browser(second_clerk).get(listed).content.decode()
    assert "农户.xlsx" not in browser(far_clerk).get(listed).content.decode()
    assert browser(far_clerk).get(url("detail", run)).status_code == 404


@pytest.mark.parametrize("name", ["农户.xlsm", "农户.csv", "农户.xlsx"])
def test_what_is_no_workbook_is_said_in_the_form(clerk: User, name: str) -> None:
    response = send(clerk, b"<html></html>", name)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert not ImportRun.objects.exists()


def test_the_verdict_is_read_in_few_queries(
    clerk: User, village: Village, django_assert_max_num_queries: object, run: ImportRun
) -> None:
    client = browser(clerk)
    with django_assert_max_num_queries(12):
        client.get(url("detail", run))


def test_the_empty_form_filled_in_is_taken(clerk: User, village: Village) -> None:
    response = browser(clerk).get(reverse("households:import_form"))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    homes, people = rows_of([filled(village)])
    for title, row in (("农户", homes[0]), ("家庭成员", people[0]), ("家庭成员", people[1])):
        page = book[title]
        headings = [cell.value.rstrip("*") for cell in page[1]]
        page.append([row[heading] for heading in headings])
    target = io.BytesIO()
    book.save(target)

    send(clerk, target.getvalue())

    assert (ImportRun.objects.get().households, ImportRun.objects.get().errors) == (1, 0)


def roster(user: User, **asked: str) -> HttpResponse:
    return browser(user).post(reverse("households:roster_export"), {"year": "2016", **asked})


@pytest.fixture
def registered(clerk: User, second_clerk: User, village: Village, far_village: Village) -> Household:
    """A household with a verified account, and one of another township."""
    facts = household_facts(village, account=account_facts(), address="=1+1")
    household = register_household(actor=clerk, household=facts)
    account = household.payeeaccounts.get()
    confirm_payee_account(actor=second_clerk, account_id=account.pk)
    make_household(far_village, number=77, head_name="冉光明")
    return household


def test_the_roster_is_masked_and_of_the_area_alone(clerk: User, registered: Household) -> None:
    page = sheet_of(roster(clerk), f"{OWN_TOWNSHIP}2016年建档立卡人口花名册")
    cells = [str(cell.value) for row in page.iter_rows() for cell in row]

    assert id_of(101) not in cells
    assert CARD not in cells
    assert any(value.startswith(id_of(101)[:6] + "*") for value in cells)
    assert "冉光明" not in cells
    entry = AuditEntry.objects.get(verb="households.export_household")
    assert (entry.facts["rows"], entry.facts["in_full"]) == (2, False)


def test_numbers_in_full_need_a_reason_which_is_on_record(clerk: User, registered: Household) -> None:
    assert roster(clerk, in_full="on").status_code == 422

    page = sheet_of(roster(clerk, in_full="on", reason="银行核对账户"), f"{OWN_TOWNSHIP}2016年建档立卡人口花名册")

    cells = [str(cell.value) for row in page.iter_rows() for cell in row]
    assert id_of(101) in cells
    assert CARD in cells
    assert AuditEntry.objects.get(verb="households.export_household").reason == "银行核对账户"


def test_a_village_of_another_township_is_no_choice(clerk: User, registered: Household, far_village: Village) -> None:
    assert roster(clerk, village=far_village.pk).status_code == 422


def test_the_command_imports_by_the_same_way(officer: User, village: Village, tmp_path: object, capsys: object) -> None:
    good, bad, out = (tmp_path / name for name in ("good.xlsx", "bad.xlsx", "out.xlsx"))
    good.write_bytes(workbook(*rows_of([filled(village)])))
    bad.write_bytes(changed(village, 0, "主要致贫原因", "懒"))

    with pytest.raises(CommandError):
        call_command("import_households", str(good))
    with pytest.raises(CommandError):
        call_command("import_households", str(bad), "--as", "officer", "--errors", str(out))
    assert "主要致贫原因" in [*openpyxl.load_workbook(out)["农户"].values][1][-1]
    call_command("import_households", str(good), "--dry-run", "--as", "officer")
    assert not Household.unguarded.exists()

    call_command("import_households", str(good), "--as", "officer")

    assert Household.unguarded.count() == 1
    assert id_of(101) not in capsys.readouterr().out


def test_in_a_demo_the_command_acts_as_the_poverty_office(officer: User, village: Village, tmp_path: object) -> None:
    Installation.objects.create(county_code="520622", county_name="玉屏", is_demo=True)
    file = tmp_path / "good.xlsx"
    file.write_bytes(workbook(*rows_of([filled(village)])))

    call_command("import_households", str(file))

    assert AuditEntry.objects.get(verb="households.import_households").actor_id == officer.pk


def test_an_import_leads_to_the_files_it_made_and_to_what_was_found_there(
    clerk: User, far_clerk: User, village: Village, run: ImportRun
) -> None:
    earlier = make_household(village, number=77, head_name="冉光明")
    confirm_import(actor=clerk, run_id=run.pk)
    client, made = browser(clerk), Household.unguarded.exclude(pk=earlier.pk).get()

    shown = client.get(url("detail", run)).content.decode()

    links = re.findall(r'href="(/households/(?:findings/)?\?by_import=[^"]+)"', shown)
    assert len(links) == 2
    listed, found = (client.get(html.unescape(link)).content.decode() for link in links)
    assert (made.number in listed, earlier.number in listed) == (True, False)
    assert run.file_name in listed
    assert found.count(made.head_name) >= 1
    # An import of somebody else's area narrows nothing and shows nothing.
    assert made.number not in browser(far_clerk).get(html.unescape(links[0])).content.decode()


def test_the_button_says_what_is_confirmed(clerk: User, run: ImportRun) -> None:
    assert "确认建档" in browser(clerk).get(url("confirm", run)).content.decode()
    ImportRun.objects.filter(pk=run.pk).update(kind="visits")

    shown = browser(clerk).get(url("confirm", run)).content.decode()

    assert "确认建档" not in shown


def test_lists_that_are_signed_name_area_year_and_kind(clerk: User, registered: Household) -> None:
    names = []
    for kind in ("persons", "households", "summary"):
        response = roster(clerk, roster=kind)
        names.append(unquote(response.headers["Content-Disposition"].rpartition("''")[2]))
        rows = [*openpyxl.load_workbook(io.BytesIO(response.content)).active.values]
        assert rows[0][0] == names[-1].rpartition("-")[0]
        assert (rows[2][0], rows[3][0]) == ("序号", 1)
        assert rows[-1][0].startswith("填表人：")
        assert "单位负责人（盖章）" in rows[-1][0]

    day = f"{TODAY:%Y%m%d}"
    assert names == [
        f"{OWN_TOWNSHIP}2016年{what}-{day}.xlsx" for what in ("建档立卡人口花名册", "贫困户花名册", "建档立卡汇总表")
    ]
    of_village = roster(clerk, roster="households", village=registered.village_id)
    assert registered.village.short_name in unquote(of_village.headers["Content-Disposition"])

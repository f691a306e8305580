"""Choosing how a file is read: its year, our own lists back again, and another try without uploading it anew."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from households import models
from households.models import ColumnProfile, Household, HouseholdYear, ImportRun, Member, MemberYear
from households.services import HowToRead, export_roster, import_check, imports, read_again
from households.services.import_jobs import receive_upload
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.layouts_of import persons, xlsx
from tests.households.pages import signed_in, url
from tests.people import post
from villages.models import Village
from yuping.accounts import quality
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.errors import NotAllowedNow
from yuping.core.phone import parse_phone
from yuping.core.vault import index_of

PHONE = "13800000001"


@pytest.fixture
def home(village: Village) -> Household:
    phone = parse_phone(PHONE)
    household = make_household(village, number=7, phone=phone, phone_index=index_of(phone, "phone"))
    wife = make_member(household, number=22, name="李秀英", ethnic_group="01")
    make_year(household, farmland=Decimal("3.00"), attribute="1", exit_flag="1")
    for member in household.members.all():
        MemberYear.unguarded.create(
            member=member, household=household, village_id=household.village_id, year=2016, education="2", health=["1"]
        )
    assert wife.household == household
    return household


def book(*rows: list[object]) -> bytes:
    """A list with a title that tells no year."""
    return xlsx([["登记表", *[""] * (len(rows[0]) - 1)], *rows])


def found_in(run: ImportRun) -> set[tuple[str, str]]:
    return {
        (remark.column, remark.code.removeprefix("households."))
        for row in import_check.verdict_rows(run)
        for remark in row.remarks
        if remark.code not in quality.rules()
    }


def edited(data: bytes, old: object, new: object) -> bytes:
    """The workbook with one value in the place of another."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == old:
                cell.value = new
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(user: User, data: bytes, **more: object) -> HttpResponse:
    file = SimpleUploadedFile("表.xlsx", data)
    return signed_in(user).post(url("import_upload"), {"kind": "years", "file": file, "year": 2016, **more})


@pytest.mark.parametrize("in_full", [False, True])
def test_our_own_list_of_persons_comes_back_masked_or_in_full(clerk: User, home: Household, in_full: bool) -> None:
    if in_full:
        post(clerk, Role.POVERTY_OFFICE, "520622")
    data = export_roster(actor=clerk, year=2016, in_full=in_full, reason="核对" if in_full else "")
    data = edited(data, "李秀英", "李秀英")
    run = imports.upload_households(actor=clerk, data=data, name="花名册.xlsx", kind="members")
    assert found_in(run) == set()
    assert {"行政村", "脱贫标志", "收款账号"} <= set(run.unread)

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert Member.unguarded.count() == 2
    # The household's phone, which the list shows with each person, has become nobody's own.
    assert set(Member.unguarded.values_list("phone_index", flat=True)) == {""}
    assert Member.unguarded.get(name="李秀英").id_number.open() == id_of(22)


def test_a_masked_number_means_who_is_on_file_under_this_name(clerk: User, home: Household) -> None:
    data = export_roster(actor=clerk, year=2016)

    renamed = edited(data, "李秀英", "李秀瑛")
    run = imports.upload_households(actor=clerk, data=renamed, name="花名册.xlsx", kind="members")

    assert found_in(run) == {("证件号码", "masked_unknown")}


def test_masked_numbers_make_no_new_file_and_no_account(clerk: User, home: Household) -> None:
    rows = [
        ["户编号", "收款人姓名", "开户行", "账户类型", "账号"],
        [home.number, "李秀英", "信用社", "银行卡", "****3453"],
    ]
    run = imports.upload_households(actor=clerk, data=book(*rows), name="表.xlsx", kind="accounts")

    assert ("账号", "masked") in found_in(run)


def test_our_own_list_of_households_changes_yearly_records(clerk: User, home: Household) -> None:
    data = export_roster(actor=clerk, year=2016, roster="households")
    data = edited(data, "一般贫困户", "低保贫困户")
    run = imports.upload_households(actor=clerk, data=data, name="花名册.xlsx", kind="years")
    assert found_in(run) == set()
    assert run.year_read == 2016

    imports.confirm_import(actor=clerk, run_id=run.pk)

    record = HouseholdYear.unguarded.get()
    assert (record.attribute, record.farmland, record.population_end) == ("4", Decimal("3.00"), 2)


def test_the_year_is_the_one_chosen_where_the_file_does_not_tell_it(clerk: User, home: Household) -> None:
    rows = [["户编号", "耕地面积", "年底家庭人口数"], [home.number, "2", 2]]

    send(clerk, book(*rows), year=2015)
    run = ImportRun.objects.get()
    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert (run.year_read, HouseholdYear.unguarded.get(year=2015).farmland) == (2015, Decimal("2.00"))
    titled = xlsx([["2014年登记表", "", ""], *rows])
    assert imports.upload_households(actor=clerk, data=titled, name="b.xlsx", kind="years", year=2016).year_read == 2014


def test_a_list_of_persons_without_year_takes_the_one_chosen(clerk: User, village: Village) -> None:
    grid = persons(village)
    grid[0][0] = "玉屏侗族自治县建档立卡贫困人口花名册"
    how = HowToRead("households", {}, 2016)

    run = receive_upload(actor=clerk, data=xlsx(grid), name="花名册.xlsx", how=how)

    assert (run.state, run.year_read) == ("checked", 2016)


def test_a_file_of_another_kind_stays_and_is_read_again(clerk: User, home: Household) -> None:
    rows = [["户编号", "走访日期", "走访人", "走访主题", "走访内容"], [home.number, "2016.5.10", "杨", "春耕", "看"]]
    answer = send(clerk, book(*rows))
    run = ImportRun.objects.get()
    client = signed_in(clerk)
    page = client.get(answer.headers["Location"]).content.decode()
    assert (run.state, url("import_again", pk=run.pk) in page) == ("received", True)
    assert f"{url('profile_new')}?upload={run.pk}" in page

    client.post(url("import_again", pk=run.pk), {"kind": "visits", "year": 2016})

    run.refresh_from_db()
    assert (run.kind, run.state, run.errors, run.members) == ("visits", "checked", 0, 1)


def test_a_profile_is_made_from_the_upload_and_chosen_for_it(clerk: User, home: Household) -> None:
    send(clerk, book(["户编号", "田土(亩)", "年底家庭人口数"], [home.number, "2", 2]))
    run = ImportRun.objects.get()
    client = signed_in(clerk)
    shown = client.get(f"{url('profile_new')}?upload={run.pk}")
    form = shown.context["form"]
    fields = {name: bound for name, bound in form.fields.items() if name.startswith("h")}
    chosen = {name: "farmland" if bound.label == "田土(亩)" else bound.initial for name, bound in fields.items()}

    answer = client.post(url("profile_new"), {"name": "田土", "sample": form.initial["sample"], **chosen})
    profile = ColumnProfile.objects.get()
    assert answer.headers["Location"] == f"{url('import_again', pk=run.pk)}?profile={profile.pk}"
    assert client.get(answer.headers["Location"]).context["form"].initial["profile"] == profile
    client.post(url("import_again", pk=run.pk), {"kind": "years", "year": 2016, "profile": profile.pk})

    run.refresh_from_db()
    assert (run.state, run.errors, run.headings) == ("checked", 0, profile.headings)


def test_only_an_own_open_upload_is_read_again(clerk: User, second_clerk: User, home: Household) -> None:
    run = imports.upload_households(
        actor=clerk, data=book(["户编号", "耕地面积"], [home.number, "2"]), name="表.xlsx", kind="years"
    )
    how = HowToRead("years", {}, 2015)

    with pytest.raises(ImportRun.DoesNotExist):
        read_again(actor=second_clerk, run_id=run.pk, how=how)
    assert signed_in(second_clerk).get(url("import_again", pk=run.pk)).status_code == 404
    assert signed_in(second_clerk).get(f"{url('profile_new')}?upload={run.pk}").status_code == 404
    assert signed_in(clerk).get(f"{url('profile_new')}?upload=x").status_code == 400
    imports.discard_import(actor=clerk, run_id=run.pk)
    with pytest.raises(NotAllowedNow, match="import_gone"):
        read_again(actor=clerk, run_id=run.pk, how=how)


def test_what_is_no_workbook_is_not_kept(clerk: User) -> None:
    assert send(clerk, b"%PDF-1.4 nothing").status_code == 422
    assert not ImportRun.objects.exists()


def test_an_upload_that_can_not_be_read_says_so_in_the_list_and_how_to_go_on(clerk: User, home: Household) -> None:
    send(clerk, book(["户编号", "几亩田"], [home.number, "2"]))

    shown = signed_in(clerk).get(url("import_list")).content.decode()

    assert "无法读取" in shown
    assert "正在检查" not in shown
    assert "几亩田" in shown


def test_an_upload_that_is_too_old_is_called_expired(
    clerk: User, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(clerk, book(["户编号", "几亩田"], [home.number, "2"]))
    monkeypatch.setattr(models.imports, "KEPT", datetime.timedelta(seconds=-1))

    shown = signed_in(clerk).get(url("import_list")).content.decode()

    assert "已过期" in shown
    assert "正在检查" not in shown

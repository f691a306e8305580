"""Import of a workbook by the services: read, check, confirm; nothing is trusted but what the server stored."""

import datetime
from dataclasses import replace
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from households.facts import HouseholdFacts
from households.models import (
    Finding,
    Household,
    HouseholdYear,
    ImportRun,
    LikelyDouble,
    Member,
    MemberYear,
    PayeeAccount,
)
from households.services import import_check, import_seal, imports
from tests.households.factories import id_of, make_household, make_user
from tests.households.forms_of import account_facts, answers, head_facts, household_facts, spouse_facts, year_facts
from tests.households.sheets_of import rows_of, workbook
from villages.models import Village, VillageGroup
from yuping.accounts import sentences
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core import clock
from yuping.core.errors import DomainError, MissingVerb, NotAllowedNow, PolicyRefused


def filled(place: Village, **values: object) -> HouseholdFacts:
    """A household with an answer in every kind of column."""
    given = {
        "account": account_facts(holder=1),
        "address": "平溪镇一组",
        "years": (year_facts(unsafe_house=True, danger_level="C", farmland=Decimal("3.25")),),
        "members": (
            head_facts(name="𠮷·买买提", years=(answers(health=("2", "4"), work_months=7, work_region="4"),)),
            spouse_facts(years=(answers(public_post=True, public_post_months=3),)),
        ),
    }
    return household_facts(place, **{**given, **values})


def book_of(*households: HouseholdFacts) -> bytes:
    return workbook(*rows_of(households))


def uploaded(user: User, data: bytes) -> ImportRun:
    return imports.upload_households(actor=user, data=data, name="农户.xlsx")


def remarks_of(user: User, data: bytes) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and code of everything that stops the import."""
    faults = import_check.check_file(actor=user, data=data, name="农户.xlsx").faults
    return [
        (fault.spot.sheet, fault.spot.row, fault.spot.column, fault.code.removeprefix("households."))
        for fault in faults
        if fault.level.value == "refused"
    ]


def changed(place: Village, sheet: int, heading: str, value: object) -> bytes:
    """The workbook of one household with one cell of its first row changed."""
    sheets = rows_of([filled(place)])
    sheets[sheet][0][heading] = value
    return workbook(*sheets)


def test_what_is_read_is_what_was_written(clerk: User, village: Village) -> None:
    facts = filled(village)

    checked = import_check.check_file(actor=clerk, data=book_of(facts), name="a.xlsx")

    assert checked.errors == 0
    assert checked.reading.households == [facts]


def test_a_confirmed_upload_is_on_file_with_all_its_rows(clerk: User, village: Village) -> None:
    run = uploaded(clerk, book_of(filled(village), filled(village, **other(village))))
    assert not Household.unguarded.exists()

    done = imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)

    assert (done.state, done.payload, done.verdict, done.area_code) == ("written", "", "", village.pk)
    assert (Household.unguarded.count(), Member.unguarded.count(), MemberYear.unguarded.count()) == (2, 4, 4)
    assert HouseholdYear.unguarded.count() == 2
    assert set(PayeeAccount.unguarded.values_list("state", flat=True)) == {"proposed"}
    entry = AuditEntry.objects.get(verb="households.import_households")
    assert (entry.facts["file"], entry.facts["households"]) == (run.sha256, 2)


def other(place: Village) -> dict[str, object]:
    """A second household that shares nothing with the first."""
    people = (head_facts(301, phone="13800000003"), spouse_facts(302))
    return {"number": "5206000000002", "account": None, "phone": "13800000003", "members": people}


def test_names_numbers_and_villages_may_be_written_as_people_write_them(clerk: User, village: Village) -> None:
    homes, people = rows_of([filled(village)])
    homes[0] |= {
        "行政村": village.short_name,
        "建档日期": "2014年6月1日",
        "耕地面积(亩)": "３.25",
        "工资性收入(元)": "5,000.00",
    }
    people[0] |= {"证件号码": f" {id_of(101)[:6]} {id_of(101)[6:].lower()}", "健康状况": "长期慢性病，残疾"}

    checked = import_check.check_file(actor=clerk, data=workbook(homes, people), name="a.xlsx")

    assert checked.reading.households == [filled(village)]


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "code"),
    [
        (0, "工资性收入(元)", "=5000", "amount_format"),
        (0, "行政村", "没有这个村", "village_unknown"),
        (0, "年度", "二零一六", "not_whole"),
        (0, "年底家庭人口数", -2, "not_whole"),
        (0, "年底家庭人口数", 2.5, "not_whole"),
        (0, "年底家庭人口数", None, "required"),
        (0, "主要致贫原因", "懒", "label_unknown"),
        (0, "是否危房户", "也许", "yes_or_no"),
        (0, "耕地面积(亩)", "1e3", "not_a_number"),
        (0, "耕地面积(亩)", 3.141, "not_a_number"),
        (0, "工资性收入(元)", "-5000", "amount_negative"),
        (0, "建档日期", "2014-02-30", "not_a_date"),
        (0, "建档日期", 41791, "not_a_date"),
        (0, "收款人姓名", "张三", "account_holder"),
        (0, "收款账号", "6229990000000000010", "account_check"),
        (0, "村民组", "九组", "group_unknown"),
        (0, "户编号", "52-06", "number_form"),
        (1, "证件号码", 520699197005041011, "digits_lost"),
        (1, "证件号码", 520699197005041, "identity_birth_date"),
        (1, "证件号码", "5.20699E+17", "digits_lost"),
        (1, "证件号码", "٣20699197005041013", "identity_characters"),
        (1, "性别", "女", "number_against_sex"),
        (1, "姓名", None, "required"),
        (1, "姓名", "王\u202e伟", "text_control"),
        (1, "务工时间(月)", 13, "month_range"),
        (1, "户编号", "9999", "household_unknown"),
    ],
)
def test_each_mistake_is_named_at_its_cell(
    clerk: User, village: Village, sheet: int, heading: str, value: object, code: str
) -> None:
    found = remarks_of(clerk, changed(village, sheet, heading, value))

    assert (("农户", "家庭成员")[sheet], 2, heading, code) in found


def test_a_row_of_another_township_is_refused_and_its_file_with_it(
    clerk: User, village: Village, far_village: Village
) -> None:
    data = book_of(filled(village), filled(far_village, **other(far_village)))

    assert remarks_of(clerk, data) == [("农户", 3, "行政村", "village_out_of_reach")]
    run = uploaded(clerk, data)
    with pytest.raises(NotAllowedNow, match="import_faulty"):
        imports.confirm_import(actor=clerk, run_id=run.pk)
    assert not Household.unguarded.exists()


def test_a_household_of_another_township_cant_be_overwritten_by_its_number(
    clerk: User, village: Village, far_village: Village
) -> None:
    theirs = make_household(far_village, number=77, head_name="冉光明")

    assert remarks_of(clerk, book_of(filled(village, number=theirs.number))) == [("农户", 2, "户编号", "number_taken")]
    theirs.refresh_from_db()
    assert (theirs.head_name, theirs.village_id) == ("冉光明", far_village.pk)


def test_a_column_of_keys_is_not_known(clerk: User, village: Village) -> None:
    homes, people = rows_of([filled(village)])
    homes[0]["id"] = 1

    with pytest.raises(PolicyRefused) as refusal:
        uploaded(clerk, workbook(homes, people))

    assert [problem.code for problem in refusal.value.params["reasons"]] == ["households.column_unknown"]
    assert not ImportRun.objects.exists()


def test_persons_on_file_twice_are_refused_across_the_county(
    clerk: User, village: Village, far_village: Village
) -> None:
    make_household(far_village, number=51)

    assert ("家庭成员", 2, "证件号码", "person_on_file") in remarks_of(clerk, book_of(filled(village)))


def test_missing_and_doubled_columns_are_all_named(clerk: User, village: Village) -> None:
    homes, people = rows_of([filled(village)])
    del homes[0]["年度"], homes[0]["行政村"]

    with pytest.raises(PolicyRefused) as refusal:
        uploaded(clerk, workbook(homes, people))

    columns = [problem.params["column"] for problem in refusal.value.params["reasons"]]
    assert columns == ["行政村", "年度"]


def test_the_same_file_twice_is_recognised_whoever_brings_it(clerk: User, officer: User, village: Village) -> None:
    data = book_of(filled(village))
    imports.confirm_import(actor=clerk, run_id=uploaded(clerk, data).pk)

    for user in (clerk, officer):
        with pytest.raises(NotAllowedNow, match="import_repeated"):
            uploaded(user, data)


def test_of_one_file_uploaded_twice_only_one_upload_is_imported(clerk: User, village: Village) -> None:
    data = book_of(filled(village))
    first, second = (uploaded(clerk, data) for _turn in range(2))
    imports.confirm_import(actor=clerk, run_id=first.pk)

    with pytest.raises(NotAllowedNow, match="import_repeated"):
        imports.confirm_import(actor=clerk, run_id=second.pk)


def test_confirming_twice_is_refused(clerk: User, village: Village) -> None:
    run = uploaded(clerk, book_of(filled(village)))
    imports.confirm_import(actor=clerk, run_id=run.pk)

    with pytest.raises(NotAllowedNow, match="import_done"):
        imports.confirm_import(actor=clerk, run_id=run.pk)
    assert Household.unguarded.count() == 1


def test_another_persons_upload_does_not_exist(clerk: User, second_clerk: User, village: Village) -> None:
    run = uploaded(clerk, book_of(filled(village)))

    for act in (imports.confirm_import, imports.discard_import):
        with pytest.raises(ImportRun.DoesNotExist):
            act(actor=second_clerk, run_id=run.pk)


def test_without_the_verb_nothing_is_read(leader: User, cadre_user: User, village: Village) -> None:
    for user in (leader, cadre_user):
        with pytest.raises(MissingVerb):
            uploaded(user, book_of(filled(village)))


def test_what_changed_since_the_check_stops_the_import(clerk: User, village: Village) -> None:
    run = uploaded(clerk, book_of(filled(village)))
    make_household(village, number=51)

    with pytest.raises(NotAllowedNow, match="import_changed"):
        imports.confirm_import(actor=clerk, run_id=run.pk)
    assert Household.unguarded.count() == 1


def test_an_upload_older_than_an_hour_is_wiped(clerk: User, village: Village) -> None:
    old = ImportRun.objects.create(
        actor=clerk,
        file_name="旧.xlsx",
        sha256="0" * 64,
        size=1,
        payload="x",
        verdict="y",
        uploaded_at=datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=61),
    )
    with pytest.raises(NotAllowedNow, match="import_gone"):
        imports.confirm_import(actor=clerk, run_id=old.pk)

    assert imports.sweep_uploads() == 1

    old.refresh_from_db()
    assert (old.state, bool(old.payload), bool(old.verdict)) == ("discarded", False, False)


def test_file_and_verdict_are_kept_sealed(clerk: User, village: Village) -> None:
    run = uploaded(clerk, book_of(filled(village)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT payload || verdict FROM households_importrun WHERE id = %s", [run.pk])
        (stored,) = cursor.fetchone()

    assert stored.startswith("v1:")
    assert import_seal.file_of(run).startswith(b"PK")


def test_a_written_upload_never_changes_again(clerk: User, village: Village) -> None:
    run = imports.confirm_import(actor=clerk, run_id=uploaded(clerk, book_of(filled(village))).pk)

    run.state = "checked"
    with pytest.raises(Exception, match="frozen"):
        run.save(update_fields=["state"])


def test_a_faulty_household_does_not_hide_the_doubts_of_others(clerk: User, village: Village) -> None:
    doubtful = filled(village, years=(replace(year_facts(), main_cause=""),))
    wrong = filled(village, **other(village) | {"phone": "123"})

    checked = import_check.check_file(actor=clerk, data=book_of(wrong, doubtful), name="a.xlsx")

    assert [fault.level.value for fault in checked.faults][0] == "refused"
    assert "no_cause" in {fault.code for fault in checked.faults}


def test_the_group_of_the_village_is_taken(clerk: User, village: Village) -> None:
    group = VillageGroup.objects.create(village=village, name="一组")
    run = uploaded(clerk, book_of(filled(village, group="一组")))

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert Household.unguarded.get().group_id == group.pk


def test_two_connections_confirm_one_upload_and_one_wins(committed_db: str) -> None:
    clerk = make_user("clerk", Role.TOWNSHIP_CLERK, "520622102")
    village = Village.unguarded.filter(township_id="520622102").order_by("pk").first()
    run = uploaded(clerk, book_of(filled(village)))
    start, outcomes = Barrier(2), []

    def confirm() -> None:
        try:
            with clock.fixed(datetime.date(2016, 12, 1)):
                start.wait(timeout=30)
                imports.confirm_import(actor=User.objects.get(pk=clerk.pk), run_id=run.pk)
            outcomes.append("written")
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [Thread(target=confirm) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes) == ["households.import_done", "written"]
    assert Household.unguarded.count() == 1
    assert AuditEntry.objects.filter(verb="households.import_households").count() == 1


def test_what_the_check_doubts_stands_as_a_finding_after_the_import(clerk: User, village: Village) -> None:
    doubtful = filled(village, years=(replace(year_facts(), main_cause=""),))
    run = uploaded(clerk, book_of(doubtful, filled(village, **other(village))))
    doubts = {remark.code for row in import_check.verdict_rows(run) for remark in row.remarks}

    imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)

    found = Finding.unguarded.filter(household__number=doubtful.number, state="open")
    assert "no_cause" in doubts
    # Whoever looks like somebody else stands on the list of likely doubles.
    assert doubts - {"households.likely_double"} <= set(Finding.unguarded.values_list("rule", flat=True))
    assert LikelyDouble.unguarded.filter(state="open").count() == 1
    assert found.filter(rule="no_cause").exists()


def test_a_file_older_than_the_registration_of_the_poor_is_told_since_when(clerk: User, village: Village) -> None:
    data = book_of(filled(village, registered_on=datetime.date(2012, 1, 1)))
    fault, *others = import_check.check_file(actor=clerk, data=data, name="农户.xlsx").faults

    assert (fault.code, others) == ("households.registered_before_cards", [])
    assert sentences.sentence(fault.code, fault.params) == "建档立卡始于 2013 年，请填写之后的日期。"

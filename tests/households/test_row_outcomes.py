"""What the check of rows says that they do: who is new, what changes, what the rules will find afterwards."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Finding, Household, LifeEvent, Member, MemberYear
from households.services import import_check, imports
from households.services.findings import update_findings
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.layouts_of import xlsx
from tests.households.pages import body, page_of, signed_in
from villages.models import Village
from yuping.accounts.models import User

MEMBER = ["户编号", "姓名", "与户主关系", "证件号码", "文化程度", "增加原因"]
GIRL = datetime.date(2000, 12, 5)


@pytest.fixture
def home(village: Village) -> Household:
    """Two people, as the year's file says, and every finding of it told already."""
    household = make_household(village, number=7)
    make_member(household, number=22, name="李秀英")
    make_year(household, population_end=2)
    for member in household.members.all():
        MemberYear.unguarded.create(
            member=member, household=household, village_id=household.village_id, year=2016, education="2", health=["1"]
        )
    update_findings([household])
    return household


def upload(user: User, *rows: list[object], kind: str = "members", heading: list[str] = MEMBER) -> object:
    data = xlsx([["2016年登记表", *[""] * (len(heading) - 1)], heading, *rows])
    return imports.upload_households(actor=user, data=data, name="表.xlsx", kind=kind)


def told(run: object) -> dict[int, tuple[str, set[tuple[str, str]]]]:
    """Row to what its import does, and to the columns and codes of what is said of it."""
    rows = import_check.verdict_rows(run)
    return {row.row: (row.does, {(one.column, one.code) for one in row.remarks}) for row in rows}


def test_a_new_member_one_who_changes_and_one_who_stays_are_told_apart(clerk: User, home: Household) -> None:
    run = upload(
        clerk,
        [home.number, "王小明", "之子", id_of(33, GIRL), "", "其他"],
        [home.number, "李秀英", "", "", "初中", ""],
        [home.number, "王伟", "", "", "", ""],
    )

    assert {row: does for row, (does, _said) in told(run).items()} == {3: "new", 4: "changed", 5: "nothing"}
    page = body(signed_in(clerk).get(run.get_absolute_url()))
    assert page.count("新增成员") == 2
    assert "无变化" in page
    assert "新增成员" in body(page_of(clerk, "import_confirm", pk=run.pk))
    assert Member.unguarded.count() == 2


def test_the_rules_of_persons_are_read_before_the_import_and_find_nothing_else_after_it(
    clerk: User, home: Household
) -> None:
    before = set(Finding.unguarded.values_list("rule", "member"))
    run = upload(clerk, [home.number, "王大姐", "之女", id_of(33, GIRL), "初中", "其他"])
    said = told(run)[3][1]
    assert ("与户主关系", "relation_against_sex") in said
    # What is wrong with the household as a whole stands at whoever is new in it.
    assert ("户编号", "persons_differ") in said
    assert run.errors == 0

    imports.confirm_import(actor=clerk, run_id=run.pk)

    opened = {rule for rule, _member in set(Finding.unguarded.values_list("rule", "member")) - before}
    assert opened == {code for _column, code in said}


def test_what_is_on_the_list_of_problems_already_is_not_told_again(clerk: User, home: Household) -> None:
    standing = set(Finding.unguarded.values_list("rule", flat=True))
    assert standing

    run = upload(clerk, [home.number, "王伟", "", "", "小学", ""])

    assert told(run)[3][1] == set()


def test_a_person_in_a_file_of_an_earlier_year_is_doubted_too(clerk: User, village: Village) -> None:
    other = make_household(village, number=8)

    run = upload(clerk, [other.number, "王大姐", "之女", id_of(33, GIRL), "初中", "其他"])

    assert ("与户主关系", "relation_against_sex") in told(run)[3][1]


def test_somebody_new_says_how_he_came_and_leaves_the_event(clerk: User, home: Household) -> None:
    born = datetime.date(2016, 10, 5)
    refused = upload(clerk, [home.number, "王小宝", "之子", id_of(35, born), "", ""])
    assert (refused.errors, told(refused)[3][1]) == (1, {("增加原因", "households.join_kind_needed")})
    assert "出生、婚入、迁入" in body(signed_in(clerk).get(refused.get_absolute_url()))

    run = upload(clerk, [home.number, "王小宝", "之子", id_of(35, born), "", "出生"])
    imports.confirm_import(actor=clerk, run_id=run.pk)

    event = LifeEvent.unguarded.get()
    assert (event.kind, event.date, event.member.name) == ("01", born, "王小宝")


def test_every_cell_that_a_newcomer_lacks_is_named_at_once(clerk: User, home: Household) -> None:
    wrong = "520699198812310121"
    run = upload(clerk, [home.number, "王小宝", "", "", "", ""], [home.number, "王小贝", "", wrong, "", ""])

    lacks = {("与户主关系", "households.required"), ("增加原因", "households.join_kind_needed")}
    said = {row: said for row, (_does, said) in told(run).items()}
    assert said == {3: lacks, 4: {*lacks, ("证件号码", "identity_check_digit")}}


def test_a_yearly_record_is_new_changed_or_the_same(clerk: User, village: Village, home: Household) -> None:
    new, same = make_household(village, number=8), make_household(village, number=9)
    make_year(same, farmland=2)
    heading = ["户编号", "年度", "耕地面积", "年底家庭人口数"]

    run = upload(
        clerk,
        *([one.number, 2016, 2, 2] for one in (new, home)),
        [same.number, 2016, 2, 3],
        kind="years",
        heading=heading,
    )

    assert {row: does for row, (does, _said) in told(run).items()} == {3: "new", 4: "changed", 5: "nothing"}


def test_more_members_ask_no_more_questions(clerk: User, village: Village) -> None:
    homes = [make_household(village, number=number) for number in range(100, 130)]
    rows = [[one.number, "王伟", "", "", "小学", ""] for one in homes]
    asked = []
    for some in (rows[:15], rows):
        with CaptureQueriesContext(connection) as queries:
            upload(clerk, *some)
        asked.append(sum(one["sql"].startswith("SELECT") for one in queries))

    # The lists are read once.
    assert asked[1] <= asked[0]

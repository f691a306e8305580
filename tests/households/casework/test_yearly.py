"""The yearly adjustment: what is due, under way and done, each number with the list of its rows."""

import datetime
import re
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from households.case_sentences import STAGES
from households.models import Household
from households.procedures import Kind, Stage
from households.yearly import KINDS
from tests.households.adjustments import colleague_of, propose, ready_to_exit, walk
from tests.households.casework.conftest import body, url
from tests.households.casework.test_lists import queries_of
from tests.households.factories import id_of, make_household, make_year
from tests.households.identifications import walk as walk_application
from tests.households.test_casework import apply
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core import clock

YEAR = "adjustment_year"


@pytest.fixture
def cases(clerk: User, officer: User, village: Village, household: Household) -> None:
    """An exit announced, one on notice, a removal refused, an application."""
    done, noticed, kept = (make_household(village, number=number) for number in (11, 12, 13))
    for row in (done, noticed):
        ready_to_exit(row)
    walk(clerk, officer, propose(clerk, done), to="announced")
    walk(clerk, officer, propose(clerk, noticed), to="on_notice")
    make_year(kept, planned_exit_year=2016)
    walk(clerk, officer, propose(clerk, kept, Kind.REMOVAL), to="checked")
    apply(clerk, village, id_number=id_of(901))


def numbers_of(client: Client, address: str) -> dict[str, tuple[int, str]]:
    """The sums of the page by their column."""
    context = client.get(address).context
    return {str(label): (number.count, number.url) for label, number in context["lines"][0][2]}


def stages_of(client: Client, address: str, kind: str) -> list[int]:
    matrix = dict(client.get(address).context["matrix"])
    return [number.count for _stage, number in matrix[kind]]


def test_every_number_is_the_length_of_the_list_it_leads_to(clerk: User, cases: None) -> None:
    client = browser(clerk)
    context = client.get(url(YEAR)).context
    numbers = [number for _name, _url, line in context["lines"] for _label, number in line]
    numbers += [number for _label, line in context["matrix"] for _stage, number in line]

    assert sum(number.count for number in numbers) > 10
    for number in numbers:
        assert client.get(number.url).context["table"].paginator.count == number.count, number.url


def test_what_is_due_under_way_and_done_is_counted(clerk: User, cases: None) -> None:
    found = numbers_of(browser(clerk), url(YEAR))

    assert {label: count for label, (count, _url) in found.items()} == {
        "在册户": 4,
        "待采集": 1,
        "计划脱贫": 1,
        "标注脱贫": 1,
        "审定脱贫": 1,
        "审定识别": 0,
        "审定返贫": 0,
        "审定清退": 0,
        "监测中": 0,
        "调整办理中": 2,
        "其中正在公示": 1,
        "调整待公告": 0,
        "识别待公告": 0,
    }
    assert stages_of(browser(clerk), url(YEAR), str(KINDS["exit"])) == [2, 1, 1, 1, 0, 0]
    assert stages_of(browser(clerk), url(YEAR), str(KINDS["identification"]))[:2] == [1, 1]


def test_the_county_sees_townships_and_a_township_its_villages(officer: User, village: Village, cases: None) -> None:
    client = browser(officer)
    township = village.township_id

    county = {name for name, _url, _line in client.get(url(YEAR)).context["lines"]}
    below = client.get(url(YEAR) + f"?area={township}").context["lines"]
    alone = client.get(url(YEAR) + f"?area={village.pk}").context["lines"]

    assert village.township.name in county
    assert village.short_name in {name for name, _url, _line in below}
    assert sum(number.count for _name, _url, line in below[1:] for _label, number in line) == sum(
        number.count for _label, number in below[0][2]
    )
    assert len(alone) == 1


def test_another_year_counts_its_own_cases(clerk: User, cases: None) -> None:
    client = browser(clerk)

    assert numbers_of(client, url(YEAR) + "?year=2015")["审定脱贫"][0] == 0
    assert "2015 年度动态调整" in body(client, url(YEAR) + "?year=2015")


def test_a_year_that_is_over_keeps_its_last_day(
    clerk: User, officer: User, village: Village, household: Household, cases: None
) -> None:
    """Who came, left or was watched afterwards changes nothing in it, and every number still opens its rows."""
    with clock.fixed(datetime.date(2020, 6, 1)):
        make_household(village, number=31, registered_on=datetime.date(2017, 3, 1))
        gone = Household.unguarded.get(number__endswith="13")
        walk(clerk, officer, gone.adjustments.get(), to="announced", shift=154)
        make_year(household, year=2020, exit_flag="2", population_end=2, unsafe_house=False, safe_water=True)
        # 180 weeks later: 23 March 2020.
        watch = propose(clerk, household, Kind.WATCH, date=datetime.date(2020, 3, 23))
        watched = walk(clerk, officer, watch, to="approved", shift=180 * 7)
        client = browser(clerk)
        last = numbers_of(client, url(YEAR) + "?year=2016")
        shown = body(client, url(YEAR) + "?year=2016")
        running = numbers_of(client, url(YEAR))
        lists = {label: client.get(address).context["table"].paginator.count for label, (_n, address) in last.items()}

    assert watched.state == "approved"
    assert (last["年末在册户"][0], last["待采集"][0], last["年末监测中"][0]) == (4, 1, 0)
    assert (running["在册户"][0], running["监测中"][0]) == (4, 1)
    assert lists == {label: count for label, (count, _url) in last.items()}
    assert "2016-12-31" in shown


def test_what_waits_for_its_announcement_is_the_same_in_both_tables(
    clerk: User, officer: User, village: Village
) -> None:
    home = make_household(village, number=41)
    ready_to_exit(home)
    walk(clerk, officer, propose(clerk, home), to="approved")
    walk_application(clerk, colleague_of(clerk), officer, apply(clerk, village, id_number=id_of(902)))

    client = browser(clerk)
    matrix = client.get(url(YEAR)).context["matrix"]
    above = sum(number.count for _kind, line in matrix for stage, number in line if stage == STAGES[Stage.TO_ANNOUNCE])
    below = numbers_of(client, url(YEAR))

    assert above == 2
    assert (below["调整待公告"][0], below["识别待公告"][0]) == (1, 1)


def test_another_townships_numbers_do_not_exist(far_clerk: User, village: Village, cases: None) -> None:
    client = browser(far_clerk)

    assert client.get(url(YEAR) + f"?area={village.pk}").status_code == 404
    assert client.get(url("adjustment_year_print") + f"?area={village.pk}").status_code == 404
    assert numbers_of(client, url(YEAR))["在册户"][0] == 0


def test_the_table_goes_on_paper_and_into_a_workbook(clerk: User, village: Village, cases: None) -> None:
    client = browser(clerk)

    paper = body(client, url("adjustment_year_print") + f"?area={village.township_id}")
    book = client.get(url(YEAR) + "?export=xlsx")

    assert re.search(rf"<td>{village.short_name}</td>", paper)
    assert "单位负责人" in paper
    rows = list(openpyxl.load_workbook(BytesIO(book.content)).active.values)
    assert any(row[1] == village.short_name and row[2] == 4 for row in rows)
    assert AuditEntry.objects.get(verb="households.export_adjustment").facts["year"] == 2016


def test_the_village_leads_to_its_adjustment(clerk: User, village: Village) -> None:
    shown = body(browser(clerk), f"/villages/{village.pk}/")

    assert f"{url(YEAR)}?area={village.pk}" in shown


def test_the_page_asks_as_often_for_more_cases(clerk: User, village: Village, household: Household) -> None:
    client = browser(clerk)
    propose(clerk, household)
    client.get(url(YEAR))
    before = queries_of(client, url(YEAR))
    for number in range(20, 26):
        propose(clerk, make_household(village, number=number))

    assert queries_of(client, url(YEAR)) == before

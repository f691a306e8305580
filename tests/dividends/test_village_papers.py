"""What a township still owes a batch: asked for village by village, offered until the last paper is there."""

import datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dividends import services
from dividends.models import Batch, Payout
from dividends.village_papers import lacking_notice, lacking_sheet
from dividends.workflow import LineState
from dividends.worklist import village_papers
from tests.dividends.conftest import FIRST, PHOTO, SECOND, Year
from tests.dividends.test_pages import client_of, page
from yuping.accounts.models import User
from yuping.core import clock


def publish(clerk: User, batch: Batch, village: str) -> None:
    notice = {"village": village, "place": "公示栏", "starts_on": "2016-11-14", "ends_on": "2016-11-24"}
    photo = SimpleUploadedFile("a.jpg", PHOTO, content_type="image/jpeg")
    client_of(clerk).post(page("batch_publish", batch.pk), {**notice, "photo": photo})


def hand_in(clerk: User, batch: Batch, village: str) -> None:
    count = Payout.unguarded.filter(batch=batch, village=village, state=LineState.PAID).count()
    services.hand_in_sheet(
        actor=clerk,
        batch_id=batch.pk,
        village_code=village,
        handed_in_on=datetime.date(2016, 11, 30),
        signed_count=count,
        signed_amount=Decimal(4000) * count,
    )


def owed(user: User) -> dict[str, int]:
    """Address of the list to number of batches, as the work list shows them."""
    return {item.url: item.count for item in village_papers(user, clock.today())}


def test_the_second_township_is_still_asked_after_the_first_has_published(year: Year):
    batch = year.locked()
    first, second = year.cast.clerk, year.cast.clerk2
    asked = f"{page('batch_list')}?lacking=notice"

    publish(first, batch, FIRST)

    assert owed(first)[asked] == 0
    assert owed(second)[asked] == 1
    assert lacking_notice(second) == {(batch.pk, SECOND)}
    assert batch.number in client_of(second).get(asked).content.decode()
    assert batch.number not in client_of(first).get(asked).content.decode()


def test_a_township_that_has_published_everything_reads_so_instead_of_a_button(year: Year):
    batch = year.locked()
    publish(year.cast.clerk, batch, FIRST)
    address = reverse("dividends:batch_publish", args=[batch.pk])

    done = client_of(year.cast.clerk).get(page("batch_detail", batch.pk)).content.decode()
    to_do = client_of(year.cast.clerk2).get(page("batch_detail", batch.pk)).content.decode()

    assert f'href="{address}"' not in done
    assert "所辖各村的公示都已登记" in done
    assert f'href="{address}"' in to_do


def test_a_new_round_asks_for_the_notices_again(year: Year):
    batch = year.locked()
    publish(year.cast.clerk, batch, FIRST)

    services.return_batch(actor=year.cast.office, batch_id=batch.pk, reason="名单有误")
    services.lock_batch(actor=year.cast.company, batch_id=batch.pk)

    assert lacking_notice(year.cast.clerk) == {(batch.pk, FIRST)}


def test_sheets_are_asked_for_after_settlement_until_each_village_has_handed_in(year: Year):
    batch = year.settled()
    clerk = year.cast.clerk
    asked = f"{page('batch_list')}?lacking=sheet"
    address = reverse("dividends:batch_hand_in", args=[batch.pk])
    assert owed(clerk)[asked] == 1
    assert f'href="{address}"' in client_of(clerk).get(page("batch_detail", batch.pk)).content.decode()

    hand_in(clerk, batch, FIRST)

    assert owed(clerk)[asked] == 0
    assert lacking_sheet(year.cast.clerk2) == {(batch.pk, SECOND)}
    html = client_of(clerk).get(page("batch_detail", batch.pk)).content.decode()
    assert f'href="{address}"' not in html
    assert "所辖各村的签收表都已上交" in html


def test_nothing_is_owed_by_whoever_may_not_do_it(year: Year):
    year.locked()

    assert owed(year.cast.company) == {}
    assert lacking_notice(year.cast.company) == set()

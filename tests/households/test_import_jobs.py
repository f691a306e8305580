"""Work apart from the request: its progress, a server that dies at it, and what it leaves behind."""

import datetime
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from households.models import Household, ImportProgress, ImportRun, ImportStage
from households.services import import_jobs, imports
from tests.households.factories import make_user
from tests.households.layouts_of import persons, xlsx
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.errors import NotAllowedNow
from yuping.core.models import Installation

TODAY = datetime.date(2016, 12, 1)


@pytest.fixture
def at_work(committed_db: str) -> User:
    """A clerk in a database of his own, whose commits others see."""
    Installation.objects.create(county_code="520622", county_name="玉屏", is_demo=True, business_date=TODAY)
    return make_user("clerk", Role.TOWNSHIP_CLERK, "520622102")


def some_village() -> Village:
    return Village.unguarded.filter(township_id="520622102").order_by("pk").first()


def kept(clerk: User, data: bytes) -> ImportRun:
    """An upload that waits to be checked, with nobody at it."""
    digest = imports.before_upload(clerk, data)
    run = imports.new_run(clerk, data, "花名册.xlsx", imports.HowToRead(), digest=digest)
    ImportProgress.objects.create(run=run)
    return run


def finished(run: ImportRun) -> ImportProgress:
    """The progress once it is over."""
    for _turn in range(300):
        found = ImportProgress.objects.get(run=run)
        if found.is_over:
            return found
        time.monotonic()
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.1)")
    raise AssertionError("the work does not end")


def test_a_large_file_is_checked_and_imported_apart(at_work: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "AT_ONCE_BYTES", 100)
    monkeypatch.setattr(import_jobs, "AT_ONCE_ROWS", 0)
    client = browser(at_work)
    file = SimpleUploadedFile("花名册.xlsx", xlsx(persons(some_village())))

    answer = client.post(reverse("households:import_upload"), {"kind": "households", "file": file})
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == run.get_absolute_url()
    assert finished(run).stage == ImportStage.DONE
    assert reverse("households:import_confirm", args=[run.pk]) in client.get(run.get_absolute_url()).content.decode()
    assert not Household.unguarded.exists()

    client.post(reverse("households:import_confirm", args=[run.pk]))

    assert finished(run).stage == ImportStage.DONE
    run.refresh_from_db()
    assert (run.state, Household.unguarded.count()) == ("written", 2)


def imported(clerk: User) -> ImportRun:
    """Two households on file by an import."""
    run = imports.upload_households(actor=clerk, data=xlsx(persons(some_village())), name="花名册.xlsx")
    return imports.confirm_import(actor=clerk, run_id=run.pk, compared=True, reason="旧档案补录")


def test_many_rows_are_taken_back_apart(at_work: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "AT_ONCE_ROWS", 0)
    run, colleague = imported(at_work), make_user("colleague", Role.TOWNSHIP_CLERK, "520622102")
    client = browser(colleague)

    answer = client.post(reverse("households:import_undo", args=[run.pk]), {"reason": "导错了村"})

    assert answer.headers["Location"] == run.get_absolute_url()
    assert finished(run).stage == ImportStage.DONE
    run.refresh_from_db()
    assert (run.state, run.undone_by_id, run.undone_reason) == ("undone", colleague.pk, "导错了村")
    assert set(Household.unguarded.values_list("state", flat=True)) == {"undone"}
    # Who asked for it is led to the result, and so is who imported.
    part = reverse("households:import_progress", args=[run.pk])
    assert [browser(user).get(part).headers["HX-Redirect"] for user in (colleague, at_work)] == [
        run.get_absolute_url()
    ] * 2
    third = make_user("third", Role.TOWNSHIP_CLERK, "520622102")
    assert browser(third).get(part).status_code == 404


def test_what_keeps_the_rows_is_said_to_who_asked_and_nothing_is_taken_back(at_work: User) -> None:
    run = imported(at_work)
    Household.unguarded.filter(pk=run.written["households"][0]).update(address="新址")

    import_jobs.undo_apart(actor=at_work, run_id=run.pk, reason="导错了村")

    assert finished(run).problems[0][0] == "households.undo_depends"
    run.refresh_from_db()
    assert (run.state, Household.unguarded.filter(state="active").count()) == ("written", 2)
    shown = browser(at_work).get(run.get_absolute_url()).content.decode()
    assert "未撤销任何内容" in shown
    assert reverse("households:import_undo", args=[run.pk]) in shown


def test_an_undoing_whose_server_died_goes_on_and_is_asked_once(at_work: User) -> None:
    run = imported(at_work)
    ImportProgress.objects.update_or_create(
        run=run, defaults={"stage": ImportStage.UNDOING, "undone_by": at_work, "undone_reason": "导错了村"}
    )
    with pytest.raises(NotAllowedNow, match="import_at_work"):
        import_jobs.undo_apart(actor=at_work, run_id=run.pk, reason="再来一次")
    assert reverse("households:import_undo", args=[run.pk]) not in (
        browser(at_work).get(run.get_absolute_url()).content.decode()
    )

    assert finished(run).stage == ImportStage.DONE
    run.refresh_from_db()
    assert (run.state, run.undone_reason) == ("undone", "导错了村")


def test_work_that_nobody_is_at_any_more_is_started_anew_by_who_looks(at_work: User) -> None:
    run = kept(at_work, xlsx(persons(some_village())))
    part = reverse("households:import_progress", args=[run.pk])

    shown = browser(at_work).get(part)

    assert shown.status_code == 200
    assert finished(run).stage == ImportStage.DONE
    assert ImportRun.objects.get().state == "checked"
    assert browser(at_work).get(part).headers["HX-Redirect"] == run.get_absolute_url()


def test_whoever_comes_second_leaves_the_work_to_the_first(at_work: User) -> None:
    run = kept(at_work, xlsx(persons(some_village())))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [import_jobs.LOCKS, run.pk])

    import_jobs.progress_of(run)

    assert ImportProgress.objects.get().attempts == 0


def test_work_that_dies_again_and_again_ends_with_a_word(at_work: User) -> None:
    run = kept(at_work, xlsx(persons(some_village())))
    ImportProgress.objects.update(attempts=import_jobs.MOST_ATTEMPTS)

    import_jobs.begin(run.pk)

    progress = finished(run)
    assert (progress.stage, progress.problems) == ("failed", [[import_jobs.STOPPED, {}]])
    run.refresh_from_db()
    assert (run.state, bool(run.payload)) == ("discarded", False)
    assert "重新上传" in browser(at_work).get(run.get_absolute_url()).content.decode()


def test_what_is_wrong_with_the_file_itself_is_said_on_its_page(at_work: User) -> None:
    run = kept(at_work, xlsx([["甲", "乙"], ["1", "2"]]))

    import_jobs.begin(run.pk)

    assert finished(run).problems[0][0] == "households.sheet_missing"
    # It stays for its hour, so that it can be read in another way.
    assert ImportRun.objects.get().state == "received"

"""No session may switch the guards off, however it asks."""

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction

from yuping.ledger.models import Book, BookKind


@pytest.fixture
def book(db):
    return Book.objects.create(code="x", kind=BookKind.SCHEME, title="x", area_code="520622")


def test_the_ignore_setting_lifts_no_guard(book):
    with pgtrigger.ignore(), pytest.raises(IntegrityError), transaction.atomic():
        Book.objects.filter(pk=book.pk).update(code="y")


def test_the_web_role_can_not_bring_the_setting_back(book):
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied|must be owner"):
        cursor.execute(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
            "LANGUAGE sql AS 'SELECT TRUE'"
        )

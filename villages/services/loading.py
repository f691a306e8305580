"""Loading villages for a verb that touches several, and what audit entries of many rows hold."""

import datetime
import hashlib
import json
from collections.abc import Iterable

from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput


def villages_for_action(actor: User, verb: str, codes: Iterable[str]) -> dict[str, Village]:
    """The villages of those codes, locked for the verb; raises Village.DoesNotExist when one is out of reach."""
    wanted = set(codes)
    found = {row.pk: row for row in Village.objects.for_action(actor, verb).filter(pk__in=wanted).order_by("pk")}
    if len(found) < len(wanted):
        raise Village.DoesNotExist
    return found


def not_in_future(*days: datetime.date, field: str = "date") -> None:
    """Raises BadInput for a day after the business date."""
    if any(day > clock.today() for day in days):
        raise BadInput("village_date_in_future", field=field)


def area_of(codes: Iterable[str]) -> str:
    """The smallest area that holds all the villages: a village, a township or the county."""
    codes = set(codes)
    for length in (12, 9, 6):
        areas = {code[:length] for code in codes}
        if len(areas) == 1:
            return areas.pop()
    return ""


def digest_of_rows(rows: Iterable[Iterable[object]]) -> str:
    """A digest over the rows of a set-based verb, for its one audit entry."""
    text = json.dumps([[str(value) for value in row] for row in rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

"""Which papers of a household a person may print: each asks for the permission to see what stands on it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.models import Household, HouseholdYear
from yuping.accounts import access
from yuping.accounts.models import User

# Health, schooling, work and numbers of persons stand on the form.
FORM = "households.view_memberyear"
INCOME = "households.view_householdyear"
SCORE = "households.view_score"
# The scans and photographs are in the whole file.
FILE = "households.view_document"


@dataclass(frozen=True)
class Paper:
    """A paper; its address takes the household's ``pk``."""

    label: str | Promise
    url_name: str
    permission: str
    # Of a file year, which its address may name.
    yearly: bool = True


PAPERS = (
    Paper(_("One household, one file"), "households:file_print", FILE),
    Paper(_("Registration form"), "households:form_print", FORM),
    Paper(_("Four-look score sheet"), "households:score_sheet", SCORE, yearly=False),
    Paper(_("Income sheet"), "households:income_print", INCOME),
)


@dataclass(frozen=True)
class Printable:
    """A paper as the menu offers it: by itself, and of each year that is on file."""

    label: str | Promise
    url: str
    years: tuple[tuple[int, str], ...]


def for_person(user: User, household: Household) -> list[Printable]:
    """The papers of this household that the person may print, the latest year first."""
    mine = [paper for paper in PAPERS if access.scope_of(user, paper.permission).covers(household.village_id)]
    if not mine:
        return []
    rows = HouseholdYear.objects.visible_to(user).filter(household=household)
    years = list(rows.order_by("-year").values_list("year", flat=True))
    found = []
    for paper in mine:
        url = reverse(paper.url_name, kwargs={"pk": household.pk})
        of_years = tuple((year, f"{url}?year={year}") for year in years) if paper.yearly else ()
        found.append(Printable(paper.label, url, of_years))
    return found

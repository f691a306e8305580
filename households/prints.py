"""Which papers of a household a person may print: each asks for the permission to see what stands on it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.models import Household
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


PAPERS = (
    Paper(_("One household, one file"), "households:file_print", FILE),
    Paper(_("Registration form"), "households:form_print", FORM),
    Paper(_("Four-look score sheet"), "households:score_sheet", SCORE),
    Paper(_("Income sheet"), "households:income_print", INCOME),
)


def for_person(user: User, household: Household) -> list[tuple[str | Promise, str]]:
    """Label and address of each paper of this household that the person may print."""
    return [
        (paper.label, reverse(paper.url_name, kwargs={"pk": household.pk}))
        for paper in PAPERS
        if access.scope_of(user, paper.permission).covers(household.village_id)
    ]

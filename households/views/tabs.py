"""The frame of everything shown or done on one household: its tabs, its buttons, the findings beside it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households import prints, tabs
from households.models import Finding, FindingState, Household, MemberState
from households.querysets import CHILD_UNTIL
from households.services import Apart
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, DetailPage, FormPage
from yuping.core import clock
from yuping.core.identity import latest_birth

FINDINGS_BESIDE = 8
# Whoever reads no answers of persons (health, work) reads none of their numbers either, not even masked.
PERSONAL = "households.view_memberyear"


@dataclass(frozen=True)
class TabAction:
    """A button of a tab: its address takes the household's ``pk``; the last one of a page is the primary one.

    ``on_file_only`` hides it once the household has left the file.
    """

    label: str | Promise
    url_name: str
    permission: str
    icon: str = "plus"
    on_file_only: bool = True

    def url(self, household: Household) -> str:
        return reverse(self.url_name, kwargs={"pk": household.pk})


def children_not_shown(user: User, household: Household) -> int:
    """How many who live there are left out for this person, because they are under fourteen."""
    if access.scope_of(user, PERSONAL).covers(household.village_id):
        return 0
    living = household.members.filter(state=MemberState.LIVING_HERE)
    return living.filter(birth_date__gt=latest_birth(CHILD_UNTIL, clock.today())).count()


def household_crumbs(household: Household | None = None, tab: str = "overview") -> list[Crumb]:
    """Breadcrumbs that lead to the list, to a household, or to one of its tabs."""
    crumbs: list[Crumb] = [(_("Households"), reverse("households:household_list"))]
    if household is not None:
        crumbs.append((str(household), tabs.url_of(household, tab)))
    return crumbs


def covered(user: User, permission: str) -> QuerySet[Household]:
    """The households that the person may see and for whose village he holds the permission."""
    rows = Household.objects.visible_to(user).filter(access.scope_of(user, permission).q("village"))
    return rows.with_watch().select_related("village__township", "group")


class HouseholdTab(DetailPage, abstract=True):
    """A tab of the household's page: ``self.object`` is the household.

    Name ``permission`` (that of the tab), ``tab`` (its key), ``template_name`` (it extends ``households/layout.html``
    and fills the block ``main``) and, where there are any, ``actions``.
    """

    model = Household
    tab: ClassVar[str]
    actions: ClassVar[tuple[TabAction, ...]] = ()

    def rows(self) -> QuerySet[Household]:
        return covered(self.user, self.permission)

    def get_title(self) -> str:
        return self.object.head_name

    def parents(self) -> list[Crumb]:
        return household_crumbs()

    def may(self, verb: str) -> bool:
        """Whether the person may do the verb on this household."""
        return access.scope_of(self.user, verb).covers(self.object.village_id)

    def shown_actions(self) -> list[tuple[TabAction, str]]:
        on_file = self.object.left_on is None
        return [
            (action, action.url(self.object))
            for action in self.actions
            if self.may(action.permission) and (on_file or not action.on_file_only)
        ]

    def open_findings(self) -> list[Finding]:
        rows = Finding.objects.visible_to(self.user).filter(household=self.object, state=FindingState.OPEN)
        # Errors before doubts.
        return list(rows.select_related("member").order_by("level", "found_on", "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = self.open_findings() if self.may("households.view_finding") else None
        return super().get_context_data(
            household=self.object,
            may_see_numbers=self.may(PERSONAL),
            tabs=list(tabs.for_person(self.user, self.object, self.tab)),
            current_tab=self.tab,
            actions=self.shown_actions(),
            papers=prints.for_person(self.user, self.object),
            findings=findings,
            findings_beside=(findings or [])[:FINDINGS_BESIDE],
            findings_left=max(0, len(findings or []) - FINDINGS_BESIDE),
            **kwargs,
        )


class HouseholdFormPage(FormPage, abstract=True):
    """A form about one household, ``self.object``; afterwards the tab ``back_to`` is shown.

    Name ``permission`` (the verb), ``form_class``, ``title``, ``back_to`` and ``save(form)``.
    """

    once = True
    model = Household
    back_to: ClassVar[str] = "overview"

    def rows(self) -> QuerySet[Household]:
        return super().rows().select_related("village__township", "group")

    def get_title(self) -> str:
        return f"{self.title} · {self.object.head_name}"

    def parents(self) -> list[Crumb]:
        return household_crumbs(self.object, self.back_to)

    def cancel_url(self) -> str:
        return tabs.url_of(self.object, self.back_to)

    def get_success_url(self, done: Any) -> str:
        return tabs.url_of(self.object, self.back_to)


class HouseholdRowFormPage(FormPage, abstract=True):
    """A form about one record of a household's file: ``self.object`` has a ``household``."""

    back_to: ClassVar[str] = "overview"

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("household")

    @property
    def household(self) -> Household:
        return self.object.household

    def get_title(self) -> str:
        return f"{self.title} · {self.household.head_name}"

    def parents(self) -> list[Crumb]:
        return household_crumbs(self.household, self.back_to)

    def cancel_url(self) -> str:
        return tabs.url_of(self.household, self.back_to)

    def get_success_url(self, done: Any) -> str:
        return tabs.url_of(self.household, self.back_to)


def said_apart(request: HttpRequest) -> Apart | None:
    """What the person says of the likely doubles shown to him: that they are others, and why."""
    seen, reason = request.POST.get("apart_seen", "")[:80], request.POST.get("apart_reason", "")[:500]
    return Apart(seen=seen, reason=reason) if seen and reason.strip() else None

"""The registration of a household on one page: header, members, the year's answers, the account."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from households.facts import HouseholdFacts, MemberFacts
from households.forms.accounts import FirstAccountForm
from households.forms.columns import show_typed
from households.forms.fields import words
from households.forms.households import HeaderForm
from households.forms.members import MemberForm, MemberGrid
from households.forms.years import YearForm
from households.models import Identification
from households.policy import Problem
from households.services.apart import Lookalike, LooksLikeOthers
from yuping.accounts import sentences
from yuping.accounts.models import User
from yuping.accounts.pages import ScopedForm
from yuping.accounts.pages.widgets import dress
from yuping.core.errors import DomainError
from yuping.core.identity import mask_identity

FIRST_ROWS = 3
WATCHED = "watched"


@dataclass(frozen=True)
class Mistake:
    """A line of the summary: what it is about, the field it leads to ("" for none), the sentence."""

    label: str
    anchor: str
    text: str


def mistakes_in(form: forms.Form, prefix: str = "") -> Iterator[Mistake]:
    """The mistakes of one form, those of no field first."""
    for text in form.non_field_errors():
        yield Mistake(prefix, "", text)
    for bound in form:
        for text in bound.errors:
            yield Mistake(f"{prefix}{bound.label}", bound.id_for_label or bound.auto_id, text)


def mark(form: forms.Form, name: str, problem: Problem) -> bool:
    """Mark the field; False when the form has no such field. One that is marked already keeps its sentence."""
    if name not in form.fields:
        return False
    if name not in form.errors:
        form.add_error(name, sentences.sentence(problem.code, dict(problem.params)))
    return True


def grid_mistakes(grid: MemberGrid) -> Iterator[Mistake]:
    """The mistakes of the members, each with the member's place."""
    for place, form in enumerate(grid, start=1):
        yield from mistakes_in(form, prefix=_("Member %(place)s · ") % {"place": place})


class Alike:
    """What the page shows of files that look like the one typed, until the person says that they are others."""

    doubles: Sequence[Lookalike] = ()
    seen = ""

    def show_alike(self, error: LooksLikeOthers) -> None:
        self.doubles, self.seen = error.params["doubles"], error.params["seen"]


class UnidentifiedForm(ScopedForm):
    """Why a household is put on file that no accepted case names."""

    unidentified_reason = words("", length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unidentified_reason"].label = _("Reason why there is no identification")
        dress(self)


class SortForm(ScopedForm):
    """Whether the household is registered as poor, or only watched."""

    sort = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].label = _("Kind of file")
        self.fields["sort"].choices = [
            ("", _("registered poor household")),
            (WATCHED, _("only watched, not registered")),
        ]


class RegistrationForm(Alike):
    """The parts of the page as one form: what a problem is about decides where it is marked."""

    is_multipart = False

    def __init__(
        self,
        *,
        user: User,
        year: int,
        data: QueryDict | None = None,
        typed: QueryDict | None = None,
        initial: dict[str, Any],
        case: Identification | None = None,
        asks_reason: bool = False,
        asks_sort: bool = False,
    ) -> None:
        self.user, self.year, self.data, self.case = user, year, data, case
        self.header = HeaderForm(data, user=user, initial=initial)
        self.grid = MemberGrid(user=user, year=year, data=data, typed=typed, empty_rows=FIRST_ROWS)
        self.year_form = YearForm(data, user=user, year=year, prefix="y")
        self.account = FirstAccountForm(data, user=user, prefix="a")
        self.bare = UnidentifiedForm(data, user=user) if asks_reason else None
        self.sort = SortForm(data, user=user) if asks_sort else None
        self.general: list[str] = []
        if case is not None and self.grid.forms:
            number = self.grid.forms[0].fields["id_number"]
            number.widget.attrs["placeholder"] = mask_identity(case.id_number.open())
            number.help_text = _("Leave empty to take the number of the application.")
        if typed is not None:
            for part in self.parts:
                show_typed(part, typed)

    @property
    def parts(self) -> list[forms.Form]:
        return [self.header, self.year_form, self.account, *filter(None, [self.bare, self.sort])]

    def is_valid(self) -> bool:
        return all([*(part.is_valid() for part in self.parts), self.grid.is_valid()])

    def facts(self) -> HouseholdFacts:
        """Whatever could be read, so that everything else that is wrong can be told at once."""
        return HouseholdFacts(
            **self.header.values(),
            members=self._members(),
            years=(self.year_form.facts(),),
            account=self.account.facts(),
        )

    def place(self, problems: Iterable[Problem]) -> None:
        """Mark each problem at its field."""
        for problem in problems:
            if not mark(self._form_of(problem), problem.field.removeprefix("account_"), problem):
                self.general.append(sentences.sentence(problem.code, dict(problem.params)))

    def _form_of(self, problem: Problem) -> forms.Form:
        if problem.member is not None and problem.member < len(self.grid):
            return self.grid.forms[problem.member]
        if problem.field.startswith("account_"):
            return self.account
        return self.header if problem.year is None else self.year_form

    def _members(self) -> tuple[MemberFacts, ...]:
        """The first row is the applicant's; his number stands in the case, and is not shown to be copied."""
        members = tuple(self.grid.facts())
        if self.case is None or not members or members[0].id_number:
            return members
        return (replace(members[0], id_number=self.case.id_number.open()), *members[1:])

    @property
    def only_watched(self) -> bool:
        """Whether it is not registered, only watched."""
        return self.sort is not None and self.sort.cleaned_data.get("sort") == WATCHED

    @property
    def reason(self) -> str:
        """Why the household comes on file without identification."""
        return self.bare.cleaned_data.get("unidentified_reason", "") if self.bare else ""

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of the service."""
        if isinstance(error, LooksLikeOthers):
            self.show_alike(error)
        reasons = error.params.get("reasons")
        if reasons:
            self.place(reasons)
        else:
            self.general += [text for _field, text in sentences.explain(error)]

    def mistakes(self) -> list[Mistake]:
        """Every mistake in the order of the page."""
        found = [Mistake("", "", text) for text in self.general]
        found += [*mistakes_in(self.header), *grid_mistakes(self.grid)]
        found += [*mistakes_in(self.year_form), *mistakes_in(self.account)]
        return found + [mistake for part in filter(None, [self.bare, self.sort]) for mistake in mistakes_in(part)]


class MembersForm(Alike):
    """The grid alone, for the members of a household on file; ``remark`` is asked beside it when somebody is new."""

    is_multipart = False

    def __init__(self, grid: MemberGrid, remark: forms.Form | None = None) -> None:
        self.grid, self.remark = grid, remark
        self.general: list[str] = []

    def is_valid(self) -> bool:
        return all([self.grid.is_valid(), self.remark is None or self.remark.is_valid()])

    @property
    def note(self) -> str:
        """The remark on how a new member joined."""
        return self.remark.cleaned_data["note"] if self.remark is not None else ""

    def refuse(self, error: DomainError) -> None:
        if isinstance(error, LooksLikeOthers):
            self.show_alike(error)
        for problem in error.params.get("reasons") or ():
            forms_of_rows = self.grid.forms
            form: MemberForm | None = forms_of_rows[problem.member] if problem.member is not None else None
            if form is None or not mark(form, problem.field, problem):
                self.general.append(sentences.sentence(problem.code, dict(problem.params)))
        if not error.params.get("reasons"):
            self.general += [text for _field, text in sentences.explain(error)]

    def mistakes(self) -> list[Mistake]:
        found = [*(Mistake("", "", text) for text in self.general), *grid_mistakes(self.grid)]
        return [*found, *mistakes_in(self.remark)] if self.remark is not None else found

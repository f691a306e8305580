"""The grid of members: any number of rows, each a person with his answers of the year."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from households.facts import MemberFacts, MemberYearFacts
from households.forms.columns import add_fields, code_choices, initial_of, show_typed, values_of
from households.models import HEAD, Member, MemberYear
from yuping.accounts.models import User
from yuping.accounts.pages import ScopedForm
from yuping.accounts.pages.widgets import dress
from yuping.core.identity import mask_identity
from yuping.core.phone import mask_phone

PERSON = ("name", "relation", "sex", "birth_date", "ethnic_group", "political_status")
ANSWERS = (
    "education",
    "school_status",
    "dropout_reason",
    "labour_skill",
    "work_region",
    "work_months",
    "resident_insurance",
    "employee_insurance",
    "resident_pension",
    "low_income_aid",
)
# Asked of few; they stand behind a fold.
MORE = (
    "on_active_service",
    "serious_illness_insurance",
    "employee_pension",
    "commercial_insurance",
    "accident_insurance",
    "work_place",
    "speaks_mandarin",
    "public_post",
    "public_post_months",
)
FIRST_LINE = ("id_number", "name", "relation", "sex", "birth_date", "ethnic_group", "political_status", "phone")
SECOND_LINE = ("health", *ANSWERS)
# Asked of whoever is new in a household on file.
JOINING = ("join_kind", "joined_on")
# What the members of a family mostly have in common: taken over from the one above by a key.
SAME_FOR_ALL = (
    "ethnic_group",
    "political_status",
    "resident_insurance",
    "employee_insurance",
    "resident_pension",
    "low_income_aid",
    "serious_illness_insurance",
    "speaks_mandarin",
)
MOST_ROWS = 40
ROW_KEY = re.compile(r"[0-9]{1,3}")
EMPTY_ANSWERS = dict.fromkeys((*ANSWERS, *MORE)) | {
    "education": "",
    "school_status": "",
    "dropout_reason": "",
    "labour_skill": "",
    "work_region": "",
    "work_place": "",
    "on_active_service": False,
}
EMPTY_PERSON = dict.fromkeys((*PERSON, "join_kind"), "") | {"birth_date": None, "joined_on": None}


class MemberForm(ScopedForm):
    """One row of the grid. With ``row`` a stored member: his number and phone stay as they are when left empty.

    ``joins``: somebody new in a household on file, who is asked how and when he came.
    """

    id_number = forms.CharField(label=_("Identity number"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    health = forms.MultipleChoiceField(label=_("Health"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        year: int,
        row: Member | None = None,
        is_first: bool = False,
        joins: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.row, self.is_first = year, row, is_first
        self.joining = JOINING if joins else ()
        add_fields(self, Member, PERSON, year=year, required=["name", "relation"])
        self._keep_relation(row)
        add_fields(self, MemberYear, (*ANSWERS, *MORE), year=year)
        add_fields(self, Member, self.joining, year=year, required=["join_kind"])
        self.fields["name"].label = _("Name")
        self.fields["health"].choices = code_choices("health", year)[1:]
        said = _("This can't be an identity number: compare every digit with the card.")
        self.fields["id_number"].widget.attrs |= {"data-identity": "", "data-wrong": said, "autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        for name in SAME_FOR_ALL:
            self.fields[name].widget.attrs["data-same"] = ""
        for name in ("sex", "birth_date"):
            self.fields[name].widget.attrs[f"data-{name.replace('_', '-')}"] = ""
        if joins:
            self.fields["joined_on"].help_text = _("Left empty: the day of birth of a newborn, else today.")
        if row is not None:
            self._keep_sealed(row)
        dress(self)

    def _keep_relation(self, row: Member | None) -> None:
        """A stored relation that only the list of another year knows can stay."""
        choices = self.fields["relation"].choices
        if row is not None and row.relation not in dict(choices):
            self.fields["relation"].choices = [*choices, (row.relation, row.get_relation_display())]

    def _keep_sealed(self, row: Member) -> None:
        for name, mask in (("id_number", mask_identity), ("phone", mask_phone)):
            sealed = getattr(row, name)
            if sealed:
                self.fields[name].widget.attrs["placeholder"] = mask(sealed.open())
                self.fields[name].help_text = _("Leave empty to keep the number.")

    @property
    def key(self) -> str:
        """The key of a new row, as it is posted."""
        return self.prefix.removeprefix("m")

    def first_line(self) -> list[BoundField]:
        return [self[name] for name in (*FIRST_LINE, *self.joining)]

    def second_line(self) -> list[BoundField]:
        return [self[name] for name in SECOND_LINE]

    def more(self) -> list[BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_is_open(self) -> bool:
        """Whether something behind the fold is filled in or wrong."""
        return any(bound.errors or bound.value() not in (None, "", False) for bound in self.more())

    def facts(self) -> MemberFacts:
        """Whatever could be read, even while something else is wrong."""
        cleaned = self.cleaned_data
        answers = MemberYearFacts(
            year=self.year,
            health=tuple(cleaned.get("health") or ()),
            **values_of(cleaned, (*ANSWERS, *MORE), empty=EMPTY_ANSWERS),
        )
        return MemberFacts(
            id_number=cleaned.get("id_number") or "",
            phone=cleaned.get("phone") or "",
            years=(answers,),
            pk=self.row.pk if self.row else None,
            **values_of(cleaned, (*PERSON, *self.joining), empty=EMPTY_PERSON),
        )


def member_initial(row: Member, answers: MemberYear | None) -> dict[str, Any]:
    """What the grid shows of a stored member."""
    found = initial_of(row, PERSON) | initial_of(answers, (*ANSWERS, *MORE))
    if answers is not None:
        found |= {"health": answers.health, "on_active_service": answers.on_active_service}
    return found


class MemberGrid:
    """The rows of the grid. Each posts its key as ``row``; rows left wholly empty are dropped.

    ``typed`` is what was typed before and is shown again, empty rows and all. Without ``with_head`` the household is
    on file and new rows are newcomers; ``joining`` is what is shown of how the first of them came.
    """

    def __init__(
        self,
        *,
        user: User,
        year: int,
        data: QueryDict | None = None,
        typed: QueryDict | None = None,
        stored: list[tuple[Member, MemberYear | None]] = (),
        empty_rows: int = 0,
        with_head: bool = True,
        joining: Mapping[str, Any] | None = None,
    ) -> None:
        self.user, self.year, self.data, self.with_head = user, year, data, with_head
        self.joining = joining or {}
        self.typed = typed
        self.forms = [self._stored(row, answers) for row, answers in stored]
        self.forms += [self._new(key) for key in self._keys(empty_rows)]

    def _stored(self, row: Member, answers: MemberYear | None) -> MemberForm:
        initial = member_initial(row, answers)
        return self._form(f"s{row.pk}", row=row, initial=initial, is_first=row.is_head)

    def _new(self, key: str) -> MemberForm:
        is_first = self.with_head and not self.forms and key == self._first_key
        initial = {"relation": HEAD} if is_first else {}
        asked = self.joining if key == self._first_key else {}
        form = self._form(f"m{key}", is_first=is_first, initial=initial | asked, joins=not self.with_head)
        # The event from which the form was opened is later than what was typed into it before.
        form.initial |= {name: asked[name] for name in JOINING if asked.get(name)}
        return form

    def _form(self, prefix: str, **kwargs: Any) -> MemberForm:
        form = MemberForm(self.data, user=self.user, year=self.year, prefix=prefix, **kwargs)
        # A row that was not there yet when the others were typed shows what is on file.
        if self.typed is not None and f"{prefix}-name" in self.typed:
            show_typed(form, self.typed)
        return form

    def _keys(self, empty_rows: int) -> list[str]:
        posted = self.typed if self.data is None else self.data
        if posted is None:
            keys = [str(number) for number in range(empty_rows)]
        else:
            keys = [key for key in dict.fromkeys(posted.getlist("row")) if ROW_KEY.fullmatch(key)][:MOST_ROWS]
        if self.data is not None:
            # Nobody new was typed: beside members on file that is no mistake.
            keys = [key for key in keys if self._is_filled(key)] or ([] if self.forms else keys[:1])
        self._first_key = keys[0] if keys else ""
        return keys

    def _is_filled(self, key: str) -> bool:
        """Whether a person was typed; how one would have come may stand there before anybody has typed."""
        start = f"m{key}-"
        asked_first = {f"{start}{name}" for name in JOINING}
        return any(
            value.strip()
            for name, values in self.data.lists()
            if name.startswith(start) and name not in asked_first
            for value in values
            if name != f"{start}relation" or value != HEAD
        )

    def __iter__(self) -> Iterator[MemberForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    def facts(self) -> tuple[MemberFacts, ...]:
        return tuple(form.facts() for form in self.forms)

    @property
    def empty_form(self) -> MemberForm:
        """The row that is copied when another is added; its key is replaced."""
        return MemberForm(user=self.user, year=self.year, prefix="m__key__", joins=not self.with_head)

    @property
    def next_key(self) -> int:
        return max((int(form.key) for form in self.forms if form.row is None), default=-1) + 1

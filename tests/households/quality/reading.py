"""Which fields a rule looks at: the file is handed to it in wrappers that keep a note."""

from collections.abc import Iterable
from typing import Any

from households.policy import FileRule, YearFile
from yuping.accounts.quality import Limit


class Noting:
    """A row of facts that notes every field asked for."""

    def __init__(self, row: object, prefix: str, notes: set[str]) -> None:
        self.__dict__.update(_row=row, _prefix=prefix, _notes=notes)

    def __getattr__(self, name: str) -> Any:
        self._notes.add(f"{self._prefix}.{name}")
        return getattr(self._row, name)


class NotingPerson:
    """A person whose age is read from the birth date, and whose missing answers are a question to the year."""

    def __init__(self, person: Any, notes: set[str]) -> None:
        self.place, self._person, self._notes = person.place, person, notes
        self.member = Noting(person.member, "member", notes)

    @property
    def age(self) -> int:
        self._notes.add("member.birth_date")
        return self._person.age

    @property
    def answers(self) -> Noting | None:
        self._notes.add("memberyear.year")
        return None if self._person.answers is None else Noting(self._person.answers, "memberyear", self._notes)


class NotingFile:
    """The file of a year, seen through the notes."""

    def __init__(self, file: YearFile, notes: set[str]) -> None:
        self._file, self._notes = file, notes
        self.people = tuple(NotingPerson(person, notes) for person in file.people)
        self.household = Noting(file.household, "household", notes)
        self.year = Noting(file.year, "householdyear", notes)
        shown = {person.place: person for person in self.people}
        self.answered = [(shown[one.place], Noting(got, "memberyear", notes)) for one, got in file.answered]
        self._head = shown[file.head.place] if file.head else None

    @property
    def head(self) -> NotingPerson | None:
        self._notes.add("member.relation")
        return self._head

    @property
    def poverty_line(self) -> Any:
        self._notes.add("povertyline.amount")
        return self._file.poverty_line

    def of(self, limit: Limit) -> int:
        return self._file.of(limit)


def read_by(rule: FileRule, *files: YearFile) -> set[str]:
    """The fields that a rule asks for in these files."""
    notes: set[str] = set()
    for file in files:
        found: Iterable = rule.check(NotingFile(file, notes))
        list(found)
    return notes

"""More counties of the same shape: the demo county's households again, as other people with other names and numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from households.facts import AccountFacts, HouseholdFacts, MemberFacts
from yuping.core.bankcard import make_card
from yuping.core.identity import make_identity, upgrade
from yuping.demo.plan.numbers import old_number
from yuping.demo.plan.scenario import DIVISION

CARD = "card"
SEQUENCES = 1000
# Digits of a number of the old form.
OLD = 15


# How far on in the county's list the person stands whose name is given: some way off, so that villages mix.
FURTHER_ON = 1009


class OtherPeople:
    """Hands out names and identity numbers that nobody of the household has: numbers by day of birth and sex."""

    def __init__(self, households: Sequence[HouseholdFacts]) -> None:
        self._names = [member.name for home in households for member in home.members]
        self._given = 0
        numbers = [member.id_number for home in households for member in home.members if member.id_number]
        self._used = {(upgrade(number) if len(number) == OLD else number)[:17] for number in numbers}
        self._next: dict[tuple[date, int], int] = {}

    def name(self, copy: int) -> str:
        """The name of somebody further on in the list, each copy further than the one before.

        Of one name and one birthday they would all be likely doubles of each other.
        """
        self._given += 1
        return self._names[(self._given + copy * FURTHER_ON) % len(self._names)]

    def number(self, number: str) -> str:
        """Another number of the same birth and sex, of 18 digits."""
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        sex = int(number[16]) % 2
        for sequence in range(self._next.get((born, sex), sex), SEQUENCES, 2):
            found = make_identity(DIVISION, born, sequence)
            if found[:17] not in self._used:
                self._next[born, sex] = sequence + 2
                return found
        raise ValueError("no identity number is left for this day")


def further(households: Sequence[HouseholdFacts], copies: int) -> Iterator[list[HouseholdFacts]]:
    """The households that many times again; numbers, phones and accounts are others each time."""
    people = OtherPeople(households)
    for copy in range(1, copies + 1):
        yield [_other(home, copy, people) for home in households]


def _other(home: HouseholdFacts, copy: int, people: OtherPeople) -> HouseholdFacts:
    return replace(
        home,
        number=f"{home.number}{chr(ord('A') + copy)}",
        phone=_phone(home.phone, copy),
        members=tuple(_person(member, copy, people) for member in home.members),
        account=_account(home.account, copy) if home.account else None,
    )


def _person(member: MemberFacts, copy: int, people: OtherPeople) -> MemberFacts:
    name = people.name(copy)
    return replace(member, name=name, id_number=_number(member.id_number, people), phone=_phone(member.phone, copy))


def _number(number: str, people: OtherPeople) -> str:
    if len(number) == OLD:
        return old_number(people.number(upgrade(number)))
    return people.number(number) + number[18:] if number else ""


def _phone(phone: str, copy: int) -> str:
    return f"199{copy + 10}{phone[5:]}" if phone else ""


def _account(account: AccountFacts, copy: int) -> AccountFacts:
    body = f"{account.number[:4]}{copy + 10}{account.number[6:]}"
    return replace(account, number=make_card(body[:-1]) if account.kind == CARD else body)

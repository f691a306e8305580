"""Drawing one household: its family, their papers, its account and its files of both years."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random

from yuping.demo.plan.causes import DISASTER, attribute, draw_causes
from yuping.demo.plan.chance import chance, stream
from yuping.demo.plan.families import THIS_YEAR, Kin, compose
from yuping.demo.plan.households import INVESTED, NO_MODE, HouseholdPlan, HouseholdYearPlan, PayeeAccountPlan
from yuping.demo.plan.income import Earners, plan_income
from yuping.demo.plan.living import LivingPlan, plan_living
from yuping.demo.plan.lot import Lot, draw_lot
from yuping.demo.plan.member_draw import DIED, Person, answers_of, choose_borrower, draw_people, member_plan
from yuping.demo.plan.numbers import IdentityBook, card_number, household_number, passbook_number, phone_number
from yuping.demo.plan.people import MemberPlan, MemberYearPlan
from yuping.demo.plan.scenario import Scenario, VillageTarget, township_names

CREDIT_UNION = "玉屏农村信用合作联社"
POST_BANK = "邮政储蓄银行玉屏县支行"
_ABLE = {"1", "2"}
_DISASTERS = ("2014年7月洪涝", "2013年夏旱", "2015年6月山体滑坡")


@dataclass(frozen=True)
class HouseholdDraw:
    """A household in the making. Each aspect draws from a stream of its own, so that one can change alone."""

    target: VillageTarget
    scenario: Scenario
    serial: int
    size: int
    mode: str
    group: str
    registered_on: date
    book: IdentityBook

    def household(self) -> HouseholdPlan:
        """The finished household."""
        return HouseholdPlan(
            number=household_number(self.target.code, self.serial),
            village=self.target.code,
            group=self.group,
            address=f"{township_names()[self.target.township]}{self.target.name}{self.group}{self.serial}号",
            phone=phone_number(self.target.order, serial=self.serial),
            registered_on=self.registered_on,
            identification_standard=self._lot.standard,
            soldier_or_martyr_family=self._lot.martyr_family,
            one_child_household=self._lot.certified_child and self._one_young_child,
            two_daughters_household=self._two_daughters,
            mode=self.mode,
            members=self._members,
            former_members=self._former_members,
            years=tuple(self._file(year) for year in self.scenario.file_years),
            account=self._account(),
            borrower=self._members[choose_borrower(self._rng("borrower"), self._people)].key if self._borrows else None,
            hard_cases=(),
        )

    def _rng(self, aspect: str) -> Random:
        return stream(self.scenario.seed, self.target.code, self.serial, aspect)

    @property
    def _borrows(self) -> bool:
        return self.mode != NO_MODE

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        rng = self._rng("family")
        family = compose(rng, size=self.size, borrows=self._borrows)
        return draw_people(rng, family, clan=self.target.clan, borrows=self._borrows)

    @cached_property
    def _lot(self) -> Lot:
        alone_and_old = self.size == 1 and self._people[0].kin.age >= 62 and not self._borrows
        return draw_lot(
            self._rng("lot"),
            registered=self.registered_on.year,
            alone_and_old=alone_and_old,
            last_year=THIS_YEAR,
        )

    @cached_property
    def _members(self) -> tuple[MemberPlan, ...]:
        allowed = {"nobody": 0, "head": 1, "everybody": self.size}[self._lot.allowance]
        return tuple(self._member(place, allowance=place < allowed) for place in range(self.size))

    def _member(self, place: int, *, allowance: bool) -> MemberPlan:
        return member_plan(
            self._people[place],
            key=f"{household_number(self.target.code, self.serial)}-{place + 1}",
            book=self.book,
            registered_on=self.registered_on,
            phone=phone_number(self.target.order, serial=self.serial, line=place),
            answers=answers_of(self._people[place], years=self.scenario.file_years, allowance=allowance),
        )

    @cached_property
    def _former_members(self) -> tuple[MemberPlan, ...]:
        """In a few households the head's mother died within the year."""
        head = self._people[0]
        relations = {person.kin.relation for person in self._people}
        early = self.registered_on.year < THIS_YEAR
        if not self._lot.mother_died or not early or "12" in relations or not 35 <= head.kin.age <= 62:
            return ()
        rng = self._rng("deceased")
        kin = Kin(relation="12", sex="female", born=head.kin.born - rng.randint(21, 30), line="own")
        mother = draw_people(rng, (kin,), clan="", borrows=False)[0]
        plan = member_plan(
            mother,
            key=f"{household_number(self.target.code, self.serial)}-0",
            book=self.book,
            registered_on=self.registered_on,
            phone="",
            answers=answers_of(mother, years=self.scenario.file_years[:1], allowance=False),
        )
        return (replace(plan, left_on=date(THIS_YEAR, 1, 10) + timedelta(days=rng.randrange(330)), leave_kind=DIED),)

    def _account(self) -> PayeeAccountPlan:
        rng = self._rng("account")
        adults = [place for place, person in enumerate(self._people) if 18 <= person.kin.age < 75]
        others = [place for place in adults if place]
        holder = rng.choice(others) if others and chance(rng, 11) else 0
        passbook = chance(rng, 17)
        first = max(self.registered_on, date(THIS_YEAR, 1, 4))
        return PayeeAccountPlan(
            holder=self._members[holder].key,
            kind="passbook" if passbook else "card",
            number=passbook_number(self.target.code, serial=self.serial)
            if passbook
            else card_number(self.target.code, serial=self.serial, spare=rng.randrange(100)),
            bank=CREDIT_UNION if passbook or chance(rng, 88) else POST_BANK,
            verified_on=first + timedelta(days=rng.randrange(12)),
        )

    @cached_property
    def _living(self) -> LivingPlan:
        return plan_living(
            self._rng("living"),
            persons=self.size,
            town=not self.target.name.endswith("村"),
            invested=self.mode == INVESTED,
            out_of_poverty=self._lot.standing.out,
        )

    @cached_property
    def _causes(self) -> tuple[str, ...]:
        drawn = draw_causes(
            self._rng("causes"),
            [member.years[0] for member in self._members],
            scarce_land=self._living.farmland < self.size,
            bad_road=self._living.road_distance > 2,
            dry=not self._living.safe_water,
        )
        return (*drawn, "", "")

    def _file(self, year: int) -> HouseholdYearPlan:
        answers = [member.in_year(year) for member in self._members]
        place = self.scenario.file_years.index(year)
        standing = self._lot.standing
        return HouseholdYearPlan(
            year=year,
            attribute=attribute(answers, five_guarantees=self._lot.five_guarantees, year=year),
            main_cause=self._causes[0],
            second_cause=self._causes[1],
            third_cause=self._causes[2],
            cause_note=_DISASTERS[self.serial % len(_DISASTERS)] if DISASTER in self._causes else "",
            exit_flag=standing.exit_flag,
            planned_exit_year=standing.planned_exit_year,
            exit_year=standing.exit_year,
            return_year=standing.return_year,
            return_cause=self._causes[0] if standing.return_year else "",
            population_start=self._at_start_of(year),
            population_end=self.size,
            living=self._living,
            income=plan_income(
                self._rng(f"income {year}"), earners=self._earners(answers, year), per_head=self._lot.per_head[place]
            ),
        )

    def _at_start_of(self, year: int) -> int:
        living = sum(member.birth_date.year < year for member in self._members)
        return living + sum(member.left_on.year == year for member in self._former_members if member.left_on)

    @cached_property
    def _children(self) -> list[Kin]:
        return [person.kin for person in self._people if person.kin.relation in {"03", "04"}]

    @property
    def _one_young_child(self) -> bool:
        return len(self._children) == 1 and self._children[0].age < 18

    @property
    def _two_daughters(self) -> bool:
        return [child.sex for child in self._children] == ["female", "female"]

    def _earners(self, answers: list[MemberYearPlan], year: int) -> Earners:
        return Earners(
            persons=self.size,
            workers=sum(bool(answer.work_region or answer.public_post) for answer in answers),
            able=sum(answer.labour_skill in _ABLE for answer in answers),
            pensioners=sum(member.age_in(year - 1) >= 60 for member in self._members),
            allowances=sum(answer.low_income_aid for answer in answers),
            five_guarantees=int(self._lot.five_guarantees),
            forest=self._living.returned_woodland,
            couple_with_daughters=self._two_daughters,
        )

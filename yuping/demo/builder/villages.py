"""What stands in the villages: groups, accounts, cadres, task forces, the collectives' year, indicators."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from villages import services
from villages.models import (
    Cadre,
    CollectiveEntry,
    IndicatorState,
    IndicatorValue,
    Responsibility,
    TaskForce,
    VillageAccount,
    VillageGroup,
    VillageResolution,
)
from yuping.demo.builder.people import clerks, person
from yuping.demo.builder.timeline import Step, months
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.cadres import SINCE
from yuping.demo.plan.indicators import ENTERED_ON, REVIEWED_ON
from yuping.demo.signins import village_seat

WHY = "the builder asks whether a step's result stands"


def steps(plan: CountyPlan) -> list[Step]:
    """The villages' steps from the first working day to the review of the indicators."""
    base = plan.base
    townships = sorted({target.township for target in plan.scenario.villages})
    return [
        Step(SINCE, _("village groups"), _any(VillageGroup), lambda: _register_groups(plan), len(base.groups)),
        Step(SINCE, _("cadres"), _any(Cadre), lambda: _register_cadres(plan), len(base.cadres)),
        Step(SINCE, _("task forces"), _any(TaskForce), lambda: _register_forces(plan), len(base.task_forces)),
        Step(SINCE, _("responsibilities"), _any(Responsibility), lambda: _assign(plan), len(base.responsibilities)),
        *(step for township in townships for step in _account_steps(plan, township)),
        *(step for township in townships for step in _collective_steps(plan, township)),
        *(step for township in townships for step in _indicator_steps(plan, township)),
    ]


def closing_steps(plan: CountyPlan) -> list[Step]:
    """The derived indicators, counted from the rows of all rooms once the year is over."""
    derived = {"state": IndicatorState.DERIVED, "year": plan.scenario.as_of.year}
    return [
        Step(
            plan.scenario.as_of,
            _("villages with derived indicators"),
            _any(IndicatorValue, **derived),
            lambda: services.recompute_indicators(actor=person("poverty1"), year=plan.scenario.as_of.year),
            len(plan.scenario.villages),
        )
    ]


def cadre_ids(plan: CountyPlan) -> dict[str, int]:
    """The row of each cadre by his key in the plan; name, unit and area tell him apart."""
    rows = Cadre.objects.all_areas(reason=WHY).values_list("name", "unit", "area_code", "position", "pk")
    known = {tuple(row[:4]): row[4] for row in rows}
    return {c.key: known[c.name, c.unit, c.area_code, c.position] for c in plan.base.cadres}


def _any(model: type, **values: object) -> Callable[[], bool]:
    return lambda: model.objects.all_areas(reason=WHY).filter(**values).exists()


def _register_groups(plan: CountyPlan) -> None:
    rows = [(group.village, group.name) for group in plan.base.groups]
    services.register_village_groups(actor=person("poverty1"), rows=rows)


def _register_cadres(plan: CountyPlan) -> None:
    rows = [
        services.CadreRow(
            c.name,
            c.unit,
            c.area_code,
            position=c.position,
            rank=c.rank,
            phone=c.phone,
            sex=c.sex,
            political_status=c.political_status,
            unit_kind=c.unit_kind,
            unit_level=c.unit_level,
            team_post=c.team_post,
        )
        for c in plan.base.cadres
    ]
    seat = village_seat()
    signs_in = services.CadreRow(seat.full_name, seat.unit, seat.area_code, username=seat.username)
    services.register_cadres(actor=person("poverty1"), rows=[*rows, signs_in])


def _register_forces(plan: CountyPlan) -> None:
    ids = cadre_ids(plan)
    rows = [
        services.TaskForceRow(
            code=force.code,
            name=force.name,
            village_codes=force.villages,
            members=[
                (ids[force.leader], "leader"),
                *((ids[key], "deputy") for key in force.deputies),
                *((ids[key], "member") for key in force.members),
            ],
            founded_on=force.founded_on,
        )
        for force in plan.base.task_forces
    ]
    services.register_task_forces(actor=person("poverty1"), rows=rows)


def _assign(plan: CountyPlan) -> None:
    ids = cadre_ids(plan)
    rows = [
        services.ResponsibilityRow(ids[row.cadre], row.kind, row.area_code, row.valid_from)
        for row in plan.base.responsibilities
    ]
    services.assign_responsibilities(actor=person("poverty1"), rows=rows)


def _account_steps(plan: CountyPlan, township: str) -> Iterable[Step]:
    """One clerk proposes the accounts of his township's collectives, the other confirms them."""
    accounts = [account for account in plan.base.accounts if account.village.startswith(township)]
    place = {"village__township": township}

    def propose() -> None:
        rows = [services.AccountRow(a.village, a.bank, a.holder_name, a.number) for a in accounts]
        services.propose_village_accounts(actor=clerks(township)[0], rows=rows)

    def confirm() -> None:
        ids = VillageAccount.objects.all_areas(reason=WHY).waiting().filter(**place).values_list("pk", flat=True)
        services.confirm_village_accounts(actor=clerks(township)[1], account_ids=list(ids))

    number = len(accounts)
    yield Step(accounts[0].proposed_on, _("village accounts proposed"), _any(VillageAccount, **place), propose, number)
    verified = _any(VillageAccount, state="verified", **place)
    yield Step(accounts[0].confirmed_on, _("village accounts confirmed"), verified, confirm, number)


def _collective_steps(plan: CountyPlan, township: str) -> Iterable[Step]:
    """At each month's end the clerk enters the month's resolutions, then its income and spending."""
    for first, last in months(plan.scenario.as_of.year):
        resolved = [r for r in plan.base.resolutions if r.village.startswith(township)]
        decided = [r for r in resolved if first <= r.published_on <= last]
        booked = [e for e in plan.base.entries if e.village.startswith(township) and first <= e.date <= last]
        closed = [r for r in resolved if first <= r.result_published_on <= last]
        there = {"village__township": township}
        if decided:
            stands = _any(VillageResolution, published_on__range=(first, last), **there)
            yield Step(last, _("village resolutions"), stands, _decide(decided, township), len(decided))
        if booked:
            stands = _any(CollectiveEntry, date__range=(first, last), source_type="", **there)
            book = _book(booked, resolved, township)
            yield Step(last, _("collective income and spending"), stands, book, len(booked))
        if closed:
            stands = _any(VillageResolution, result_published_on__range=(first, last), **there)
            publish = _publish(closed, township)
            yield Step(last, _("results of resolutions published"), stands, publish, len(closed))


def _decide(resolutions: list, township: str) -> Callable[[], None]:
    def decide() -> None:
        actor = clerks(township)[0]
        for row in resolutions:
            services.record_resolution(
                actor=actor,
                village_code=row.village,
                subject=row.subject,
                amount=row.amount,
                proposed_on=row.proposed_on,
                discussed_on=row.discussed_on,
                deliberated_on=row.deliberated_on,
                decided_on=row.decided_on,
                published_on=row.published_on,
                attended=row.attended,
                votes_for=row.votes_for,
            )

    return decide


def _resolution_ids(resolutions: list) -> dict[str, int]:
    """The row of each resolution by its key; village, subject, amount and day tell it apart."""
    rows = VillageResolution.objects.all_areas(reason=WHY).values_list(
        "village_id", "subject", "amount", "decided_on", "pk"
    )
    known = {tuple(row[:4]): row[4] for row in rows}
    found = {r.key: known.get((r.village, r.subject, r.amount, r.decided_on)) for r in resolutions}
    return {key: pk for key, pk in found.items() if pk}


def _book(entries: list, resolutions: list, township: str) -> Callable[[], None]:
    def book() -> None:
        ids = _resolution_ids(resolutions)
        rows = [
            services.EntryRow(
                village_code=entry.village,
                date=entry.date,
                direction=entry.direction,
                category=entry.income_class or entry.spending_class,
                amount=entry.amount,
                text=entry.text,
                resolution_id=ids.get(entry.resolution),
            )
            for entry in entries
        ]
        services.record_collective_entries(actor=clerks(township)[0], rows=rows)

    return book


def _publish(resolutions: list, township: str) -> Callable[[], None]:
    def publish() -> None:
        actor, ids = clerks(township)[0], _resolution_ids(resolutions)
        for row in resolutions:
            services.publish_resolution_result(
                actor=actor, resolution_id=ids[row.key], published_on=row.result_published_on
            )

    return publish


def _indicator_steps(plan: CountyPlan, township: str) -> Iterable[Step]:
    """One clerk enters the values of his township's villages, the other reviews them."""
    values = [value for value in plan.base.indicators if value.village.startswith(township)]
    year = plan.scenario.as_of.year
    there = {"village__township": township, "year": year}

    def enter() -> None:
        rows = [services.ValueRow(v.village, v.indicator, v.number, v.code, v.text) for v in values]
        services.enter_indicators(actor=clerks(township)[0], year=year, rows=rows)

    def review() -> None:
        waiting = IndicatorValue.objects.all_areas(reason=WHY).waiting().filter(**there)
        services.review_indicators(actor=clerks(township)[1], value_ids=list(waiting.values_list("pk", flat=True)))

    number = len(values)
    yield Step(ENTERED_ON, _("indicators entered"), _any(IndicatorValue, **there), enter, number)
    reviewed = _any(IndicatorValue, state=IndicatorState.REVIEWED, **there)
    yield Step(REVIEWED_ON, _("indicators reviewed"), reviewed, review, number)

"""Rules over who takes part: participation against loan, agreement, enterprise, job and the household's file."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from dividends.models import Instalment, Job, Participation
from dividends.schedule import Part
from dividends.workflow import AgreementState
from households.models import HouseholdYear, MemberYear
from loans import workflow
from yuping.accounts import quality
from yuping.accounts.quality import Asked, Family, Level, Limit, Remedy, Source, audited, declared, of_form, of_scheme
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
COMPANY, OFFICE, CADRE = Role.INVESTMENT_COMPANY, Role.POVERTY_OFFICE, Role.VILLAGE_CADRE
LATE_DAYS = Limit("late_days", "days", ((2013, 90),))
UNABLE = ("3", "4")
WHOLE = "a run narrows its rules itself"


def _rule(reads: str, sources: list[Source] | tuple[Source, ...], level: Level = ERROR, **more):
    common = {"family": Family.PAYMENT, "owner": COMPANY, "remedy": Remedy.AGREEMENT}
    return declared(level=level, reads=reads, sources=sources, **(common | more))


def _live(asked: Asked) -> QuerySet:
    """Participations that have not ended, of agreements that have not."""
    rows = Participation.unguarded.filter(ended_on=None).exclude(agreement__state=AgreementState.ENDED)
    return asked.within(rows.order_by())


def _of(rows: QuerySet, *columns: str) -> Iterator[tuple]:
    """One finding for each participation."""
    names = [column.rpartition("__")[2] for column in columns]
    for village, household, key, *values in rows.values_list("village_id", "household_id", "pk", *columns):
        facts = {name: str(value) for name, value in zip(names, values, strict=True)}
        yield village, household, None, f"participation:{key}", facts


@_rule("participation.loan loan.state", audited("19"))
def agreement_without_loan(asked: Asked) -> Iterator[tuple]:
    """The household stands in an agreement in force, but its loan was never drawn."""
    rows = _live(asked).filter(agreement__state=AgreementState.ACTIVE)
    return _of(rows.exclude(loan__state__in=sorted(workflow.LENT)), "agreement__number")


@_rule("participation.principal loan.principal", of_scheme("4.3"))
def share_differs_from_loan(asked: Asked) -> Iterator[tuple]:
    rows = _live(asked).filter(loan__state__in=sorted(workflow.LENT)).exclude(principal=F("loan__principal"))
    return _of(rows, "principal", "loan__approved_amount")


@_rule("participation.household loan.household", audited("18"))
def share_of_another_household(asked: Asked) -> Iterator[tuple]:
    return _of(_live(asked).exclude(loan__household=F("household")), "agreement__number")


@_rule("participation.household participation.agreement participation.ended_on", audited("18"), WARNING, owner=OFFICE)
def in_two_agreements(asked: Asked) -> Iterator[tuple]:
    """Two agreements of one scheme at once; two schemes are ruled by the county and no finding."""
    other = Participation.unguarded.filter(
        household=OuterRef("household"), agreement__scheme=OuterRef("agreement__scheme"), ended_on=None
    ).exclude(agreement=OuterRef("agreement"))
    rows = _live(asked).filter(Exists(other.exclude(agreement__state=AgreementState.ENDED)))
    return _of(rows, "agreement__number")


@_rule(
    "participation.ended_on householdyear.led_by_enterprise",
    of_form("aac088"),
    WARNING,
    owner=CADRE,
    remedy=Remedy.RECORD,
)
def share_but_not_led(asked: Asked) -> Iterator[tuple]:
    """The household's record of the year says that no enterprise leads it."""
    record = HouseholdYear.unguarded.filter(household=OuterRef("household"), year=asked.year, led_by_enterprise=False)
    return _of(_live(asked).filter(Exists(record), household__state="active", starts_on__year__lt=asked.year))


@_rule("agreement.matures_on agreement.state instalment.principal_amount", audited("9", "31"), of_places=True, days=15)
def enterprise_past_maturity(asked: Asked) -> Iterator[tuple]:
    """An agreement that has matured and whose principal is not back; said in each village that takes part."""
    due = Instalment.objects.all_areas(reason=WHOLE).filter(
        part=Part.PRINCIPAL, due_on__lt=asked.today, participation__ended_on=None
    )
    rows = asked.within(due.order_by(), household="participation__household").with_received().filter(missing__gt=0)
    agreement = "participation__agreement"
    columns = ("village_id", f"{agreement}_id", f"{agreement}__number", f"{agreement}__matures_on")
    for village, key, number, matured in rows.values_list(*columns).distinct():
        yield village, None, None, f"agreement:{key}", {"number": number, "date": str(matured)}


@_rule("agreement.households enterprise.capacity_households", audited("5"), WARNING, owner=OFFICE, of_places=True)
def enterprise_above_its_capacity(asked: Asked) -> Iterator[tuple]:
    live = Participation.unguarded.filter(ended_on=None).exclude(agreement__state=AgreementState.ENDED).order_by()
    counted = live.values("agreement__enterprise").annotate(homes=Count("pk"))
    over = dict(
        counted.filter(homes__gt=F("agreement__enterprise__capacity_households")).values_list(
            "agreement__enterprise", "homes"
        )
    )
    places = asked.within(live.filter(agreement__enterprise__in=over))
    columns = ("village_id", "agreement__enterprise_id", "agreement__enterprise__name")
    for village, enterprise, name in places.values_list(*columns).distinct():
        yield village, None, None, f"enterprise:{enterprise}", {"name": name, "count": over[enterprise]}


@_rule("job.monthly_wage agreement.monthly_wage_floor", of_scheme("4.3"))
def wage_below_the_floor(asked: Asked) -> Iterator[tuple]:
    rows = Job.unguarded.filter(ended_on=None, monthly_wage__lt=F("participation__agreement__monthly_wage_floor"))
    columns = ("village_id", "participation__household_id", "member_id", "participation_id", "monthly_wage")
    for village, household, member, participation, wage in asked.within(
        rows.order_by(), household="participation__household"
    ).values_list(*columns):
        yield village, household, member, f"participation:{participation}", {"wage": str(wage)}


@_rule("job.member memberyear.labour_skill", audited("39"), WARNING, owner=CADRE, remedy=Remedy.ANSWERS)
def job_of_who_cannot_work(asked: Asked) -> Iterator[tuple]:
    unable = MemberYear.unguarded.filter(member=OuterRef("member"), year=asked.year, labour_skill__in=UNABLE)
    return _of_jobs(asked, Job.unguarded.filter(Exists(unable), ended_on=None))


@_rule("job.member member.state", audited("39"), WARNING)
def job_of_who_left(asked: Asked) -> Iterator[tuple]:
    return _of_jobs(asked, Job.unguarded.filter(ended_on=None).exclude(member__state="living_here"))


def _of_jobs(asked: Asked, rows: QuerySet) -> Iterator[tuple]:
    found = asked.within(rows.order_by(), household="participation__household")
    for village, household, member, participation in found.values_list(
        "village_id", "participation__household_id", "member_id", "participation_id"
    ):
        yield village, household, member, f"participation:{participation}", {}


@_rule("participation.starts_on job.participation", audited("39"), WARNING, limits=[LATE_DAYS], of_places=True)
def village_without_any_job(asked: Asked) -> Iterator[tuple]:
    """The scheme promises a job for each household; here not one of the village's households has had any."""
    before = asked.today - datetime.timedelta(days=LATE_DAYS.of(asked.year))
    old = _live(asked).filter(starts_on__lt=before)
    jobs = Job.unguarded.filter(village=OuterRef("village"))
    rows = old.filter(~Exists(jobs)).values("village").annotate(count=Count("pk"))
    for village, count in rows.values_list("village", "count"):
        yield village, None, None, "", {"count": count}


quality.open_at("participation", "dividends:participation_detail")
quality.open_at("agreement", "dividends:agreement_detail")
quality.open_at("enterprise", "dividends:enterprise_detail")
quality.say(
    {
        "agreement_without_loan": _("The household stands in agreement %(number)s, but its loan is not drawn."),
        "share_differs_from_loan": _("The share is %(principal)s yuan, the loan %(approved_amount)s yuan."),
        "share_of_another_household": _("The loan behind agreement %(number)s belongs to another household."),
        "in_two_agreements": _("The household stands in another agreement of the scheme beside %(number)s."),
        "share_but_not_led": _("The household has a share, but its record says that no enterprise leads it."),
        "enterprise_past_maturity": _("Agreement %(number)s matured on %(date)s and the principal is not back."),
        "enterprise_above_its_capacity": _("%(name)s has %(count)s households, more than it can take."),
        "wage_below_the_floor": _("The wage of %(wage)s yuan is below the one promised in the agreement."),
        "job_of_who_cannot_work": _("A job stands for the member, but the record says unable to work."),
        "job_of_who_left": _("A job stands for the member, who has died or left."),
        "village_without_any_job": _("%(count)s households have shares, and none of them has had a job."),
    }
)

"""Rules over the work with households: the cadre in charge, visits and their photographs, problems left open."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import Left, Length

from households.models import Document, Household, Identification, Pairing, Visit
from households.policy.quality.limits import HOUSEHOLDS_A_CADRE, SAME_TEXTS, VISITS_A_DAY
from yuping.accounts.quality import Asked, Family, Level, Remedy, audited, declared, of_form, verified
from yuping.accounts.roles import TOWNSHIP, Role

ERROR, WARNING = Level.ERROR, Level.WARNING
CLERK, CADRE, OFFICE = Role.TOWNSHIP_CLERK, Role.VILLAGE_CADRE, Role.POVERTY_OFFICE
# A text this long is not repeated by chance.
LONG_TEXT = 30


def _visits() -> QuerySet[Visit]:
    """Those that were not withdrawn."""
    return Visit.unguarded.filter(withdrawn_on=None)


@declared(
    level=ERROR,
    family=Family.CASEWORK,
    reads="household.unidentified_reason identification.household identification.state",
    sources=audited("15"),
    owner=CLERK,
    remedy=Remedy.STATUS,
    blocks_payment=True,
    on_save=True,
    # The county lets such a file stand for good: see ``accept_file``.
    exemptible=False,
)
def registered_without_identification(asked: Asked) -> Iterator[tuple]:
    """Put on file with a reason of the township's instead of an accepted case."""
    case = Identification.unguarded.filter(household=OuterRef("pk"), state__in=("accepted", "announced"))
    rows = Household.unguarded.filter(~Exists(case), state="active").exclude(unidentified_reason="")
    for village, household, reason in asked.within(rows, household="pk").values_list(
        "village_id", "pk", "unidentified_reason"
    ):
        yield village, household, None, "", {"reason": reason}


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="household.state pairing.to_on pairing.accepted_on",
    sources=[*of_form("帮扶责任人"), *verified("1_11_011")],
    owner=CLERK,
    remedy=Remedy.PAIRING,
)
def no_cadre_in_charge(asked: Asked) -> Iterator[tuple]:
    in_charge = Pairing.unguarded.filter(household=OuterRef("pk"), to_on=None, accepted_on__isnull=False)
    rows = Household.unguarded.filter(~Exists(in_charge), state="active")
    for row in asked.within(rows, household="pk").values_list("village_id", "pk"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="pairing.cadre pairing.household pairing.to_on",
    sources=of_form("帮扶责任人", "结对"),
    owner=OFFICE,
    remedy=Remedy.PAIRING,
    limits=[HOUSEHOLDS_A_CADRE],
    of_places=True,
)
def too_many_households_for_a_cadre(asked: Asked) -> Iterator[tuple]:
    """Counted over the county; reported in each village where the cadre has households."""
    live = Pairing.unguarded.filter(to_on=None, accepted_on__isnull=False, household__state="active").order_by()
    over = live.values("cadre").annotate(homes=Count("pk")).filter(homes__gt=HOUSEHOLDS_A_CADRE.of(asked.year))
    homes = dict(over.values_list("cadre", "homes"))
    places = asked.within(live.filter(cadre__in=homes)).values_list("village_id", "cadre_id", "cadre__name")
    for village, cadre, name in places.distinct():
        yield village, None, None, f"cadre:{cadre}", {"name": name, "count": homes[cadre]}


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="visit.content visit.household visit.recorded_by",
    sources=audited("34"),
    owner=CLERK,
    remedy=Remedy.VISIT,
    limits=[SAME_TEXTS],
)
def visit_text_copied(asked: Asked) -> Iterator[tuple]:
    """The same long text by one recorder in many households."""
    long = _visits().annotate(length=Length("content")).filter(length__gte=LONG_TEXT).order_by()
    copied = (
        long.values("recorded_by", "content")
        .annotate(homes=Count("household", distinct=True))
        .filter(homes__gte=SAME_TEXTS.of(asked.year))
    )
    texts = {(recorder, text): homes for recorder, text, homes in copied.values_list("recorded_by", "content", "homes")}
    if not texts:
        return
    rows = asked.within(long.filter(content__in={text for _recorder, text in texts}))
    for village, household, visit, recorder, text in rows.values_list(
        "village_id", "household_id", "pk", "recorded_by", "content"
    ):
        if (recorder, text) in texts:
            yield village, household, None, f"visit:{visit}", {"count": texts[recorder, text]}


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="visit.visitor visit.date visit.household",
    sources=audited("34"),
    owner=CLERK,
    remedy=Remedy.VISIT,
    limits=[VISITS_A_DAY],
    of_places=True,
)
def too_many_visits_in_a_day(asked: Asked) -> Iterator[tuple]:
    """Diaries written up at the desk: more households in a day than anybody can see.

    Counted for each visitor of a township; reported in each village, at his first visit of the day there.
    """
    visits = _visits().annotate(township=Left("village_id", TOWNSHIP)).order_by()
    days = visits.values("township", "visitor", "date").annotate(homes=Count("household", distinct=True))
    crowded = days.filter(homes__gt=VISITS_A_DAY.of(asked.year))
    found = {tuple(key): homes for *key, homes in crowded.values_list("township", "visitor", "date", "homes")}
    if not found:
        return
    rows = asked.within(visits.filter(date__in={day for _township, _who, day in found}))
    firsts = rows.values("village_id", "township", "visitor", "date").annotate(first=Min("pk"))
    for village, township, who, day, first in firsts.values_list("village_id", "township", "visitor", "date", "first"):
        if homes := found.get((township, who, day)):
            yield village, None, None, f"visit:{first}", {"name": who, "date": day.isoformat(), "count": homes}


@declared(
    level=ERROR,
    family=Family.CASEWORK,
    reads="visit.date household.registered_on",
    sources=audited("12"),
    owner=CADRE,
    remedy=Remedy.VISIT,
)
def visited_before_registration(asked: Asked) -> Iterator[tuple]:
    rows = asked.within(_visits().filter(date__lt=F("household__registered_on")))
    for village, household, visit, day in rows.values_list("village_id", "household_id", "pk", "date"):
        yield village, household, None, f"visit:{visit}", {"date": day.isoformat()}


@declared(
    level=ERROR,
    family=Family.CASEWORK,
    reads="document.sha256 document.household document.kind document.withdrawn_on",
    sources=audited("12", "33"),
    owner=CLERK,
    remedy=Remedy.VISIT,
)
def photograph_used_twice(asked: Asked) -> Iterator[tuple]:
    """The same picture in the files of two households."""
    pictures = Document.unguarded.filter(content_type__startswith="image/", withdrawn_on=None).order_by()
    twice = pictures.values("sha256").annotate(homes=Count("household", distinct=True)).filter(homes__gt=1)
    rows = asked.within(pictures.filter(sha256__in=twice.values("sha256")))
    for village, household, paper, title in rows.values_list("village_id", "household_id", "pk", "title"):
        yield village, household, None, f"document:{paper}", {"title": title}

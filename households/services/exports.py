"""The verbs that hand out rosters and the summary: scoped, masked unless a reason is given, on record beforehand.

Rosters and summary are official papers: Chinese, whatever language the person reads the pages in.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from households.models import Household, HouseholdYear, Member, MemberYear, Pairing, PayeeAccount
from households.resources.roster import ROSTERS, SIGNED, Entry
from households.resources.summary import summary_of
from households.yearly import YearOfAdjustment
from villages.models import Village
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.accounts.roles import VILLAGE
from yuping.core import clock, show
from yuping.core.errors import BadInput
from yuping.core.excel import Column, write_workbook
from yuping.core.models import Installation
from yuping.core.text import clean_line

EXPORT = "households.export_household"
REVEAL = "households.reveal"
SEE_ADJUSTMENT = "households.view_adjustment"
# The list that has a line for each part of the area.
SUMMARY, SUMMARY_TITLE = "summary", "建档立卡汇总表"


def export_roster(
    *,
    actor: User,
    year: int,
    village_code: str = "",
    in_full: bool = False,
    reason: str = "",
    roster: str = "persons",
) -> bytes:
    """A roster of the households on file in the person's area, or of one village, as a workbook.

    ``roster``: one row for each person, or for each household.

    Raises MissingVerb; for numbers in full also without the verb to reveal, and BadInput without a reason.
    """
    reason = clean_line(reason)
    if in_full:
        access.require(actor, REVEAL)
        if not reason:
            raise BadInput("reason_needed", field="reason")
    columns = ROSTERS[roster]
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        members = list(_members(actor, village_code, in_full=in_full))
        entries = _entries(members, year, in_full=in_full)
        wanted = (entry for entry in entries if entry.member.is_head or not columns.heads_only)
        headings, lines = columns.workbook_columns(year), columns.lines(wanted, year)
        title = title_of(actor, roster, year=year, village_code=village_code)
        written = write_workbook(title, headings, lines, watermark=_watermark(actor), foot=SIGNED)
        record_act(
            actor=actor,
            verb=EXPORT,
            obj=actor,
            area_code=village_code or area_of(member.village_id for member in members),
            reason=reason,
            facts={"rows": len(members), "year": year, "in_full": in_full, "columns": list(columns.columns_of(year))},
        )
        return written


def export_summary(*, actor: User, year: int, village_code: str = "") -> bytes:
    """Households and persons of the area or a village part by part, with attribute, cause and exit: no names.

    Raises MissingVerb.
    """
    access.require(actor, EXPORT)
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        homes = Household.objects.actionable_by(actor, EXPORT).active()
        codes = [village_code] if village_code else access.scope_of(actor, EXPORT).codes
        of_village = {len(code) for code in codes} == {VILLAGE} and len(codes) == 1
        asked = homes.filter(village=village_code) if village_code else homes
        columns, rows = summary_of(asked, year=year, of_village=of_village)
        title = title_of(actor, SUMMARY, year=year, village_code=village_code)
        written = write_workbook(title, columns, rows, watermark=_watermark(actor), foot=SIGNED)
        facts = {"rows": len(rows), "year": year, "summary": True}
        record_act(actor=actor, verb=EXPORT, obj=actor, area_code=village_code, facts=facts)
        return written


def title_of(actor: User, kind: str, *, year: int, village_code: str = "") -> str:
    """What a list that is handed out is called: of which area, of which year, which list."""
    what = SUMMARY_TITLE if kind == SUMMARY else ROSTERS[kind].title
    return f"{_area_named(actor, village_code)}{year}年{what}"


def _area_named(actor: User, village_code: str) -> str:
    """The village asked for, else the person's own area where it is one."""
    if village_code:
        village = Village.objects.visible_to(actor).select_related("township").get(pk=village_code)
        return f"{village.township.name}{village.short_name}"
    codes = access.scope_of(actor, EXPORT).codes
    names = {posting.area_name for posting in access.postings_of(actor) if posting.area_code in codes}
    return names.pop() if len(names) == 1 else ""


def export_yearly(*, actor: User, numbers: YearOfAdjustment, area: str = "") -> bytes:
    """The yearly adjustment village by village, with the sum: no names. Who sees the numbers may take them along."""
    total = numbers.total(_("Total"), area)
    rows = [[place.township, place.name, *(one.count for one in place.numbers)] for place in numbers.by_village(area)]
    rows.append([total.name, "", *(one.count for one in total.numbers)])
    columns = [Column(_("Township"), width=14), Column(_("Village"), width=14)]
    columns += [Column(str(column.label), "integer", 14) for column in numbers.columns]
    with transaction.atomic():
        title = _("Adjustment of %(year)s") % {"year": numbers.year}
        as_of = _("files and watched households as of %(day)s") % {"day": show.show_day(numbers.day)}
        written = write_workbook(title, columns, rows, watermark=f"{_watermark(actor)} · {as_of}")
        record_act(
            actor=actor,
            verb="households.export_adjustment",
            obj=actor,
            area_code=area,
            facts={"rows": len(rows), "year": numbers.year},
            right=SEE_ADJUSTMENT,
        )
        return written


def _watermark(actor: User) -> str:
    exported = _("Exported by %(person)s on %(time)s") % {
        "person": actor.full_name,
        "time": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    }
    if not Installation.objects.filter(is_demo=True).exists():
        return exported
    demo = _("Demo data, business date %(day)s") % {"day": show.show_day(clock.today())}
    return f"{demo} · {exported}"


def _members(actor: User, village_code: str, *, in_full: bool) -> Sequence[Member]:
    rows = Member.objects.actionable_by(actor, EXPORT).living_here().filter(household__state="active")
    if in_full:
        rows = rows.filter(pk__in=Member.objects.actionable_by(actor, REVEAL).values("pk"))
    if village_code:
        rows = rows.filter(village=village_code)
    return rows.select_related("household__group", "village__township").order_by(
        "village", "household__number", "-is_head", "pk"
    )


def _entries(members: Sequence[Member], year: int, *, in_full: bool) -> Iterator[Entry]:
    homes = {member.household_id for member in members}
    records = {row.household_id: row for row in HouseholdYear.unguarded.filter(household__in=homes, year=year)}
    verified = PayeeAccount.unguarded.filter(household__in=homes, state="verified")
    accounts = {row.household_id: row for row in verified}
    answers = {row.member_id: row for row in MemberYear.unguarded.filter(household__in=homes, year=year)}
    charged = Pairing.unguarded.filter(household__in=homes, accepted_on__isnull=False, to_on__isnull=True)
    cadres = dict(charged.values_list("household_id", "cadre__name"))
    sizes = Counter(member.household_id for member in members)
    for member in members:
        home = member.household_id
        # The account stands once, with the head.
        account = accounts.get(home) if member.is_head else None
        yield Entry(
            member, records.get(home), account, sizes[home], in_full, answers.get(member.pk), cadres.get(home, "")
        )

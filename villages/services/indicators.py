"""Verbs on the village indicators: manual ones are entered and reviewed by two people, derived ones recomputed."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from villages import indicators, policy
from villages.models import Indicator, IndicatorState, IndicatorValue, Origin, Village
from villages.services.loading import area_of, digest_of_rows, villages_for_action
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, SamePerson
from yuping.core.models import CodeItem
from yuping.core.text import clean_line

ENTER = "villages.enter_indicator"
REVIEW = "villages.review_indicator"
RECOMPUTE = "villages.recompute_indicators"
UPSERT = {
    "update_conflicts": True,
    "unique_fields": ["village", "year", "indicator"],
    "update_fields": [
        "number",
        "code",
        "text",
        "state",
        "entered_by",
        "entered_on",
        "reviewed_by",
        "reviewed_on",
    ],
}
Key = tuple[str, str]


@dataclass(frozen=True)
class ValueRow:
    """A value as typed: a number, or for the leading industry a code of the list with a text beside it."""

    village_code: str
    indicator_code: str
    number: Decimal | None = None
    code: str = ""
    text: str = ""


def enter_indicator(
    *,
    actor: User,
    year: int,
    village_code: str,
    indicator_code: str,
    number: Decimal | None = None,
    code: str = "",
    text: str = "",
    reason: str = "",
) -> IndicatorValue:
    """Enter one value; see ``enter_indicators``."""
    row = ValueRow(village_code, indicator_code, number, code, text)
    enter_indicators(actor=actor, year=year, rows=[row], reason=reason)
    return IndicatorValue.objects.actionable_by(actor, ENTER).get(
        village=village_code, indicator=indicator_code, year=year
    )


def enter_indicators(*, actor: User, year: int, rows: Sequence[ValueRow], reason: str = "") -> int:
    """Enter manual values; a changed one waits for review again. Returns how many are new or changed.

    Raises PolicyRefused with every reason, BadInput when a reviewed value is changed without a reason.
    """
    with transaction.atomic():
        codes = {row.village_code for row in rows}
        villages = villages_for_action(actor, ENTER, codes)
        _refuse_year(year)
        _refuse_values(rows)
        standing = _values_of(actor, ENTER, year, codes)
        changed = [row for row in rows if _differs(row, standing.get((row.village_code, row.indicator_code)))]
        known = (standing.get((row.village_code, row.indicator_code)) for row in changed)
        if not reason.strip() and any(value and value.state == IndicatorState.REVIEWED for value in known):
            raise BadInput("indicator_change_reason", field="reason")
        today = clock.today()
        IndicatorValue.objects.bulk_create(
            [
                IndicatorValue(
                    village_id=row.village_code,
                    indicator_id=row.indicator_code,
                    year=year,
                    number=row.number,
                    code=row.code,
                    text=clean_line(row.text, max_length=60),
                    state=IndicatorState.ENTERED,
                    entered_by=actor,
                    entered_on=today,
                )
                for row in changed
            ],
            **UPSERT,
        )
        if changed:
            _record(
                actor,
                ENTER,
                villages,
                reason,
                year,
                ((r.village_code, r.indicator_code, r.number, r.code) for r in changed),
            )
        return len(changed)


def _refuse_year(year: int) -> None:
    if not 2000 <= year <= clock.today().year:
        raise BadInput("indicator_year", field="year")


def _refuse_values(rows: Sequence[ValueRow]) -> None:
    measures = {row.code: row for row in Indicator.objects.all()}
    industries = list(CodeItem.objects.filter(set="industry").values_list("code", flat=True))
    reasons: list[policy.Reason] = []
    for row in rows:
        indicator = measures.get(row.indicator_code)
        if indicator is None or indicator.origin != Origin.MANUAL:
            reasons.append(policy.Reason("indicator_not_entered", {"indicator": row.indicator_code}))
            continue
        measure = policy.Measure(indicator.code, indicator.value_type, indicator.unit, indicator.decimals)
        reasons += policy.value_refusals(measure, number=row.number, code=row.code, known_codes=industries)
    if reasons:
        raise PolicyRefused("indicators_refused", reasons=reasons)


def _values_of(actor: User, verb: str, year: int, codes: set[str]) -> dict[Key, IndicatorValue]:
    rows = IndicatorValue.objects.for_action(actor, verb).filter(year=year, village__in=codes).order_by("pk")
    return {(row.village_id, row.indicator_id): row for row in rows}


def _differs(row: ValueRow, value: IndicatorValue | None) -> bool:
    return value is None or (value.number, value.code, value.text) != (row.number, row.code, clean_line(row.text))


def _record(actor: User, verb: str, villages: Mapping[str, Village], reason: str, year: int, rows: object) -> None:
    rows = list(rows)
    record_act(
        actor=actor,
        verb=verb,
        obj=villages[rows[0][0]],
        area_code=area_of(row[0] for row in rows),
        reason=reason,
        facts={"year": year, "count": len(rows), "digest": digest_of_rows(rows)},
    )


def review_indicator(*, actor: User, value_id: int, reason: str = "") -> IndicatorValue:
    """Review one entered value; see ``review_indicators``."""
    return review_indicators(actor=actor, value_ids=[value_id], reason=reason)[0]


def review_indicators(*, actor: User, value_ids: Sequence[int], reason: str = "") -> list[IndicatorValue]:
    """Review entered values, by somebody else than who entered them.

    Raises NotAllowedNow when one waits no longer, SamePerson for one's own.
    """
    with transaction.atomic():
        wanted = set(value_ids)
        rows = IndicatorValue.objects.for_action(actor, REVIEW).filter(pk__in=wanted).order_by("pk")
        values = list(rows.select_related("village", "indicator"))
        if not values or len(values) < len(wanted):
            raise IndicatorValue.DoesNotExist
        if any(value.state != IndicatorState.ENTERED for value in values):
            raise NotAllowedNow("indicator_not_waiting")
        if any(value.entered_by_id == actor.pk for value in values):
            raise SamePerson("indicator_own_value")
        today = clock.today()
        for value in values:
            value.state, value.reviewed_by, value.reviewed_on = IndicatorState.REVIEWED, actor, today
        IndicatorValue.objects.all_areas(reason="rows loaded for action above").bulk_update(
            values, ["state", "reviewed_by", "reviewed_on"]
        )
        record_act(
            actor=actor,
            verb=REVIEW,
            obj=values[0],
            area_code=area_of(value.village_id for value in values),
            reason=reason,
            facts={"count": len(values), "digest": digest_of_rows((v.pk, v.number, v.code) for v in values)},
        )
        return values


def recompute_indicators(*, actor: User, year: int, reason: str = "") -> int:
    """Compute the derived indicators of a year for the villages in the actor's area; returns how many changed.

    An indicator whose room has registered no source keeps what it has.
    """
    with transaction.atomic():
        _refuse_year(year)
        on = min(datetime.date(year, 12, 31), clock.today())
        rows = Village.objects.for_action(actor, RECOMPUTE).existing(on).order_by("pk")
        villages = {row.pk: row for row in rows}
        standing = _values_of(actor, RECOMPUTE, year, set(villages))
        decimals = dict(Indicator.objects.filter(origin=Origin.DERIVED).values_list("code", "decimals"))
        computed = {code: count(year, on) for code, count in indicators.sources().items() if code in decimals}
        found = {
            (village, code): _rounded(Decimal(counts.get(village, 0)), decimals[code])
            for code, counts in computed.items()
            for village in villages
        }
        found |= {key: _rounded(number, decimals[key[1]]) for key, number in _ratios(villages, found, standing)}
        changed = {
            key: number for key, number in found.items() if key not in standing or standing[key].number != number
        }
        IndicatorValue.objects.bulk_create(
            [
                IndicatorValue(
                    village_id=village,
                    indicator_id=code,
                    year=year,
                    number=number,
                    state=IndicatorState.DERIVED,
                    entered_by=actor,
                    entered_on=on,
                )
                for (village, code), number in changed.items()
            ],
            **UPSERT,
        )
        if changed:
            _record(actor, RECOMPUTE, villages, reason, year, ((*key, number) for key, number in changed.items()))
        return len(changed)


def _ratios(
    villages: Mapping[str, Village], found: Mapping[Key, Decimal], standing: Mapping[Key, IndicatorValue]
) -> list[tuple[Key, Decimal]]:
    """The ratios whose two parts are known: computed just now, or entered and reviewed."""
    known = {
        key: value.number
        for key, value in standing.items()
        if value.number is not None and value.state != IndicatorState.ENTERED
    }
    known |= found
    return [
        ((village, code), indicators.ratio(known[village, part], known[village, whole]))
        for code, (part, whole) in indicators.RATIOS.items()
        for village in villages
        if (village, part) in known and (village, whole) in known
    ]


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)

"""Rows of the households room in both townships: files, casework, identities, uploads and drafts."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import models

from households import services as files
from households.models import (
    Adjustment,
    AdjustmentStep,
    CaseStep,
    ColumnProfile,
    Document,
    Draft,
    Finding,
    Household,
    HouseholdYear,
    Identification,
    IdentificationStep,
    ImportRun,
    LifeEvent,
    LikelyDouble,
    Measure,
    NoticeObjection,
    Pairing,
    PayeeAccount,
    Sale,
    Visit,
)
from households.policy.drafts import Typed, pack_typed
from tests.access.marks import FOREIGN_NAMES, SUMMER, TODAY, Rows
from tests.dividends.conftest import FIRST, PHOTO, SECOND, Year
from tests.factories import START, make_household, make_user
from villages import services as villages
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import TOWNSHIP
from yuping.core import vault
from yuping.core.identity import make_identity


def casework(pair: tuple[Household, Household], clerks: tuple[User, User]) -> dict[str, tuple[models.Model, ...]]:
    """A file with casework of every kind in each township."""
    found: dict[str, list[models.Model]] = {}
    for household, clerk, name in zip(pair, clerks, ("本乡", "别乡"), strict=True):
        place = {"household": household, "village_id": household.village_id}
        by = {**place, "recorded_by": clerk}
        head = household.members.get(is_head=True)
        cadre = villages.register_cadre(actor=clerk, name=f"{name}干部", unit="乡政府", area_code=household.village_id)
        rows = {
            "household": household,
            "account": PayeeAccount.unguarded.get(household=household),
            "visit": Visit.unguarded.create(date=SUMMER, visitor="干部", theme="走访", content=f"{name}走访", **by),
            "measure": Measure.unguarded.create(
                year=2016, date=SUMMER, category="12", unit="县农业局", content=f"{name}鸡苗", **by
            ),
            "household_quarter": household.householdquarters.create(year=2016, quarter=1, **by),
            "sale": Sale.unguarded.create(
                date=SUMMER,
                product="10",
                product_name=f"{name}土鸡",
                quantity=3,
                unit="03",
                channel="01",
                buyer="网店",
                amount=360,
                **by,
            ),
            "pairing": Pairing.unguarded.create(cadre=cadre, from_on=SUMMER, **by),
            "document": Document.unguarded.create(
                kind="form",
                title=f"{name}登记表",
                file=ContentFile(PHOTO, name="form.jpg"),
                sha256=sha256(PHOTO).hexdigest(),
                size=len(PHOTO),
                content_type="image/jpeg",
                dated_on=SUMMER,
                **by,
            ),
            "finding": Finding.unguarded.create(
                year=2016, rule="income_missing", level="warning", found_on=SUMMER, **place
            ),
            "unidentified": Finding.unguarded.create(
                year=2016, rule="registered_without_identification", level="error", found_on=SUMMER, **place
            ),
            "event": LifeEvent.unguarded.create(kind="08", date=SUMMER, member=head, **by),
            "identification": _identification(household, clerk, name),
            "cadre": cadre,
            **_cases(household, clerk, name),
        }
        HouseholdYear.unguarded.create(year=2016, population_end=1, **place)
        rows["identification_step"] = _step(IdentificationStep, rows["identification"], "review_in_group", clerk)
        for kind, row in rows.items():
            found.setdefault(kind, []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}


def _step(model: type[CaseStep], case: Identification | Adjustment, move: str, clerk: User) -> CaseStep:
    return model.unguarded.create(
        **{case._meta.model_name: case},
        village_id=case.village_id,
        move=move,
        date=SUMMER,
        note=f"{case}",
        paper=ContentFile(PHOTO, name="paper.jpg"),
        paper_sha256=sha256(PHOTO).hexdigest(),
        recorded_by=clerk,
    )


def _cases(household: Household, clerk: User, name: str) -> dict[str, models.Model]:
    """An exit on its way, with a paper and an objection that somebody has made of it."""
    case = Adjustment.unguarded.create(
        household=household,
        village_id=household.village_id,
        kind="exit",
        proposed_on=SUMMER,
        state_on=SUMMER,
        reason=f"{name}脱贫",
        recorded_by=clerk,
    )
    return {
        "adjustment": case,
        "adjustment_step": _step(AdjustmentStep, case, "review_in_village", clerk),
        "notice_objection": NoticeObjection.unguarded.create(
            adjustment=case,
            village_id=case.village_id,
            raised_by=f"{name}村民",
            raised_on=SUMMER,
            text=f"{name}异议",
            recorded_by=clerk,
        ),
    }


def _identification(household: Household, clerk: User, name: str) -> Identification:
    return Identification.unguarded.create(
        village_id=household.village_id,
        applicant=f"{name}申请人",
        id_number=make_identity("520699", START, 1),
        id_index=vault.index_of(name, "identity"),
        persons=2,
        applied_on=SUMMER,
        main_cause="01",
        paper=ContentFile(PHOTO, name="application.jpg"),
        paper_sha256=sha256(PHOTO).hexdigest(),
        state_on=SUMMER,
        recorded_by=clerk,
    )


def uploads(year: Year) -> Rows:
    """What each township imported, the headings it keeps, and what it has half entered."""
    rows: dict[str, list[dict[str, object]]] = {}
    for code in (FIRST, SECOND):
        run = ImportRun.objects.create(
            actor=make_user(),
            file_name=f"{code}.xlsx",
            sha256=code.ljust(64, "0"),
            size=1,
            state="written",
            area_code=code[:TOWNSHIP],
            imported_on=TODAY,
        )
        profile = ColumnProfile.objects.create(
            name=code, kind="households", owner=year.cast.approver, area_code=code[:TOWNSHIP]
        )
        draft = Draft.objects.create(owner=make_user(), page="register", village_id=code, content=pack_typed(Typed(())))
        for kind, row in (("import_run", run), ("column_profile", profile), ("draft", draft)):
            rows.setdefault(kind, []).append({"pk": row.pk})
    return {kind: tuple(pair) for kind, pair in rows.items()}


def identities(year: Year, clerks: tuple[User, User]) -> Rows:
    """In each township two files that look alike, two that are to be merged, a change of identity; and a pair over
    both townships, of which each may see its own half alone."""
    rows: dict[str, list[dict[str, object]]] = {}
    for code, clerk in zip((FIRST, SECOND), clerks, strict=True):
        homes = list(Household.unguarded.filter(village=code).order_by("pk")[:2])
        while len(homes) < 3:
            homes.append(make_household(Village.unguarded.get(pk=code)))
            homes[-1].members.update(name=FOREIGN_NAMES[2] if code == SECOND else "杨本乡")
            Household.unguarded.filter(pk=homes[-1].pk).update(head_name=homes[-1].members.get().name)
        rows.setdefault("double", []).append({"pk": _double(homes[0], homes[1], "village").pk})
        merger = _double(homes[1], homes[2], "phone")
        files.merge_double(
            actor=clerk, double_id=merger.pk, leaving_id=homes[2].pk, whole_household=True, reason="重复建档"
        )
        rows.setdefault("merger", []).append({"pk": merger.pk})
        member = homes[0].members.first()
        rows.setdefault("person", []).append({"pk": member.pk})
        right = files.RightIdentity(name=f"{member.name}明")
        change = files.propose_identity_change(actor=clerk, member_id=member.pk, right=right, reason="身份证姓名有误")
        rows.setdefault("identity_change", []).append({"pk": change.pk})
    _double(year.households[0], year.households[2], "county")
    return {kind: tuple(pair) for kind, pair in rows.items()}


def _double(first: Household, second: Household, kind: str) -> LikelyDouble:
    people = [None, None] if kind == "phone" else [first.members.first().pk, second.members.first().pk]
    return LikelyDouble.unguarded.create(
        first_household=first,
        second_household=second,
        first_village_id=first.village_id,
        second_village_id=second.village_id,
        kinds=[kind],
        matches=[[*people, [kind]]],
        key="k",
        found_on=SUMMER,
    )

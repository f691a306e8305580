"""Two townships side by side: rows of the own one, the same kinds of rows in another, with names to know them by."""

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import models

from dividends import services
from dividends.models import Batch, Hold, Job, Notice, Objection, Participation, Payout
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
    NoticeObjection,
    Pairing,
    PayeeAccount,
    Visit,
)
from households.policy.drafts import Typed, pack_typed
from loans import services as loans
from loans.interest import Quarter
from loans.models import Loan
from tests.access import advice
from tests.dividends.conftest import FIRST, PHOTO, SECOND, Year
from tests.factories import COUNTY, START, make_household, make_user
from villages import services as villages
from villages.models import (
    Cadre,
    Responsibility,
    TaskForce,
    TaskForceVillage,
    Village,
    VillageAccount,
    VillageResolution,
)
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import LEVELS, TOWNSHIP, VILLAGE, Role
from yuping.audit.models import AuditEntry
from yuping.core import vault
from yuping.core.identity import make_identity
from yuping.ledger.models import Account, JournalEntry

STEPS = ("proposed", "discussed", "deliberated", "decided", "published")
TODAY = datetime.date(2016, 11, 30)
SUMMER = datetime.date(2016, 6, 1)
# Names and amounts that stand in the other township only.
FOREIGN_NAMES = ("欧阳别乡", "上官远村", "司徒外寨")
FOREIGN_AMOUNT = Decimal("76543.21")
FOREIGN_TEXTS = (*FOREIGN_NAMES, "76,543.21", "76543.21", "别乡异议", "别乡茶园", "别乡走访", "YP-2016-77", "R-77")

Rows = dict[str, tuple[dict[str, object], dict[str, object]]]


@dataclass
class County:
    """People by role, and for each kind of row the address of one of the own and one of the other township."""

    people: dict[Role, User] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)


def build() -> County:
    """Write the rows: a settled batch over both townships, a draft in the other alone, casework in both."""
    year = Year()
    _rename(year)
    batch = _paid(year)
    foreign = _foreign_papers(year)
    own, other = year.households[0], year.households[2]
    county = County(people=_people())
    clerks = (year.cast.clerk, year.cast.clerk2)
    for make in (_casework, _of_villages):
        for kind, pair in make((own, other), clerks).items():
            county.rows[kind] = tuple({"pk": row.pk} for row in pair)
    county.rows |= _keys(own, other, batch, foreign)
    county.rows |= advice.rows((own, other), clerks)
    county.rows |= _loans_and_uploads(year)
    county.rows |= _identities(year, clerks)
    return county


def _people() -> dict[Role, User]:
    area = {frozenset({VILLAGE}): FIRST, frozenset({TOWNSHIP}): FIRST[:TOWNSHIP]}
    return {role: make_user((role, area.get(LEVELS[role], COUNTY))) for role in Role}


def _rename(year: Year) -> None:
    """The households of the other township get the names by which a leak is known."""
    year.households.append(make_household(year.villages[1]))
    for household, name in zip(year.households[2:], FOREIGN_NAMES, strict=False):
        household.head_name = name
        household.save(update_fields=["head_name"])
        household.members.update(name=name)


def _paid(year: Year) -> Batch:
    """A batch of both townships with papers of every kind, settled; one line of each village is held back."""
    spare = year.households.pop()
    batch = year.locked()
    year.publish(batch)
    said = ((year.cast.clerk, "名单有误"), (year.cast.clerk2, "别乡异议"))
    for notice, (clerk, text) in zip(Notice.unguarded.order_by("-village"), said, strict=True):
        objection = services.record_objection(
            actor=clerk, notice_id=notice.pk, raised_by="村民", raised_on=datetime.date(2016, 11, 20), text=text
        )
        services.answer_objection(actor=clerk, objection_id=objection.pk, answer="已核实")
    services.confirm_batch(actor=year.cast.office, batch_id=batch.pk)
    for clerk, code in ((year.cast.clerk, FIRST), (year.cast.clerk2, SECOND)):
        line = Payout.unguarded.filter(batch=batch, village=code).order_by("-pk").first()
        hold = services.hold_line(actor=clerk, payout_id=line.pk, reason="账户冻结")
        services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)
    year.approve(Batch.unguarded.get(pk=batch.pk))
    services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)
    batch.refresh_from_db()
    year.load(batch)
    year.households.append(spare)
    return services.settle_batch(actor=year.cast.company, batch_id=batch.pk)


def _foreign_papers(year: Year) -> dict[str, models.Model]:
    """An agreement, money and a draft that hold households of the other township alone."""
    agreement = year.agreement("YP-2016-77", [year.households[-1]])
    receipt = year.receipt("5000.00", "R-77")
    draft = services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=uuid.uuid4())
    return {"agreement": agreement, "enterprise": agreement.enterprise, "receipt": receipt, "batch": draft}


def _casework(pair: tuple[Household, Household], clerks: tuple[User, User]) -> dict[str, tuple[models.Model, ...]]:
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
            "quarter": household.householdquarters.create(year=2016, quarter=1, **by),
            "pairing": Pairing.unguarded.create(cadre=cadre, from_on=SUMMER, **by),
            "document": Document.unguarded.create(
                kind="form",
                title=f"{name}登记表",
                file=ContentFile(PHOTO, name="form.jpg"),
                sha256="0" * 64,
                size=len(PHOTO),
                content_type="image/jpeg",
                dated_on=SUMMER,
                **by,
            ),
            "finding": Finding.unguarded.create(
                year=2016, rule="income_missing", level="warning", found_on=SUMMER, **place
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
        state_on=SUMMER,
        recorded_by=clerk,
    )


def _of_villages(pair: tuple[Household, Household], clerks: tuple[User, User]) -> dict[str, tuple[models.Model, ...]]:
    found: dict[str, list[models.Model]] = {}
    for number, (household, clerk) in enumerate(zip(pair, clerks, strict=True)):
        code, cadre = household.village_id, Cadre.unguarded.get(area_code=household.village_id)
        entry = villages.record_collective_entry(
            actor=clerk,
            village_code=code,
            date=SUMMER,
            direction="income",
            category="operating",
            amount=FOREIGN_AMOUNT if number else Decimal("1200.00"),
            text="别乡茶园" if number else "茶园",
        )
        rows = {
            "entry": entry,
            "resolution": VillageResolution.unguarded.create(
                village_id=code,
                subject="别乡修路" if number else "修路",
                amount=Decimal("100.00"),
                attended=30,
                votes_for=25,
                recorded_by=clerk,
                **dict.fromkeys((f"{step}_on" for step in STEPS), SUMMER),
            ),
            "village_account": VillageAccount.unguarded.get(village=code),
            "task_force": TaskForce.unguarded.create(
                code=f"T{number}",
                name="别乡专班" if number else "本乡专班",
                township_id=code[:TOWNSHIP],
                founded_on=START,
            ),
            "responsibility": Responsibility.unguarded.create(
                cadre=cadre, kind="stationed", area_code=code, valid_from=START
            ),
        }
        TaskForceVillage.unguarded.create(task_force=rows["task_force"], village_id=code, valid_from=START)
        for kind, row in rows.items():
            found.setdefault(kind, []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}


def _loans_and_uploads(year: Year) -> Rows:
    """A quarter's subsidy of the county, a repayment in each township, and what each township imported."""
    rows: Rows = {}
    back, runs = [], []
    for code in (FIRST, SECOND):
        loan = Loan.unguarded.filter(village=code, state="drawn").order_by("pk").first()
        paid = loans.Back(loan.pk, principal=Decimal("100.00"))
        back += loans.record_repayment(actor=year.cast.union, rows=[paid], payer="household", on=TODAY)
        runs.append(
            ImportRun.objects.create(
                actor=make_user(),
                file_name=f"{code}.xlsx",
                sha256=code.ljust(64, "0"),
                size=1,
                state="written",
                area_code=code[:TOWNSHIP],
                imported_on=TODAY,
            )
        )
    quarter = loans.prepare_subsidy_quarter(
        actor=year.cast.approver, lender_id=loan.lender_id, quarter=Quarter(2016, 2)
    )
    places = [Participation.unguarded.filter(village=code).order_by("pk").first() for code in (FIRST, SECOND)]
    rows["participation"] = tuple({"pk": row.pk} for row in places)
    posts = [
        Job.unguarded.create(
            participation=row,
            village_id=row.village_id,
            member=row.household.members.first(),
            post="采摘",
            monthly_wage=Decimal("1800.00"),
            started_on=SUMMER,
        )
        for row in places
    ]
    rows["job"] = tuple({"pk": row.pk} for row in posts)
    asked = services.request_new_agreement_exception(
        actor=year.cast.company,
        scheme_code="5411",
        enterprise_id=year.partner.pk,
        document="县政府会议纪要〔2018〕3号",
        reason="续签",
    )
    rows["exception"] = ({"pk": asked.pk},) * 2
    rows["quarter"] = ({"pk": quarter.pk},) * 2
    rows["repayment"] = tuple({"pk": row.pk} for row in back)
    profiles = [
        ColumnProfile.objects.create(name=code, kind="households", owner=year.cast.approver, area_code=code[:TOWNSHIP])
        for code in (FIRST, SECOND)
    ]
    rows["column_profile"] = tuple({"pk": row.pk} for row in profiles)
    drafts = [
        Draft.objects.create(owner=make_user(), page="register", village_id=code, content=pack_typed(Typed(())))
        for code in (FIRST, SECOND)
    ]
    rows["draft"] = tuple({"pk": row.pk} for row in drafts)
    rows["import_run"] = tuple({"pk": row.pk} for row in runs)
    return rows


def _identities(year: Year, clerks: tuple[User, User]) -> Rows:
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


OF_A_VILLAGE = {"payout": Payout, "hold": Hold, "notice": Notice, "objection": Objection, "loan": Loan}
OF_NO_AREA = {
    "user": User,
    "posting": Posting,
    "journal_entry": JournalEntry,
    "journal_account": Account,
    "audit_entry": AuditEntry,
}


def _keys(own: Household, other: Household, batch: Batch, foreign: dict[str, models.Model]) -> Rows:
    """What an address holds for the rows that came with the batch, and for addresses of more than one part."""
    agreement = batch.payouts.first().agreement
    receipt = agreement.enterprise.receipts.first()
    papers = {"enterprise": agreement.enterprise, "agreement": agreement, "batch": batch, "receipt": receipt}
    rows: Rows = {kind: ({"pk": row.pk}, {"pk": foreign[kind].pk}) for kind, row in papers.items()}
    for kind, model in OF_A_VILLAGE.items():
        pair = (model.unguarded.filter(village=code).order_by("pk").first() for code in (FIRST, SECOND))
        rows[kind] = tuple({"pk": row.pk} for row in pair)
    rows["figure"] = ({"key": "household_dividends_paid"},) * 2
    rows["bank_file"] = ({"pk": batch.pk},) * 2
    rows["village"] = ({"code": FIRST}, {"code": SECOND})
    rows["village_year"] = tuple({"code": code, "year": 2016} for code in (FIRST, SECOND))
    rows["household_year"] = tuple({"pk": row.pk, "year": 2016} for row in (own, other))
    rows["member"] = tuple({"pk": row.pk, "member": row.members.first().pk} for row in (own, other))
    rows["reveal"] = tuple({"kind": "identity", "pk": row.members.first().pk} for row in (own, other))
    for kind, model in OF_NO_AREA.items():
        key = {"pk": model.objects.order_by("pk").first().pk}
        rows[kind] = (key, key)
    return rows

"""What ``verify`` proves of the household files, row by row."""

from collections.abc import Iterator, Mapping

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum

from households.models import (
    AccountState,
    Finding,
    Household,
    HouseholdState,
    HouseholdYear,
    ImportRun,
    ImportState,
    Member,
    MemberState,
    MemberYear,
    Pairing,
    PayeeAccount,
    Sale,
    Score,
    ScoringItem,
    StatusChange,
    Visit,
)
from households.policy import totals
from households.policy.income import EXPENSE, ITEMS
from households.querysets import ACCOUNT_PURPOSE, PHONE_PURPOSE, id_index
from yuping.core import checks, clock, vault
from yuping.core.checks import Fault
from yuping.core.crypto import Tampered
from yuping.core.errors import BadInput
from yuping.core.fields import Sealed
from yuping.core.identity import parse_identity

# Records whose village is copied from the household.
COPIES = (Member, HouseholdYear, MemberYear, PayeeAccount, Pairing, Visit, Sale, StatusChange, Finding)
SEX = {"male": "1", "female": "2"}
CHUNK = 2000


def _fault(row: Model, reason: str) -> Fault:
    return Fault(row._meta.db_table, str(row.pk), reason)


def heads() -> Iterator[Fault]:
    """A household has exactly one head, and is named after him."""
    rows = Household.unguarded.annotate(heads=Count("members", filter=Q(members__is_head=True)))
    for row in rows.exclude(heads=1):
        yield _fault(row, f"has {row.heads} heads")
    named = Member.unguarded.filter(is_head=True).select_related("household")
    for head in named.exclude(name=F("household__head_name")):
        yield _fault(head.household, "is named after somebody else than its head")


def who_left() -> Iterator[Fault]:
    """Who is marked as living in a household lives in one that is on file; else he could be registered nowhere."""
    living = Member.unguarded.filter(state=MemberState.LIVING_HERE)
    for row in living.exclude(household__state__in=[HouseholdState.ACTIVE, HouseholdState.AT_RISK]):
        yield _fault(row, "lives in a household that has left the file")
    into = dict(Household.unguarded.exclude(merged_into=None).values_list("pk", "merged_into"))
    circling = [pk for pk in into if _comes_back(pk, into)]
    for row in Household.unguarded.filter(pk__in=circling):
        yield _fault(row, "is merged, by way of others or at once, into itself")


def _comes_back(pk: int, into: Mapping[int, int]) -> bool:
    seen: set[int] = set()
    at = into.get(pk)
    while at is not None and at not in seen:
        if at == pk:
            return True
        seen.add(at)
        at = into.get(at)
    return False


def villages_agree() -> Iterator[Fault]:
    """Every record of a file stands in the village of its household, and of the household of its member."""
    for model in COPIES:
        for row in model.unguarded.exclude(household=None).exclude(village=F("household__village")):
            yield _fault(row, "stands in another village than its household")
    for model in (MemberYear, PayeeAccount):
        for row in model.unguarded.exclude(household=F("member__household")):
            yield _fault(row, "belongs to another household than its member")


def _open(sealed: Sealed | None) -> str | None:
    """The plain value; None for one that can't be opened."""
    if not sealed:
        return ""
    try:
        return sealed.open()
    except Tampered:
        return None


def members() -> Iterator[Fault]:
    """Index, birth date and sex are those of the sealed number; the phone's index is that of the phone."""
    today = clock.today()
    for row in Member.unguarded.order_by("pk").iterator(chunk_size=CHUNK):
        number = _open(row.id_number)
        if number is None:
            yield _fault(row, "its identity number can't be opened")
        elif number:
            yield from _against_number(row, number, today)
        elif row.id_index:
            yield _fault(row, "has an index without an identity number")
        yield from _against_phone(row)


def _against_number(row: Member, number: str, today: object) -> Iterator[Fault]:
    try:
        identity = parse_identity(number, on=today)
    except BadInput:
        yield _fault(row, "its identity number is none")
        return
    if id_index(identity.canonical18) != row.id_index:
        yield _fault(row, "its identity number is not the one that is searched by")
    if identity.birth_date != row.birth_date or SEX[identity.sex] != row.sex or identity.kind != row.id_kind:
        yield _fault(row, "kind, birth date or sex differ from the identity number")


def _against_phone(row: Member | Household) -> Iterator[Fault]:
    phone = _open(row.phone)
    if phone is None:
        yield _fault(row, "its phone can't be opened")
    elif row.phone_index != (vault.index_of(phone, PHONE_PURPOSE) if phone else ""):
        yield _fault(row, "its phone is not the one that is compared")


def household_phones() -> Iterator[Fault]:
    """The phone's index is that of the phone."""
    for row in Household.unguarded.order_by("pk").iterator(chunk_size=CHUNK):
        yield from _against_phone(row)


def payee_accounts() -> Iterator[Fault]:
    """A number is the one proposed, confirmed by a second person, and used by one household."""
    alone = Q(confirmed_by__isnull=True) | Q(confirmed_by=F("proposed_by"))
    for row in PayeeAccount.unguarded.filter(alone, state=AccountState.VERIFIED):
        yield _fault(row, "was not confirmed by a second person")
    for row in PayeeAccount.unguarded.order_by("pk").iterator(chunk_size=CHUNK):
        number = _open(row.number)
        if number is None:
            yield _fault(row, "its number can't be opened")
        elif vault.index_of(number, ACCOUNT_PURPOSE) != row.number_index or number[-4:] != row.last4:
            yield _fault(row, "its number is not the one that was proposed")


def yearly_sums() -> Iterator[Fault]:
    """The sums that the database computed are those of the items."""
    for row in HouseholdYear.unguarded.order_by("pk").iterator(chunk_size=CHUNK):
        amounts = {name: getattr(row, name) for name in (*ITEMS, EXPENSE)}
        wanted = totals(amounts, persons=row.population_end)
        if (row.total_income, row.net_income, row.per_head_net_income) != (wanted.total, wanted.net, wanted.per_head):
            yield _fault(row, "its sums are not those of its items")


def status_changes() -> Iterator[Fault]:
    """A household came on file by a recorded change, and its last change leads to its state."""
    for row in Household.unguarded.exclude(never_registered=True).exclude(
        pk__in=StatusChange.unguarded.values("household")
    ):
        yield _fault(row, "came on file without a recorded change of status")
    undone = _taken_back()
    for row in _last_changes().exclude(state_after=F("household__state")).exclude(household__state="merged"):
        # Undoing an import is no change of status: the run itself says which files it took off again.
        if row.household.state == HouseholdState.UNDONE and row.household_id in undone:
            continue
        yield _fault(row.household, "is in another state than its last recorded change")


def scores() -> Iterator[Fault]:
    """A score has a line for each item of its template, and their points are its own."""
    items = ScoringItem.objects.filter(template=OuterRef("template")).order_by().values("template")
    rows = Score.unguarded.annotate(
        found=Count("lines"),
        points=Sum("lines__points"),
        asked=Subquery(items.annotate(count=Count("pk")).values("count")),
    )
    for row in rows.exclude(found=F("asked")):
        yield _fault(row, "has not one line for each item of its template")
    for row in rows.filter(found=F("asked")).exclude(points=F("total")):
        yield _fault(row, "its points are not those of its lines")


def _taken_back() -> set[int]:
    """The households of imports that were undone."""
    runs = ImportRun.objects.filter(state=ImportState.UNDONE)
    return {pk for written in runs.values_list("written", flat=True) for pk in (written or {}).get("households", ())}


def _last_changes() -> QuerySet[StatusChange]:
    rows = StatusChange.unguarded.order_by("household_id", "-date", "-pk").distinct("household_id")
    return StatusChange.unguarded.filter(pk__in=rows.values("pk")).select_related("household")


for _check in (
    heads,
    who_left,
    villages_agree,
    members,
    household_phones,
    payee_accounts,
    yearly_sums,
    status_changes,
    scores,
):
    checks.register(f"households.{_check.__name__}", _check)

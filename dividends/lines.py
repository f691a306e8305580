"""Writing and reading the lines of a batch, set-based: one statement for all households.

Called by the batch's verbs inside their transaction; nothing else writes a line.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, F, Sum

from dividends import seals
from dividends.digest import payable_digest
from dividends.models import Batch, Hold, Instalment, Payout, VillageShare
from dividends.querysets import InstalmentQuerySet
from dividends.workflow import LineState
from households.models import PayeeAccount
from villages.models import VillageAccount
from yuping.core.copying import copy_rows
from yuping.core.money import ZERO

REASON = "a batch spans the villages of the county"


def write_payouts(batch: Batch, instalments: InstalmentQuerySet) -> int:
    """One pending line for each instalment, numbered by village and household. Returns how many."""
    rows = instalments.order_by("village_id", "participation__household__number", "pk").values(
        "village_id",
        "household_amount",
        "village_amount",
        "participation_id",
        instalment=F("pk"),
        agreement=F("participation__agreement_id"),
        household=F("participation__household_id"),
        head_name=F("participation__household__head_name"),
    )
    written = copy_rows(
        [
            Payout(
                batch_id=batch.pk,
                line_number=number,
                instalment_id=row["instalment"],
                participation_id=row["participation_id"],
                agreement_id=row["agreement"],
                household_id=row["household"],
                village_id=row["village_id"],
                amount=row["household_amount"],
                village_amount=row["village_amount"],
                head_name=row["head_name"],
            )
            for number, row in enumerate(rows, start=1)
        ]
    )
    return len(written)


def write_shares(batch: Batch) -> None:
    """The village shares of a draft follow from its lines: written anew whenever the lines change."""
    VillageShare.objects.all_areas(reason=REASON).filter(batch=batch, reissue_of__isnull=True).delete()
    sums = (
        Payout.objects.all_areas(reason=REASON)
        .filter(batch=batch, village_amount__gt=0)
        .values("village_id")
        .annotate(sum=Sum("village_amount"), households=Count("pk"))
        .order_by("village_id")
    )
    first = VillageShare.objects.all_areas(reason=REASON).filter(batch=batch).count() + 1
    VillageShare.objects.bulk_create(
        VillageShare(
            batch=batch,
            village_id=row["village_id"],
            line_number=number,
            amount=row["sum"],
            households=row["households"],
        )
        for number, row in enumerate(sums, start=first)
    )


def write_reissues(batch: Batch, old: Sequence[Payout], shares: Sequence[VillageShare]) -> None:
    """Lines that replace returned or held ones; a held line brings its village's part along."""
    Payout.objects.bulk_create(
        Payout(
            batch=batch,
            line_number=number,
            reissue_of=line,
            instalment_id=line.instalment_id,
            participation_id=line.participation_id,
            agreement_id=line.agreement_id,
            household_id=line.household_id,
            village_id=line.village_id,
            amount=line.amount,
            village_amount=line.village_amount if line.state == LineState.HELD else ZERO,
            head_name=line.head_name,
        )
        for number, line in enumerate(sorted(old, key=lambda line: line.pk), start=1)
    )
    VillageShare.objects.bulk_create(
        VillageShare(
            batch=batch,
            line_number=number,
            reissue_of=share,
            village_id=share.village_id,
            amount=share.payable,
            households=share.households,
        )
        for number, share in enumerate(sorted(shares, key=lambda share: share.pk), start=1)
    )
    write_shares(batch)


def take_snapshots(batch: Batch) -> None:
    """Payee, account, village and terms as they stand now, into every line of the draft, and a seal over each."""
    seals.write_sealed(batch, Payout, columns=_OF_PAYOUT, source=_PAYOUT_SOURCE)
    seals.write_sealed(batch, VillageShare, columns=_OF_SHARE, source=_SHARE_SOURCE)


_OF_ACCOUNT = {
    "payee_name": "account.holder_name",
    "bank_name": "account.bank_name",
    "account_number": "account.number",
    "account_digest": "account.number_index",
    "account_last4": "account.last4",
}
_OF_PAYOUT = {
    **_OF_ACCOUNT,
    "head_name": "household.head_name",
    "snapshot": """jsonb_build_object(
        'account', account.id, 'account_kind', account.kind, 'member', account.member_id,
        'household_number', household.number, 'village', village.name, 'township', township.name,
        'group', coalesce(village_group.name, ''), 'agreement', agreement.number,
        'enterprise', enterprise.name, 'edition', scheme.code, 'instalment', instalment.number,
        'due_on', instalment.due_on)""",
}
_PAYOUT_SOURCE = f"""
    JOIN households_household household ON household.id = line.household_id
    LEFT JOIN villages_villagegroup village_group ON village_group.id = household.group_id
    JOIN {PayeeAccount._meta.db_table} account ON account.household_id = household.id AND account.state = 'verified'
    JOIN villages_village village ON village.code = line.village_id
    JOIN villages_township township ON township.code = village.township_id
    JOIN dividends_instalment instalment ON instalment.id = line.instalment_id
    JOIN dividends_agreement agreement ON agreement.id = line.agreement_id
    JOIN dividends_enterprise enterprise ON enterprise.id = agreement.enterprise_id
    JOIN dividends_scheme scheme ON scheme.id = agreement.scheme_id
"""
_OF_SHARE = {**_OF_ACCOUNT, "snapshot": "jsonb_build_object('account', account.id, 'village', village.name)"}
_SHARE_SOURCE = f"""
    JOIN villages_village village ON village.code = line.village_id
    JOIN {VillageAccount._meta.db_table} account ON account.village_id = line.village_id
        AND account.state = 'verified'
"""


def digest(batch: Batch) -> str:
    """SHA-256 over the lines as they stand: what is noticed, confirmed, approved and paid is proved to be one list."""
    return seals.digest(batch)


def totals(batch: Batch) -> tuple[int, Decimal, Decimal]:
    """Lines to households, yuan to households, yuan to villages."""
    payouts = Payout.objects.all_areas(reason=REASON).filter(batch=batch).exclude(state=LineState.DROPPED)
    shares = VillageShare.objects.all_areas(reason=REASON).filter(batch=batch).exclude(state=LineState.DROPPED)
    return payouts.count(), payouts.total(), shares.total()


def confirmed_holds(batch: Batch) -> list[Payout]:
    """The lines kept back by two people."""
    return list(
        Payout.objects.all_areas(reason=REASON)
        .filter(batch=batch, holds__confirmed_by__isnull=False)
        .order_by("line_number")
    )


def unconfirmed_holds(batch: Batch) -> int:
    return Hold.objects.all_areas(reason=REASON).filter(payout__batch=batch, confirmed_by__isnull=True).count()


def payable(batch: Batch) -> tuple[Decimal, str]:
    """Locked minus held in yuan (household and village parts), and the digest the approver posts."""
    held = confirmed_holds(batch)
    kept = sum((line.amount + line.village_amount for line in held), ZERO)
    return batch.total - kept, payable_digest(batch.digest, [line.line_number for line in held])


def uncovered(batch: Batch) -> int:
    """Instalments of the batch for which the enterprise's money is not there in full."""
    chosen = Instalment.objects.all_areas(reason=REASON).filter(payouts__batch=batch)
    return chosen.count() - chosen.covered().count()

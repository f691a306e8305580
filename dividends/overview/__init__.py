"""What the pages of the dividends room show, gathered for one person from the rows he may see."""

from dividends.overview.agreement import of_agreement, of_enterprise, of_participation
from dividends.overview.batch import of_batch, title_of
from dividends.overview.move import of_approval, of_move
from dividends.overview.payout import of_payout
from dividends.overview.steps import MOVE_LABELS, against_sheet, hindrances

__all__ = [
    "MOVE_LABELS",
    "against_sheet",
    "hindrances",
    "of_agreement",
    "of_approval",
    "of_batch",
    "of_enterprise",
    "of_move",
    "of_participation",
    "of_payout",
    "title_of",
]

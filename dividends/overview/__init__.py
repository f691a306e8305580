"""What the pages of the dividends room show, gathered for one person from the rows he may see."""

from dividends.overview.agreement import of_agreement, of_enterprise, of_participation
from dividends.overview.batch import of_batch
from dividends.overview.payout import of_payout
from dividends.overview.steps import MOVE_LABELS

__all__ = ["MOVE_LABELS", "of_agreement", "of_batch", "of_enterprise", "of_participation", "of_payout"]

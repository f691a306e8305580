"""Models of the dividends room, one file per noun."""

from dividends.models.agreement import Agreement, Instalment, Job, Participation
from dividends.models.batch import Batch, BatchCounter, BatchKind, Hold, Payout, VillageShare
from dividends.models.enterprise import Enterprise, EnterpriseReview
from dividends.models.exception import AgreementException
from dividends.models.papers import (
    BankFile,
    BankResult,
    BankResultLine,
    Decision,
    Notice,
    Objection,
    SignatureSheet,
)
from dividends.models.receipt import Receipt, ReceiptAllocation
from dividends.models.scheme import Scheme

__all__ = [
    "Agreement",
    "AgreementException",
    "BankFile",
    "BankResult",
    "BankResultLine",
    "Batch",
    "BatchCounter",
    "BatchKind",
    "Decision",
    "Enterprise",
    "EnterpriseReview",
    "Hold",
    "Instalment",
    "Job",
    "Notice",
    "Objection",
    "Participation",
    "Payout",
    "Receipt",
    "ReceiptAllocation",
    "Scheme",
    "SignatureSheet",
    "VillageShare",
]

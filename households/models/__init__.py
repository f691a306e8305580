"""The household's file: identity, members, yearly records, accounts, casework, events, findings."""

from households.models.account import AccountKind, AccountState, PayeeAccount
from households.models.adjustments import (
    MOST_RISKS,
    Adjustment,
    AdjustmentKind,
    AdjustmentState,
    AdjustmentStep,
    NoticeObjection,
    WatchRisk,
)
from households.models.case_rules import ENTRY_DAYS, MOST_ENTRY_DAYS, CaseRule
from households.models.casework import (
    Measure,
    Pairing,
    PairingState,
    ProblemState,
    Relocation,
    Training,
    Visit,
)
from households.models.documents import Document, DocumentKind
from households.models.doubles import DoubleState, LikelyDouble, Likeness
from households.models.drafts import Draft, DraftPage
from households.models.events import (
    EventState,
    Identification,
    IdentificationState,
    IdentificationStep,
    LifeEvent,
    StatusChange,
)
from households.models.household import Household, HouseholdState
from households.models.identity import IdentityChange, IdentityChangeState
from households.models.imported import ImportedRow
from households.models.imports import ColumnProfile, ImportKind, ImportProgress, ImportRun, ImportStage, ImportState
from households.models.leads import LEAD_KINDS, Lead, LeadFinding, LeadState, LeadStep
from households.models.lines import LineLevel, LinePurpose, PovertyLine
from households.models.member import HEAD, HEALTHY, IdentityKind, Member, MemberState, MemberYear
from households.models.quality import Finding, FindingLevel, FindingState, RuleFault
from households.models.quarters import QUARTERS, HouseholdQuarter
from households.models.sales import Sale, SaleState
from households.models.scoring import (
    BANDS,
    DIRECTIONS,
    LOOKS,
    SCALES,
    SOURCES,
    Score,
    ScoreLine,
    ScoringItem,
    ScoringTemplate,
    TemplateState,
)
from households.models.steps import CaseStep
from households.models.year import INCOME_ITEMS, HouseholdYear

__all__ = [
    "BANDS",
    "DIRECTIONS",
    "ENTRY_DAYS",
    "HEAD",
    "HEALTHY",
    "INCOME_ITEMS",
    "LEAD_KINDS",
    "LOOKS",
    "MOST_ENTRY_DAYS",
    "MOST_RISKS",
    "QUARTERS",
    "SCALES",
    "SOURCES",
    "AccountKind",
    "AccountState",
    "Adjustment",
    "AdjustmentKind",
    "AdjustmentState",
    "AdjustmentStep",
    "CaseRule",
    "CaseStep",
    "ColumnProfile",
    "Document",
    "DocumentKind",
    "DoubleState",
    "Draft",
    "DraftPage",
    "EventState",
    "Finding",
    "FindingLevel",
    "FindingState",
    "Household",
    "HouseholdQuarter",
    "HouseholdState",
    "HouseholdYear",
    "Identification",
    "IdentificationState",
    "IdentificationStep",
    "IdentityChange",
    "IdentityChangeState",
    "IdentityKind",
    "ImportKind",
    "ImportProgress",
    "ImportRun",
    "ImportStage",
    "ImportState",
    "ImportedRow",
    "Lead",
    "LeadFinding",
    "LeadState",
    "LeadStep",
    "LifeEvent",
    "LikelyDouble",
    "Likeness",
    "LineLevel",
    "LinePurpose",
    "Measure",
    "Member",
    "MemberState",
    "MemberYear",
    "NoticeObjection",
    "Pairing",
    "PairingState",
    "PayeeAccount",
    "PovertyLine",
    "ProblemState",
    "Relocation",
    "RuleFault",
    "Sale",
    "SaleState",
    "Score",
    "ScoreLine",
    "ScoringItem",
    "ScoringTemplate",
    "StatusChange",
    "TemplateState",
    "Training",
    "Visit",
    "WatchRisk",
]

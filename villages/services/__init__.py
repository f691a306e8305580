"""The verbs of the villages room. The plural ones take lists and write each table once, with one audit entry."""

from villages.services.accounts import (
    AccountRow,
    close_village_account,
    confirm_village_account,
    confirm_village_accounts,
    propose_village_account,
    propose_village_accounts,
    reject_village_account,
)
from villages.services.areas import (
    VillageRow,
    change_code,
    change_holiday,
    change_village,
    recode_village,
    register_village,
    register_village_group,
    register_village_groups,
)
from villages.services.cadres import (
    CadreRow,
    edit_cadre,
    register_cadre,
    register_cadres,
)
from villages.services.collective import (
    EntryRow,
    record_collective_entries,
    record_collective_entry,
    record_dividend_income,
    reverse_collective_entry,
)
from villages.services.indicators import (
    ValueRow,
    enter_indicator,
    enter_indicators,
    recompute_indicators,
    review_indicator,
    review_indicators,
)
from villages.services.people import (
    TaskForceRow,
    change_task_force,
    register_task_force,
    register_task_forces,
)
from villages.services.phones import set_complaint_phone
from villages.services.resolutions import publish_resolution_result, record_resolution
from villages.services.responsibilities import (
    ResponsibilityRow,
    assign_responsibilities,
    assign_responsibility,
    end_responsibility,
)

__all__ = [
    "AccountRow",
    "CadreRow",
    "EntryRow",
    "ResponsibilityRow",
    "TaskForceRow",
    "ValueRow",
    "VillageRow",
    "assign_responsibilities",
    "assign_responsibility",
    "change_code",
    "change_holiday",
    "change_task_force",
    "change_village",
    "close_village_account",
    "confirm_village_account",
    "confirm_village_accounts",
    "edit_cadre",
    "end_responsibility",
    "enter_indicator",
    "enter_indicators",
    "propose_village_account",
    "propose_village_accounts",
    "publish_resolution_result",
    "recode_village",
    "recompute_indicators",
    "record_collective_entries",
    "record_collective_entry",
    "record_dividend_income",
    "record_resolution",
    "register_cadre",
    "register_cadres",
    "register_task_force",
    "register_task_forces",
    "register_village",
    "register_village_group",
    "register_village_groups",
    "reject_village_account",
    "reverse_collective_entry",
    "review_indicator",
    "review_indicators",
    "set_complaint_phone",
]

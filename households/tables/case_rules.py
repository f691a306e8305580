"""The table of the county's rules for cases."""

from households.models import CaseRule
from yuping.accounts.pages import BaseTable, DayColumn, NumberColumn, YesNoColumn


class CaseRuleTable(BaseTable):
    """Rules for cases, the latest first."""

    valid_from = DayColumn()
    identification_required = YesNoColumn()
    entry_days = NumberColumn()

    class Meta(BaseTable.Meta):
        model = CaseRule
        fields = ("valid_from", "identification_required", "entry_days", "reason", "recorded_by")

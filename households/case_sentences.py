"""What the cases of identification and adjustment say to people: refusals, and the stages of a case."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from households.procedures import Stage
from households.sentences import STEPS

CASE_REFUSALS = {
    "households.without_identification": _(
        "No accepted identification names a member of this household. Open the file from the accepted case; where "
        "there is none, give the reason."
    ),
    "households.reason_without_identification": _(
        "%(count)s households come on file without identification. Give the reason."
    ),
    "households.registered_before_case": _("The county decided on %(day)s; enter that day or a later one."),
    "households.notice_entered_late": _(
        "This was put up %(days)s working days ago; within %(most)s it is entered without more ado. Give the reason "
        "for entering it late."
    ),
    "households.measure_signed": _("The signature for this measure is noted already."),
    "households.case_rule_before_today": _("A rule holds from today on at the earliest."),
    "households.case_rule_taken": _("A rule begins on this day already. Choose another day."),
}

# Where a case is, whatever its kind.
STAGES = {
    Stage.UNDER_WAY: _("under way"),
    Stage.ON_NOTICE: pgettext_lazy("stage of a case", "on notice"),
    Stage.DECIDED: _("approved by the county"),
    Stage.TO_ANNOUNCE: _("to be announced"),
    Stage.REFUSED: pgettext_lazy("stage of a case", "refused"),
}

# What a refusal is called, for each kind of case: "" is identification.
REFUSALS_BY_KIND = {
    "": _("Refuse the application"),
    "exit": _("Refuse the exit"),
    "return": _("Refuse the return"),
    "removal": _("Refuse the removal"),
    "watch": _("Refuse to watch"),
    "watch_end": _("Refuse the end of the risk"),
}


def step_words(move: str, kind: str = "") -> str:
    """A step as on its button; a refusal says what is refused, and whether by the county."""
    if move == "refuse":
        return str(REFUSALS_BY_KIND[kind])
    if move == "reject":
        return gettext("%(refusal)s (county)") % {"refusal": REFUSALS_BY_KIND[kind]}
    return str(STEPS.get(move, move))

"""What the cases of identification and adjustment say to people: refusals, and the stages of a case."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from households.procedures import Stage
from households.sentences import STEPS

CASE_REFUSALS = {
    "households.adjustment_open": _("Another adjustment of this household is under way: %(kind)s, %(state)s."),
    "households.not_proposed": _("Nothing was proposed: some of the chosen households can't be proposed now."),
    "households.status_needs_procedure": _(
        "Exit, return, removal and watching go through their steps. Propose an adjustment instead."
    ),
    "households.watch_from": _("Households at risk are watched since %(day)s; earlier nothing can be proposed."),
    "households.only_watched": _(
        "The household was never registered as poor; it is only watched. It can be watched and its risk ended, nothing "
        "else."
    ),
    "households.watched_already": _("The household is watched since %(day)s."),
    "households.not_watched": _("The household is not watched."),
    "households.unstable_has_exited": _("Only a household that has exited poverty can be unstable."),
    "households.edge_was_never_on_file": _(
        "At the edge of poverty are households that were never registered as poor; this one is or was. Check the kind."
    ),
    "households.watch_was_short": _(
        "The household has been watched for %(days)s days only; less than %(least)s days are looked into."
    ),
    "households.risks": _("Give one to %(most)s risks."),
    "households.risk_twice": _("Each risk stands once."),
    "households.case_refused": _("%(case)s: %(why)s"),
    "households.cases_refused": _("Nothing was recorded: some of the chosen cases can't take this step."),
    "households.cases_differ": _(
        "The chosen cases are not of one village and kind, or do not stand at the same step. Narrow the list first."
    ),
    "households.exit_needs_record": _("The household has no record of this year."),
    "households.exit_below_line": _(
        "The income per head of %(year)s, %(per_head)s yuan, lies below the standard of %(line)s yuan."
    ),
    "households.exit_no_income": _("The file does not say the income per head of %(year)s."),
    "households.return_above_line": _(
        "The income per head of %(year)s, %(per_head)s yuan, does not lie below the standard of %(line)s yuan. Make "
        "sure what the return rests on."
    ),
    "households.exit_unsafe_house": _("The record says that the house is unsafe."),
    "households.exit_house_unanswered": _("The record does not say that the house is safe."),
    "households.exit_unsafe_water": _("The record says that drinking water is not safe."),
    "households.exit_water_unanswered": _("The record does not say that drinking water is safe."),
    "households.exit_child_not_at_school": _("%(count)s children of school age are not at school."),
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
    "households.accepts_own_file": _("You entered this file yourself; somebody else accepts it."),
    "households.exited_not_at_edge": _(
        "The household has left poverty: it is watched as one whose exit is unstable, not as one at the edge."
    ),
    "households.risk_needs_item": _("Say what the disaster was: flood, drought, landslide …"),
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
    return _refusal(REFUSALS_BY_KIND, move, kind) or str(STEPS.get(move, move))


def _refusal(words: Mapping[str, str | Promise], move: str, kind: str) -> str:
    if move == "refuse":
        return str(words[kind])
    return gettext("%(refusal)s (county)") % {"refusal": words[kind]} if move == "reject" else ""


# What stands in the record once it was done, where the button is a command.
DONE = {
    "review_in_group": pgettext_lazy("step taken", "group review"),
    "review_in_village": pgettext_lazy("step taken", "village review"),
    "publish_first": pgettext_lazy("step taken", "first notice"),
    "review_in_township": pgettext_lazy("step taken", "township review"),
    "publish_second": pgettext_lazy("step taken", "second notice"),
    "compare": pgettext_lazy("step taken", "data comparison"),
    "check": pgettext_lazy("step taken", "check on the spot"),
    "sign": pgettext_lazy("step taken", "household's signature"),
    "hear": pgettext_lazy("step taken", "hearing of the household"),
    "publish": pgettext_lazy("step taken", "notice"),
    "announce": pgettext_lazy("step taken", "announcement"),
}
REFUSED_BY_KIND = {
    "": pgettext_lazy("step taken", "application refused"),
    "exit": pgettext_lazy("step taken", "exit refused"),
    "return": pgettext_lazy("step taken", "return refused"),
    "removal": pgettext_lazy("step taken", "removal refused"),
    "watch": pgettext_lazy("step taken", "watching refused"),
    "watch_end": pgettext_lazy("step taken", "end of the risk refused"),
}


def done_words(move: str, kind: str = "") -> str:
    """A step as it is called once it was taken: on the case, at the decision, on its paper."""
    return _refusal(REFUSED_BY_KIND, move, kind) or str(DONE.get(move) or step_words(move, kind))

"""How a score is shown on pages and papers: look by look, beside the one before."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import LOOKS, Score, ScoreLine, ScoringTemplate
from households.policy.scoring import Change, Direction, compare
from yuping.accounts.models import User

# A band is no task and no verdict, so none is coloured as waiting or as a risk.
BAND_TONES = {"poor": "plain", "borderline": "plain", "not_poor": "done"}
CHANGES = {
    Change.BETTER: gettext_lazy("better off than before"),
    Change.SAME: gettext_lazy("as before"),
    Change.WORSE: gettext_lazy("worse off than before"),
}


@dataclass(frozen=True)
class LookPoints:
    """A look with its points, the most it can have, those of the score before, and its lines."""

    label: str | Promise
    points: int
    most: int
    before: int | None
    lines: list[ScoreLine]


def looks_of(user: User, score: Score) -> list[LookPoints]:
    """The lines of a score by look, in the template's order."""
    wanted = [score.pk, *filter(None, [score.previous_id])]
    lines = ScoreLine.objects.actionable_by(user, "households.view_score").filter(score__in=wanted)
    by_score: dict[int, dict[str, list[ScoreLine]]] = {}
    for line in lines.select_related("item").order_by("item__position", "pk"):
        by_score.setdefault(line.score_id, {}).setdefault(line.item.look, []).append(line)
    same = score.previous_id and score.previous.template_id == score.template_id
    before = by_score.get(score.previous_id or 0, {}) if same else {}
    return [
        LookPoints(LOOKS[look], _points(mine), _most(mine), _points(before[look]) if look in before else None, mine)
        for look, mine in by_score.get(score.pk, {}).items()
    ]


def _points(lines: Iterable[ScoreLine]) -> int:
    return sum(line.points for line in lines)


def _most(lines: Iterable[ScoreLine]) -> int:
    return sum(line.item.most for line in lines)


def change_of(score: Score) -> str:
    """What the difference to the score before means; "" without one on the same scale."""
    before = score.previous
    if before is None or before.template.direction != score.template.direction:
        return ""
    difference = score.total - before.total
    meaning = CHANGES[compare(score.template.direction, score.total, before.total)]
    return _("%(sign)s%(points)s: %(meaning)s") % {
        "sign": "+" if difference > 0 else "",
        "points": difference,
        "meaning": meaning,
    }


def limits_in_words(template: ScoringTemplate) -> str:
    """How the bands lie on the scale."""
    if template.direction == Direction.LOW:
        words = _("below %(poor)s poor, %(poor)s to %(clear)s borderline, above %(clear)s not poor")
    else:
        words = _("above %(poor)s poor, %(clear)s to %(poor)s borderline, below %(clear)s not poor")
    return words % {"poor": template.poor_limit, "clear": template.clear_limit}

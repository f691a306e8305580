"""What the page of a subsidy quarter shows, gathered for one person from the lines he may see."""

from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from loans import workflow
from loans.models import Repayment, SubsidyLine, SubsidyQuarter, SubsidyState
from loans.overview import Button, Step
from loans.querysets import SubsidyLineQuerySet
from loans.sentences import SUBSIDY_LABELS
from loans.services.subsidy import counting_lines, digest_of_lines, reasons_against_approval
from yuping.accounts import access, sentences
from yuping.accounts.hindrances import against_step
from yuping.accounts.models import User
from yuping.core.money import ZERO

SHOWN = 50


def lines_of(paper: SubsidyQuarter, user: User) -> SubsidyLineQuerySet:
    """The paper's lines that lie in the person's area."""
    return SubsidyLine.objects.visible_to(user).filter(quarter=paper)


def of_quarter(paper: SubsidyQuarter, user: User) -> dict[str, Any]:
    """Everything the page of a quarter shows; lists and sums hold only what the person may see."""
    whole = access.scope_of(user, "loans.view_subsidyquarter").whole_county
    mine = lines_of(paper, user)
    differing = mine.unlike_the_bill()
    bill = paper.bills.select_related("loaded_by").first() if whole else None
    found = {
        "whole": whole,
        "steps": steps_of(paper),
        "buttons": buttons_of(paper, user),
        "by_village": by_village(mine),
        "sums": sums_of(mine.counting()),
        "taken_out": mine.filter(live=False).for_table()[:SHOWN],
        "bill": bill,
        "dated_back": dated_back(paper, mine, user),
        "differing": differing.for_table()[:SHOWN] if bill else [],
        "differing_count": differing.count() if bill else 0,
    }
    if whole:
        reasons = reasons_against_approval(paper) if paper.state == workflow.PREPARED else []
        found["stopped"] = [sentences.sentence(reason) for reason in reasons]
        found["digest"] = digest_of_lines(counting_lines(paper))
    return found


def dated_back(paper: SubsidyQuarter, mine: SubsidyLineQuerySet, user: User) -> Any:
    """Repayments into the paper's days that were entered after it was prepared: its lines don't know of them."""
    rows = Repayment.objects.visible_to(user).filter(
        loan__in=mine.counting().values("loan"), date__lte=paper.last_day, recorded_at__gt=paper.recorded_at
    )
    return rows.select_related("loan__household", "village").order_by("date", "pk")[:SHOWN]


def sums_of(rows: QuerySet) -> dict[str, Any]:
    """Count, our yuan and the bank's."""
    return rows.order_by().aggregate(
        count=Count("pk"), ours=Sum("amount", default=ZERO), bill=Sum("bill_amount", default=ZERO)
    )


def by_village(rows: SubsidyLineQuerySet) -> Any:
    """Lines and yuan of each village, ours and the bank's."""
    return (
        rows.counting()
        .order_by("village_id")
        .values("village_id", "village__short_name", "village__township__name")
        .annotate(count=Count("pk"), ours=Sum("amount"), bill=Sum("bill_amount", default=ZERO))
    )


def steps_of(paper: SubsidyQuarter) -> list[Step]:
    """Prepared, approved, paid; a cancelled paper ends there."""
    names = dict(SubsidyState.choices)
    states = [
        (SubsidyState.PREPARED, paper.prepared_on, paper.prepared_by),
        (SubsidyState.APPROVED, paper.approved_on, paper.approved_by),
        (SubsidyState.PAID, paper.paid_on, paper.paid_by),
    ]
    if paper.state == SubsidyState.CANCELLED:
        states = [states[0], (SubsidyState.CANCELLED, paper.cancelled_on, None)]
    here = [state for state, _on, _actor in states].index(paper.state)
    return [
        Step(names[state], done=number < here, here=number == here, on=on, actor=actor)
        for number, (state, on, actor) in enumerate(states)
    ]


def buttons_of(paper: SubsidyQuarter, user: User) -> list[Button]:
    """What the person may do with the paper now, or why not."""
    found = []
    if paper.state == workflow.PREPARED and access.may(user, "loans.compare_bill"):
        found.append(Button(SUBSIDY_LABELS["compare"], reverse("loans:quarter_compare", args=[paper.pk])))
    for move in workflow.SUBSIDY.from_state(paper.state):
        if not access.may(user, move.permission):
            continue
        why = " ".join(hindrances(paper, move.name, user))
        url = reverse(f"loans:quarter_{move.name}", args=[paper.pk])
        found.append(Button(SUBSIDY_LABELS[move.name], url, why, back=move.needs_reason))
    return sorted(found, key=lambda button: not button.back)


def hindrances(paper: SubsidyQuarter, name: str, user: User) -> list[str]:
    """Why this person can't take the step now: state, earlier part, or what the bill has against approval."""
    takers = {"prepare": {paper.prepared_by_id}, "approve": {paper.approved_by_id}}
    found = against_step(workflow.SUBSIDY, name, paper, user, takers)
    if found or name != "approve":
        return found
    return [sentences.sentence(reason) for reason in reasons_against_approval(paper)]

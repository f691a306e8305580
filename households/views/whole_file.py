"""One household, one file: everything about it in one print, with cover and index."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households import ledgers
from households.ledgers import Ledger
from households.models import Document, DocumentKind
from households.prints import FILE
from households.views.papers import HouseholdPaper

SCORES, MONEY = "households/_paper_count_score.html", "households/_paper_count_money.html"


@dataclass(frozen=True)
class Part:
    """A part of the file as the index names it; ``count`` is how many papers or entries it holds, if that is known.

    What is signed begins a page of its own; the ledgers follow one another.
    """

    title: str | Promise
    template: str = "households/_paper_ledgers.html"
    ledgers: list[Ledger] = field(default_factory=list)
    entries: int | None = None
    # Counts what another room, or a tag, puts into it.
    counted: str = ""
    new_page: bool = False

    @property
    def count(self) -> int | None:
        return sum(len(ledger.rows) for ledger in self.ledgers) if self.ledgers else self.entries


class WholeFilePrint(HouseholdPaper):
    """Cover, index, the form, the income sheet, accounts, changes, visits, assistance, money, photographs and scans.

    Each picture is fetched from the guarded address of its paper, so that every look at one stands in the audit record.
    """

    permission, template_name = FILE, "households/file_print.html"
    title = _("One household, one file")

    def documents(self) -> list[Document]:
        rows: QuerySet[Document] = Document.objects.visible_to(self.user).standing().filter(household=self.object)
        return list(rows.order_by("dated_on", "pk"))

    def parts(self, documents: list[Document]) -> list[Part]:
        user, household = self.user, self.object
        return [
            Part(_("Registration form"), "households/_paper_form.html", entries=1, new_page=True),
            Part(_("Income sheet"), "households/_paper_income_signed.html", entries=1, new_page=True),
            Part(_("Four-look score"), "households/_paper_score_part.html", counted=SCORES, new_page=True),
            Part(_("Payee accounts"), ledgers=ledgers.accounts(user, household), new_page=True),
            Part(_("Identification and changes"), ledgers=ledgers.changes(user, household)),
            Part(_("Visits"), ledgers=ledgers.visits(user, household, self.year)),
            Part(_("Assistance"), ledgers=ledgers.support(user, household)),
            Part(_("Loans and dividends"), "households/_paper_money.html", counted=MONEY),
            Part(
                _("Photographs and papers"),
                "households/_paper_documents.html",
                entries=len(documents),
                new_page=True,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        documents = self.documents()
        pictures = [row for row in documents if row.content_type.startswith("image/")]
        # The latest of the head stands on the cover.
        heads = [row for row in pictures if row.kind == DocumentKind.HEAD_PHOTO]
        return super().get_context_data(
            parts=self.parts(documents),
            documents=documents,
            head_photo=heads[-1] if heads else None,
            pictures=[row for row in pictures if row not in heads[-1:]],
            **self.form_parts(),
            **self.income_parts(),
            **kwargs,
        )

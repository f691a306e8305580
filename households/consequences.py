"""What becomes of loan, dividends and payee account after a life event, in words (domain: who is paid when things
change); which row an event falls under is ``policy.events.consequence_of``."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOAN, TO_HOUSEHOLD, TO_VILLAGE, ACCOUNT = (
    _("Loan and principal"),
    _("Dividend to the household"),
    _("Dividend to the village"),
    _("Payee account"),
)
GOES_ON = _("Goes on as agreed.")
UNCHANGED = _("Stays as it is.")
# What becomes of them, row by row.
CONSEQUENCES: dict[str, list[tuple[str | Promise, str | Promise]]] = {
    "died": [
        (LOAN, _("If the borrower has died, another member takes the loan over; it runs on until maturity.")),
        (TO_HOUSEHOLD, _("Goes on to the household.")),
        (TO_VILLAGE, GOES_ON),
        (ACCOUNT, _("If the holder has died, a new account is needed before the next payment.")),
    ],
    "extinct": [
        (LOAN, _("The principal is recovered from the enterprise, or repaid by the county.")),
        (TO_HOUSEHOLD, _("Stops after the day of the event; what was due before goes to the heirs.")),
        (TO_VILLAGE, _("As the agreement says.")),
        (ACCOUNT, _("Is no longer paid.")),
    ],
    "moved_out": [
        (LOAN, _("Stays until maturity.")),
        (TO_HOUSEHOLD, _("Stops with the file; whether the agreement lets it go on is settled with its parties.")),
        (TO_VILLAGE, _("To the village of the contract.")),
        (ACCOUNT, _("Is no longer paid.")),
    ],
    "split": [
        (LOAN, _("Stays with the borrower and the present household; the new household gets no second loan.")),
        (TO_HOUSEHOLD, _("One payment, to the present household.")),
        (TO_VILLAGE, _("To the village of the contract.")),
        (ACCOUNT, _("If the holder goes along, the present household needs a new account.")),
    ],
    "merged": [
        (LOAN, _("Stays with the borrower until maturity; the other household gets no second loan.")),
        (TO_HOUSEHOLD, _("The line of the merged household is stopped until the agreement is put in order.")),
        (TO_VILLAGE, _("To the village of the contract.")),
        (ACCOUNT, _("That of the merged household is no longer paid.")),
    ],
    "left": [
        (LOAN, _("Stays until maturity; if the borrower has left, settle who answers for it.")),
        (TO_HOUSEHOLD, _("Goes on to the household.")),
        (TO_VILLAGE, GOES_ON),
        (ACCOUNT, _("If the holder has left, a new account is needed before the next payment.")),
    ],
    "stays": [(LOAN, UNCHANGED), (TO_HOUSEHOLD, GOES_ON), (TO_VILLAGE, GOES_ON), (ACCOUNT, UNCHANGED)],
}

"""What becomes of loan, dividends and payee account when things change, in words (domain: who is paid then).

Which row a life event falls under is ``policy.events.consequence_of``; the rows of exit and removal stand beside the
adjustment, those of an early exit from the agreement and of a defaulting enterprise beside the participation.
"""

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
# What a row is called where several stand together.
TITLES: dict[str, str | Promise] = {
    "exit": _("When the household exits poverty"),
    "removal": _("When the household is removed from the file"),
    "early_exit": _("When the household leaves the agreement early"),
    "enterprise_default": _("When the enterprise does not pay"),
}
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
        (
            LOAN,
            _(
                "A loan of the household that gives way has to be repaid and settled before; until then the merger "
                "can't be settled. A loan of the household that takes it in goes on."
            ),
        ),
        (
            TO_HOUSEHOLD,
            _(
                "A share of the household that gives way has to have ended before; it does not pass to the other "
                "household. From the day of recording until the event is settled or withdrawn nothing is paid on it."
            ),
        ),
        (TO_VILLAGE, _("To the village of the contract until the share has ended.")),
        (ACCOUNT, _("That of the household that gives way is closed; that of the other one stays in force.")),
    ],
    "left": [
        (LOAN, _("Stays until maturity; if the borrower has left, settle who answers for it.")),
        (TO_HOUSEHOLD, _("Goes on to the household.")),
        (TO_VILLAGE, GOES_ON),
        (ACCOUNT, _("If the holder has left, a new account is needed before the next payment.")),
    ],
    "exit": [
        (LOAN, _("Stays as it is: the policies go on after the exit.")),
        (TO_HOUSEHOLD, _("Goes on to the end of the agreement.")),
        (TO_VILLAGE, GOES_ON),
        (ACCOUNT, UNCHANGED),
    ],
    "removal": [
        (LOAN, _("Is called back, or turned into an ordinary loan without interest subsidy.")),
        (TO_HOUSEHOLD, _("Stops; what was paid after the household was no longer eligible is recovered.")),
        (TO_VILLAGE, _("The county decides.")),
        (ACCOUNT, _("Is no longer paid.")),
    ],
    "early_exit": [
        (LOAN, _("The enterprise returns the principal, and the loan is repaid to the credit union.")),
        (TO_HOUSEHOLD, _("For the days until the exit, in proportion.")),
        (TO_VILLAGE, _("For the days until the exit, in proportion.")),
        (ACCOUNT, UNCHANGED),
    ],
    "enterprise_default": [
        (LOAN, _("The county repays it from the risk deposit and claims it from the enterprise.")),
        (TO_HOUSEHOLD, _("Stands as arrears of the enterprise; the treasury advances nothing unless it is decided.")),
        (TO_VILLAGE, _("Stands as arrears of the enterprise.")),
        (ACCOUNT, UNCHANGED),
    ],
    "stays": [(LOAN, UNCHANGED), (TO_HOUSEHOLD, GOES_ON), (TO_VILLAGE, GOES_ON), (ACCOUNT, UNCHANGED)],
}

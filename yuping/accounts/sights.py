"""What can be looked at, in sets that are granted together: places, files, loans, agreements, batches. Pure."""


def views(app: str, models: str) -> frozenset[str]:
    return frozenset(f"{app}.view_{model}" for model in models.split())


PLACES = views(
    "villages",
    "township village villagegroup indicator indicatorvalue taskforce taskforcevillage taskforcemember cadre "
    "responsibility collectiveentry villageresolution "
    "complaintphone",
) | views("core", "codeitem holiday")
FILES = views(
    "households",
    "household householdyear member memberyear pairing visit measure householdquarter sale training relocation "
    "identification caserule statuschange lifeevent finding history likelydouble identitychange adjustment "
    "noticeobjection",
)
# Advice to the village meeting, and what other offices' lists say of persons.
ADVICE = views("households", "score scoringtemplate lead")
ACCOUNTS_OF_PAYEES = views("households", "payeeaccount document")
LOANS = views(
    "loans",
    "loanproduct benchmarkrate lender creditrating loan loanevent repayment subsidyquarter subsidyline subsidybill "
    "riskfundmovement",
)
AGREEMENTS = views(
    "dividends",
    "scheme enterprise enterprisereview agreement agreementexception participation instalment receipt "
    "receiptallocation job",
)
BATCHES = views(
    "dividends", "batch payout villageshare hold notice objection decision bankfile bankresult signaturesheet"
)
JOURNAL = views("ledger", "book account journalentry") | views("villages", "villageaccount")
FIGURES = frozenset({"dashboard.view_figures", "dashboard.export_figures"})
# Two files that look alike, and the identity of who is paid: decided by one, confirmed by another.
IDENTITIES = frozenset(
    f"households.{verb}"
    for verb in [
        "search_doubles",
        "clear_double",
        "reopen_double",
        "defer_double",
        "merge_double",
        "confirm_merger",
        "refuse_merger",
        "propose_identity_change",
        "confirm_identity_change",
        "refuse_identity_change",
    ]
)
EXPORTS = frozenset({"households.export_household", "households.view_importrun"})

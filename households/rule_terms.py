"""The words around rules: subjects, remedies, documents they come from, units of their numbers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuping.accounts import quality
from yuping.accounts.quality import Family, Remedy

FAMILIES = {
    Family.IDENTITY: _("Identity"),
    Family.SHAPE: _("Household and relations"),
    Family.SCHOOL: _("Schooling"),
    Family.HEALTH: _("Health and insurance"),
    Family.WORK: _("Labour and work"),
    Family.CONTACT: _("How to reach the household"),
    Family.CAUSE: _("Causes of poverty"),
    Family.HOUSING: _("House, water, power, road"),
    Family.LAND: _("Land"),
    Family.INCOME: _("Income"),
    Family.EXIT: _("Exit and return"),
    Family.MEASURE: _("Measures"),
    Family.CASEWORK: _("Records, visits, events"),
    Family.VILLAGE: _("Villages"),
    Family.LOAN: _("Loans"),
    Family.PAYMENT: _("Agreements and payments"),
}
REMEDIES = {
    Remedy.MEMBER: _("Compare with the identity card and the household register, and correct the member."),
    Remedy.PHONE: _("Ask the person for the phone number and enter it with the member."),
    Remedy.ANSWERS: _("Ask the member again and correct the answers of the year."),
    Remedy.RECORD: _("Ask the household again and correct the record of the year."),
    Remedy.PARTICULARS: _("Ask the household and correct its particulars."),
    Remedy.ACCOUNT: _("Check the account with the holder and the bank, and propose the right one."),
    Remedy.EVENT: _("Record the life event, or settle it with its consequences."),
    Remedy.STATUS: _(
        "Check what the decision rests on. Where the file is wrong, propose an adjustment; where it is right, the "
        "county exempts the problem."
    ),
    Remedy.VISIT: _("Visit the household, and write down what was seen there."),
    Remedy.MEASURE: _("Check the measure against the need, and record the right one."),
    Remedy.PAIRING: _("Put a cadre in charge, or spread the households over more cadres."),
    Remedy.VILLAGE: _("Check with the village and enter what is missing."),
    Remedy.LOAN: _("Check contract and account with the credit union, and correct or recover."),
    Remedy.PAYOUT: _("Check with the bank, recover what was paid wrongly, and pay what is owed."),
    Remedy.AGREEMENT: _("Check the agreement and its list of households, and call on the enterprise."),
}
DOCUMENTS = {
    "verification": _("verification rules of Guizhou, 2023"),
    "form": _("national registration form"),
    "audit": _("audit findings and controls"),
    "scheme": _("rules of loan and dividend"),
}
UNITS = {
    "age": _("years of age"),
    "years": pgettext_lazy("unit", "years"),
    "months": _("months"),
    "days": _("days"),
    "mu": _("mu"),
    "km": _("km"),
    "m2": _("square metres a person"),
    "yuan": pgettext_lazy("unit", "yuan"),
    "year": _("year"),
    "persons": pgettext_lazy("unit", "persons"),
    "households": pgettext_lazy("unit", "households"),
    "times": _("times"),
    "percent": _("percent"),
}

# What stands in a sentence in the place of a value, where it is said of no file in particular.
STANDS_FOR = {
    "name": _("somebody"),
    "date": _("a day"),
    "title": _("a title"),
    "reason": _("a reason"),
}


class Anything(dict[str, object]):
    """Fills a sentence of a rule in general: N for every number."""

    def __missing__(self, name: str) -> object:
        return STANDS_FOR.get(name, "N")


def in_general(text: object) -> str:
    """The sentence of a rule without the values of a file."""
    return str(text) % Anything()


for _kind, _name in {
    "visit": "households:visit_detail",
    "event": "households:event_detail",
    "lead": "households:lead_detail",
    "cadre": "villages:cadre_detail",
    "resolution": "villages:resolution_detail",
}.items():
    quality.open_at(_kind, _name)

"""What the code lists are called, and where the indicators come from: reference data kept by keys or in English.

The sources are message ids; a source nobody translated is shown as it stands.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

CODE_SETS: dict[str, str | Promise] = {
    "appeal_class": _("class of the problem"),
    "cadre_rank": _("rank of a cadre"),
    "cause": _("cause of poverty"),
    "collective_income_class": _("class of collective income"),
    "collective_spending_class": _("class of collective spending"),
    "credit_grade": _("credit grade"),
    "danger_level": _("danger level"),
    "disability_class": _("class of disability"),
    "disability_grade": _("grade of disability"),
    "disaster_kind": _("kind of disaster"),
    "dropout_reason": _("reason for not being at school"),
    "education": _("education"),
    "ethnic_group": _("ethnic group"),
    "event_kind": _("kind of event"),
    "exit_flag": _("exit flag"),
    "fuel": _("main fuel"),
    "health": _("health"),
    "helper_unit_kind": _("kind of helping unit"),
    "helper_unit_level": _("level of a helping unit"),
    "household_attribute": _("household attribute"),
    "household_type": _("type of household"),
    "housing_structure": _("housing structure"),
    "identification_standard": _("identification standard"),
    "industry": _("leading industry"),
    "labour_skill": _("labour skill"),
    "land_kind": _("kind of land"),
    "measure_category": _("kind of measure"),
    "member_decrease": _("kind of decrease"),
    "member_increase": _("kind of increase"),
    "monitored_type": _("type of monitored household"),
    "political_status": _("political status"),
    "relation": _("relation to the head"),
    "relocation_difficulty": _("difficulty of the relocation"),
    "relocation_mode": _("mode of relocation"),
    "relocation_placement": _("placement of the relocated"),
    "relocation_site": _("kind of site"),
    "return_reason": _("reason of the return"),
    "risk": _("kind of risk"),
    "road_type": _("road to the house"),
    "sale_channel": _("channel of a sale"),
    "sale_product": _("kind of produce"),
    "sale_unit": _("unit of quantity"),
    "school_status": _("school status"),
    "sex": _("sex"),
    "status_change_kind": _("kind of change"),
    "village_team_post": _("post in the village team"),
    "water_source": _("water source"),
    "work_region": _("place of work"),
}
SOURCES = (
    gettext_noop("0, 1 or 2"),
    gettext_noop("agreements"),
    gettext_noop("code list industry, with a text"),
    gettext_noop("collective ledger"),
    gettext_noop("dividends"),
    gettext_noop("form"),
    gettext_noop("form B18"),
    gettext_noop("form B3"),
    gettext_noop("form B4"),
    gettext_noop("form B4-3"),
    gettext_noop("groups with a road / groups"),
    gettext_noop("household files"),
    gettext_noop("household status"),
    gettext_noop("jobs"),
    gettext_noop("loans"),
    gettext_noop("member files"),
    gettext_noop("visits"),
    gettext_noop("visits closed / registered"),
)


def source_in_words(source: str) -> str:
    """Where an indicator comes from, in the reader's language."""
    return gettext(source) if source in SOURCES else source

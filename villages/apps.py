"""The villages room: townships, villages, indicators, task forces, collective income and spending."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAVIGATION = [
    (_("Villages"), "villages:village_list", "villages.view_village"),
    (_("Indicators"), "villages:indicator_grid", "villages.view_indicatorvalue"),
    (_("Income and spending"), "villages:entry_list", "villages.view_collectiveentry"),
    (_("Resolutions"), "villages:resolution_list", "villages.view_villageresolution"),
    (_("Village accounts"), "villages:account_list", "villages.view_villageaccount"),
    (_("Task forces"), "villages:taskforce_list", "villages.view_taskforce"),
    (_("Responsibilities"), "villages:responsibility_list", "villages.view_responsibility"),
    (_("Cadres"), "villages:cadre_list", "villages.view_cadre"),
    (_("Holidays"), "villages:holiday_list", "villages.change_holiday"),
    (_("Phones for complaints"), "villages:complaint_phone_list", "villages.set_complaint_phone"),
]


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = pgettext_lazy("records", "villages")

    def ready(self) -> None:
        from villages.querysets import posting_areas, predecessors
        from villages.texts import SENTENCES
        from villages.worklist import waiting
        from yuping.accounts import access, areas, navigation, sentences, worklist
        from yuping.audit import seals

        access.set_predecessors(predecessors)
        areas.provide(posting_areas)
        seals.vouch_for(self.get_model("VillageAccount"))
        sentences.register(SENTENCES)
        worklist.register(waiting)
        for order, (label, address, permission) in enumerate(NAVIGATION):
            navigation.register("villages", label, address, permission, order=10 + order)
        for name in ("reference", "income", "figures", "checks", "quality"):
            import_module(f"villages.{name}")

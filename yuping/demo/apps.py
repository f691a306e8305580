"""The demo room: builds the demo county through the services. Absent from production."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "yuping.demo"
    label = "demo"
    verbose_name = _("demo")

    def ready(self) -> None:
        from yuping.accounts import demo_signins
        from yuping.demo.signins import listed_signins

        demo_signins.provide(listed_signins)

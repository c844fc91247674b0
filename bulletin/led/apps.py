from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedConfig(AppConfig):
    name = "bulletin.led"
    label = "led"
    verbose_name = _("Screens in waiting halls")

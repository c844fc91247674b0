from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    name = "bulletin.calendar"
    label = "calendar"
    verbose_name = _("Editorial calendar")

    def ready(self) -> None:
        """Connects the receivers."""
        from bulletin.calendar import receivers  # noqa: F401

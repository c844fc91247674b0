from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebSubConfig(AppConfig):
    name = "bulletin.websub"
    label = "websub"
    verbose_name = _("WebSub")

    def ready(self) -> None:
        """Listens to what the reader's side announces."""
        from bulletin.websub import pings

        pings.connect()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "bulletin.newsletter"
    label = "newsletter"
    verbose_name = _("The bulletin by mail")

    def ready(self) -> None:
        """Listens to what becomes of issues and their articles."""
        from bulletin.newsletter import receivers

        receivers.connect()

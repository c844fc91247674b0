from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForwardingConfig(AppConfig):
    name = "bulletin.forwarding"
    label = "forwarding"
    verbose_name = _("Forwarding")

    def ready(self) -> None:
        """Connect the outbox to what the reader's side announces."""
        from bulletin.forwarding import outbox

        outbox.connect()

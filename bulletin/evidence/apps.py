from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "bulletin.evidence"
    label = "evidence"
    verbose_name = _("Proof of publication")

    def ready(self) -> None:
        """Listens to what is confirmed at other sites."""
        from bulletin.evidence import receivers

        receivers.connect()

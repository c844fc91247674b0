from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PdfConfig(AppConfig):
    name = "bulletin.pdf"
    label = "issue_pdf"
    verbose_name = _("Issues as PDF")

    def ready(self) -> None:
        """Listens to what becomes of issues and their articles."""
        from bulletin.pdf import receivers

        receivers.connect()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CopiesConfig(AppConfig):
    name = "submissions.copies"
    label = "copies"
    verbose_name = _("Copies")

    def ready(self) -> None:
        """Connects the receivers."""
        from submissions.copies import receivers  # noqa: F401

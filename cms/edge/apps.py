from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EdgeConfig(AppConfig):
    name = "cms.edge"
    label = "edge"
    verbose_name = _("Edge cache")

    def ready(self) -> None:
        """Connects the receivers."""
        from cms.edge import receivers  # noqa: F401

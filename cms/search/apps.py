from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "cms.search"
    label = "reader_search"
    verbose_name = _("Readers' search")

    def ready(self) -> None:
        """Connects the receivers."""
        from cms.search import receivers  # noqa: F401

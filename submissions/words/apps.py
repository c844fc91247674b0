from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WordsConfig(AppConfig):
    name = "submissions.words"
    label = "submission_words"
    verbose_name = _("Words of articles")

    def ready(self) -> None:
        """Connects the receivers."""
        from submissions.words import receivers  # noqa: F401

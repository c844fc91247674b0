from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "cms.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """The publication triggers stand aside while migrations run."""
        from cms.website import standing
        from cms.website.triggers import install_triggers, remove_triggers

        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="website.triggers.remove")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="website.triggers.install")
        standing.listen()

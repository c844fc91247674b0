from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    name = "cms.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """Old addresses are kept and cards drawn; the publication triggers stand aside while migrations run."""
        from wagtail.signals import page_slug_changed, post_page_move

        from cms.website import standing
        from cms.website.addresses import keep_withdrawn_addresses, keep_withdrawn_addresses_on_move
        from cms.website.card_files import on_public, on_withdrawn
        from cms.website.signals import story_corrected, story_published, story_withdrawn
        from cms.website.triggers import install_triggers, remove_triggers

        for signal in (story_published, story_corrected):
            signal.connect(on_public, dispatch_uid="website.cards.public")
        story_withdrawn.connect(on_withdrawn, dispatch_uid="website.cards.withdrawn")
        page_slug_changed.connect(keep_withdrawn_addresses, dispatch_uid="website.addresses.renamed")
        post_page_move.connect(keep_withdrawn_addresses_on_move, dispatch_uid="website.addresses.moved")

        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="website.triggers.remove")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="website.triggers.install")
        standing.listen()

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    name = "bulletin.issues"
    label = "issues"
    verbose_name = _("Issues")

    def ready(self) -> None:
        """Listens to what happens to articles and photos; the triggers stand aside while migrations run."""
        from bulletin.issues.actions.following import follow_photo, follow_story
        from bulletin.issues.triggers import install_triggers, remove_triggers
        from cms.website.signals import story_corrected, story_published, story_withdrawn
        from submissions.consent.signals import photo_withdrawn

        for signal in (story_published, story_corrected, story_withdrawn):
            signal.connect(follow_story, dispatch_uid="issues.story")
        photo_withdrawn.connect(follow_photo, dispatch_uid="issues.photo")
        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="issues.triggers.remove")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="issues.triggers.install")

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "submissions.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Listens to changes of a text and to comments on it."""
        from cms.website.signals import story_corrected
        from submissions.articles.signals import content_changed
        from submissions.consent.signals import photo_withdrawn
        from submissions.moderation.comments import tell_of_comment, tell_of_reply
        from submissions.moderation.receivers import take_back_decisions, tell_of_newer_original
        from submissions.moderation.second_reviewer import look_again

        content_changed.connect(look_again, dispatch_uid="moderation.look_again")
        photo_withdrawn.connect(take_back_decisions, dispatch_uid="moderation.photo_withdrawn")
        story_corrected.connect(tell_of_newer_original, dispatch_uid="moderation.original_corrected")
        post_save.connect(tell_of_comment, sender="wagtailcore.Comment", dispatch_uid="moderation.comment")
        post_save.connect(tell_of_reply, sender="wagtailcore.CommentReply", dispatch_uid="moderation.comment_reply")

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Keeps Wagtail's own mails off in every profile; ends sessions when somebody's groups change."""
        from cms.accounts import sessions
        from cms.accounts.wagtail_mails import keep_off

        pre_save.connect(keep_off, sender="wagtailusers.UserProfile", dispatch_uid="wagtail_mails_off")
        sessions.connect()

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Keeps Wagtail's own mails off in every profile; ends sessions when somebody's groups change; offers what was
        kept to who signs in."""
        from django.contrib.auth.signals import user_logged_in

        from cms.accounts import sessions
        from cms.accounts.kept_form_views import offer_after_sign_in
        from cms.accounts.wagtail_mails import keep_off

        pre_save.connect(keep_off, sender="wagtailusers.UserProfile", dispatch_uid="wagtail_mails_off")
        user_logged_in.connect(offer_after_sign_in, dispatch_uid="offer_kept_forms")
        sessions.connect()

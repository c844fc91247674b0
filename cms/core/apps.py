from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Fields for addresses know Vietnamese, in every form of the admin."""
        from django.db.models import SlugField
        from wagtail.admin.forms.models import register_form_field_override

        from cms.core.slug_input import VietnameseSlugInput

        register_form_field_override(SlugField, override={"widget": VietnameseSlugInput})

"""The editor of formatted text, with a name: Wagtail's is a textbox of which a screen reader only says that it is one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.rich_text import DraftailRichTextArea


class NamedTextArea(DraftailRichTextArea):
    """Wagtail's editor; its label beside it is not tied to it, so the name is given directly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["ariaLabel"] = _("Text of the paragraph")

"""The field that says whose a form is, so that it can be kept when its session has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from cms.accounts import kept_forms

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_form(context: dict[str, Any]) -> SafeString | str:
    """Stands beside ``{% csrf_token %}`` in forms in which people type; nothing where nobody is signed in."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', kept_forms.OWNER, kept_forms.owner_token(user))

"""The link to a screen's guide, for Wagtail's headers."""

from __future__ import annotations

from typing import Any

from django import template

from cms.guides.wagtail_hooks import link_for

register = template.Library()


@register.inclusion_tag("guides/parts/link.html", takes_context=True)
def guide_link(context: Any) -> dict[str, Any]:
    """A question mark that leads to what the guides say about the screen; nothing where they say nothing.

    Headers are included with ``only``, which leaves ``request`` out of the variables but not off the context itself.
    """
    request = getattr(context, "request", None) or context.get("request")
    return {"url": link_for(request) if request is not None else None}

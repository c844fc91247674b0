"""The edge's part in the site."""

from __future__ import annotations

from wagtail import hooks

from cms.edge.addresses import HOOK, of_the_site

hooks.register(HOOK, of_the_site)

"""The files of the display, all of them below ``/led/``: a service worker may keep those, and keeps no others.

Their address names their content, so that a device never mixes two versions of them.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.template.loader import get_template

FILES: Final[dict[str, tuple[str, str]]] = {
    "led.css": ("led/led.css", "text/css; charset=utf-8"),
    "led.js": ("led/led.js", "text/javascript; charset=utf-8"),
    "be-vietnam-pro-400.woff2": ("website/fonts/be-vietnam-pro-400-normal.woff2", "font/woff2"),
    "be-vietnam-pro-600.woff2": ("website/fonts/be-vietnam-pro-600-normal.woff2", "font/woff2"),
}
WORKER: Final = "led/sw.js"


@cache
def content(name: str) -> bytes:
    """The content of a static file. Raises LookupError for one that does not exist."""
    found = finders.find(name)
    if found is None:
        raise LookupError(name)
    return Path(str(found)).read_bytes()


@cache
def version() -> str:
    """Twelve letters that change with any file of the display, its page included."""
    digest = sha256()
    for name in (WORKER, *(source for source, _type in FILES.values())):
        digest.update(content(name))
    for template in ("led/display.html", "led/parts/card.html"):
        digest.update(Path(get_template(template).origin.name).read_bytes())  # type: ignore[attr-defined]
    return digest.hexdigest()[:12]

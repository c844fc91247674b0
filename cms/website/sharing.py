"""Ways to pass a story on: plain links that tell nobody anything before somebody follows one, and its address as a QR code."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from urllib.parse import quote, urlencode

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Way:
    """A way to share: its name, its address, and whether it leads away from this site."""

    name: str
    url: str
    is_outside: bool


def ways(*, title: str, url: str) -> list[Way]:
    """Mail, Zalo and Facebook for a story. No script and no picture of theirs is on our page."""
    # The address that Zalo's own button opens; it takes the link as JSON in base64.
    zalo = b64encode(json.dumps({"url": url}).encode()).decode()
    mail = urlencode({"subject": title, "body": f"{title}\n{url}"}, quote_via=quote)
    return [
        Way(_("By e-mail"), f"mailto:?{mail}", is_outside=False),
        Way("Zalo", f"https://button-share.zalo.me/share_external?{urlencode({'d': zalo, 'shareType': '0'})}", True),
        Way("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}", True),
    ]


@lru_cache(maxsize=256)
def qr_code(url: str) -> SafeString:
    """The QR code of an address as an SVG to stand in a page: scalable, decoration for a screen reader, without colour of its own."""
    out = BytesIO()
    segno.make_qr(url, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, dark="#000", light="#fff", nl=False
    )
    svg = out.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(svg)  # noqa: S308 - made of numbers alone: the address is in the pattern and not in the markup

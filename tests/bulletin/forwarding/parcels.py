"""Parcels as the engine makes them, without articles and without a database: for what lies below the port."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from bulletin.forwarding.adapters.base import Parcel
from bulletin.forwarding.errors import PictureMissing
from bulletin.forwarding.payload import Content, Label, Picture, body_of

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOSTILE = '</title><script>alert(1)</script> "ngoặc" \'đơn\' & [gallery ids="1"] <b>đậm</b> {{ 7*7 }} =HYPERLINK("x") -- … × \u202e'


def a_picture(colour: str = "teal", *, kind: str = "WEBP") -> bytes:
    """The bytes of a small picture."""
    file = BytesIO()
    Image.new("RGB", (48, 32), colour).save(file, kind)
    return file.getvalue()


class Album:
    """Pictures by their address, as the port loads them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def add(self, name: str, *, content: bytes | None = None, alt: str = "Bàn tiếp nhận", caption: str = "Sáng thứ hai.",
            credit: str = "Nguyễn An") -> Picture:  # fmt: skip
        """A picture of ours."""
        held = a_picture() if content is None else content
        url = f"https://ban-tin.vi-du.vn/media/images/{name}"
        self.files[url] = held
        return Picture(url, hashlib.sha256(held).hexdigest(), len(held), alt, caption, credit)

    def load(self, *, url: str, sha256: str) -> bytes:
        content = self.files.get(url, b"")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise PictureMissing(f"the picture {url} is not in our storage")
        return content


def content_of(
    *, title: str = "Một cửa gọn hơn ở khoa khám bệnh", pictures: Sequence[Picture] = (), **changes: Any
) -> Content:
    """What a reader gets to see; anything can be given."""
    values: dict[str, Any] = {
        "title": title,
        "sapo": "Người bệnh chờ ít hơn nhờ sắp xếp lại bàn tiếp nhận.",
        "body_html": "<h2>Thời gian chờ</h2>\n<p>Từ đầu tháng, người bệnh chờ <strong>12 phút</strong>.</p>",
        "category": Label("chuyen-doi-so", "Chuyển đổi số"),
        "topics": [Label("T08", "Dịch vụ công")],
        "unit": Label("BVDKT", "BVĐK tỉnh"),
        "author_display": "Nguyễn An",
        "language": "vi",
        "published_at": AT,
        "canonical_url": "https://ban-tin.vi-du.vn/don-vi/BVDKT/mot-cua/",
        "images": list(pictures),
    }
    return Content(**(values | changes))


def a_parcel(*, article_id: UUID | None = None, version: int = 1, delivery_id: UUID | None = None,
             content: Content | None = None, retraction: bool = False, **changes: Any) -> Parcel:  # fmt: skip
    """A parcel: version 1 is a publication, later ones corrections, unless it is a takedown."""
    uid = article_id or uuid4()
    given = content or content_of(**changes)
    action = "retracted" if retraction else ("published" if version == 1 else "updated")
    body, digest = body_of(
        article_id=uid, version=version, action=action, at=AT, content=None if retraction else given
    )
    return Parcel(
        delivery_id=delivery_id or uuid4(), article_id=uid, version=version, is_retraction=retraction, title=given.title,
        content_sha256=digest, body=body,
    )  # fmt: skip

"""The example requests of docs/receiving.md, made with the product's own code so that they cannot go stale.

    python -m tests.bulletin.forwarding.receiving_examples --write

renews the fenced blocks of the page, each of which follows a line ``<!-- example: NAME -->``.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from bulletin.forwarding.payload import Content, Label, Picture, body_of, canonical
from bulletin.forwarding.wire.signing import signature_headers

PAGE = Path(__file__).resolve().parents[3] / "docs" / "receiving.md"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
PLACE = UUID("6f1c7c52-1a57-4c0e-9c3e-0f6f5a0b7d11")
ARTICLE = UUID("3b0f3c1e-6a36-4d8e-9f3b-1f0a6f0f2c55")
DELIVERY = UUID("01930e3a-5b00-7c4e-8a55-9a1b2c3d4e5f")
TAKEDOWN = UUID("01930f99-1c00-7b21-9d70-0c1d2e3f4a5b")
AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
STAMP = int(AT.timestamp())
PUBLIC = f"https://cchc.example.vn/bai-viet/{ARTICLE}"
EXAMPLE = re.compile(r"<!-- example: ([a-z-]+) -->\n```[a-z]*\n(.*?)\n```", re.DOTALL)


def pushed() -> tuple[bytes, str]:
    """The body of a publication and its content hash."""
    content = Content(
        title="Một cửa gọn hơn ở khoa khám bệnh",
        sapo="Người bệnh chờ ít hơn nhờ sắp xếp lại bàn tiếp nhận.",
        body_html="<p>Từ ngày 02/11, bệnh viện gộp ba bàn tiếp nhận thành một.</p>",
        category=Label("cai-cach-thu-tuc", "Cải cách thủ tục hành chính", 17),
        topics=[Label("T08", "Khám bệnh, chữa bệnh")],
        unit=Label("BVDKT", "Bệnh viện Đa khoa tỉnh"),
        author_display="Nguyễn An",
        language="vi",
        published_at=AT,
        canonical_url="https://bantin.example.vn/tin-tuc/mot-cua-gon-hon/",
        images=[
            Picture(
                url="https://bantin.example.vn/media/images/ban-tiep-nhan.width-1200.webp",
                sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                bytes=84213,
                alt="Bàn tiếp nhận buổi sáng",
                caption="Sáng thứ hai ở bàn tiếp nhận.",
                credit="Nguyễn An",
            )
        ],
    )
    return body_of(article_id=ARTICLE, version=1, action="published", at=AT, content=content)


def request(method: str, target: str, *, key: str, body: bytes, signed: bytes | None = None, more: str = "") -> str:
    """A request as text: its line, its headers, its body."""
    headers = signature_headers(
        message_id=key, timestamp=STAMP, body=body if signed is None else signed, secrets=[SECRET]
    )
    lines = [f"{method} {target} HTTP/1.1", *([more] if more else []), *(f"{n}: {v}" for n, v in headers.items())]
    return "\n".join([*lines, "", body.decode()]).rstrip()


def receipt(kind: str, version: int, **data: str) -> bytes:
    """The body of a receipt."""
    content = {"article_id": str(ARTICLE), "version": version, **data}
    return json.dumps(
        {"type": f"receipt.{kind}", "timestamp": "2026-11-21T02:31:05Z", "data": content}, ensure_ascii=False
    ).encode()


def examples() -> dict[str, str]:
    """All examples by name."""
    body, digest = pushed()
    gone, _digest = body_of(article_id=ARTICLE, version=2, action="retracted", at=AT, content=None)
    write = "PUT", f"/api/articles/{ARTICLE}"
    back = f"/bien-nhan/{PLACE}/"
    question = f"/feed/changes.json?for={PLACE}&since=0&limit=100"
    item = {
        "cursor": f"1.{DELIVERY.hex[-12:]}", "delivery_id": str(DELIVERY), "article_id": str(ARTICLE), "version": 1,
        "action": "published", "superseded": True, "message": None,
    }  # fmt: skip
    last = {
        **item, "cursor": f"2.{TAKEDOWN.hex[-12:]}", "delivery_id": str(TAKEDOWN), "version": 2, "action": "retracted",
        "superseded": False, "message": json.loads(gone),
    }  # fmt: skip
    feed = canonical({"items": [item, last], "next": last["cursor"], "more": False, "version": 1})
    held = {"article_id": str(ARTICLE), "version": 1, "state": "published", "url": PUBLIC, "content_sha256": digest}

    def put(key: UUID, version: int, content: bytes) -> str:
        more = f"Content-Type: application/json; charset=utf-8\nIdempotency-Key: {key}\nX-Article-Version: {version}"
        return request(*write, key=str(key), body=content, more=more)

    return {
        "publish": put(DELIVERY, 1, body),
        "publish-answer": f"HTTP/1.1 201 Created\nContent-Type: application/json\n\n{json.dumps(held)}",
        "takedown": put(TAKEDOWN, 2, gone),
        "look-up": request("GET", write[1], key=f"look-up-{ARTICLE}", body=b""),
        "receipt-published": request(
            "POST", back, key="msg_0001",
            body=receipt("published", 1, url=PUBLIC, content_sha256=digest), more="Content-Type: application/json",
        ),
        "receipt-removed": request(
            "POST", back, key="msg_0002", body=receipt("removed", 2), more="Content-Type: application/json"
        ),
        "receipt-refused": request(
            "POST", back, key="msg_0003",
            body=receipt("refused", 1, text="Ảnh đại diện nhỏ hơn 600 điểm ảnh"), more="Content-Type: application/json",
        ),
        "feed": request("GET", question, key="q-0001", body=b"", signed=question.encode()),
        "feed-answer": "HTTP/1.1 200 OK\nContent-Type: application/json; charset=utf-8\n"
        + "\n".join(
            f"{name}: {value}"
            for name, value in signature_headers(
                message_id="changes-0001", timestamp=STAMP, body=feed, secrets=[SECRET]
            ).items()
        )
        + f"\n\n{feed.decode()}",
    }  # fmt: skip


def written(page: str) -> str:
    """The page with its examples as they are made now."""
    made = examples()

    def renew(found: re.Match[str]) -> str:
        return f"<!-- example: {found[1]} -->\n```http\n{made[found[1]]}\n```"

    return EXAMPLE.sub(renew, page)


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    if "--write" in sys.argv:
        PAGE.write_text(written(text), encoding="utf-8")
    elif written(text) != text:
        sys.exit(f"{PAGE.name} is out of date: run this with --write")

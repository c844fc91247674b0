"""A package for whoever puts an article in by hand: a zip of the Word document, the pictures, and what is to be done.

Vietnamese, because its readers are clerks of the other site. Pure; the same version always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bulletin.forwarding.formats.html_page import VIETNAM, caption_of, html_page
from bulletin.forwarding.formats.markup import plain_text
from bulletin.forwarding.formats.packing import packed
from bulletin.forwarding.formats.word import for_word, word_document
from bulletin.forwarding.payload import instant
from cms.core.text import slugify_vi

if TYPE_CHECKING:
    from collections.abc import Callable

    from bulletin.forwarding.formats.article import Article
    from bulletin.forwarding.payload import Picture

README, METADATA, WORD, PAGE, PICTURES = "HUONG-DAN.txt", "thong-tin.json", "bai-viet.docx", "bai-viet.html", "anh"
LONGEST_NAME = 60
PNG = b"\x89PNG"


@dataclass(frozen=True)
class Package:
    """A zip with the name under which it is handed over, and its hash (hex)."""

    name: str
    content: bytes
    sha256: str


def package_of(article: Article, *, title: str, address: str, load: Callable[[Picture], bytes]) -> Package:
    """The package of a version. ``title`` names the article also where it is withdrawn; ``address`` is where the other
    site shows it, as far as that is known; ``load`` gives the bytes of a picture and may raise."""
    files: dict[str, bytes] = {}
    if not article.is_retraction:
        kept: dict[str, bytes] = {}

        def load_once(picture: Picture) -> bytes:
            if picture.url not in kept:
                kept[picture.url] = load(picture)
            return kept[picture.url]

        files[WORD] = word_document(article, load=load_once)
        names: dict[str, str] = {}
        for place, picture in enumerate(article.images, start=1):
            drawn = for_word(load_once(picture))
            name = f"{PICTURES}/anh-{place:02}.{'png' if drawn.startswith(PNG) else 'jpg'}"
            names[picture.url], files[name] = name, drawn
        files[PAGE] = html_page(article, source=lambda picture: names[picture.url])
    metadata = _metadata(article, title=title, address=address, files=files)
    readme = _readme(article, title=title, address=address, files=files)
    whole = packed(
        {
            # Notepad of older Windows takes a text for UTF-8 only by its mark.
            README: b"\xef\xbb\xbf" + readme.replace("\n", "\r\n").encode(),
            METADATA: json.dumps(metadata, ensure_ascii=False, indent=2, sort_keys=True).encode(),
            **files,
        }
    )
    name = f"{slugify_vi(title, max_length=LONGEST_NAME, default='bai')}-v{article.version}.zip"
    return Package(name=name, content=whole, sha256=hashlib.sha256(whole).hexdigest())


def _metadata(article: Article, *, title: str, address: str, files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "article_id": article.article_id,
        "version": article.version,
        "supersedes": article.supersedes,
        "action": article.kind.rpartition(".")[2],
        "title": title,
        "content_sha256": article.content_sha256,
        "timestamp": instant(article.timestamp),
        "address": address or None,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
    }
    if article.is_retraction:
        return found
    return found | {
        "sapo": article.sapo,
        "author_display": article.author_display,
        "language": article.language,
        "published_at": instant(article.published_at) if article.published_at else None,
        "canonical_url": article.canonical_url,
        "category": _label(article.category),
        "topics": [_label(topic) for topic in article.topics],
        "unit": _label(article.unit),
        "images": [
            {"alt": each.alt, "caption": each.caption, "credit": each.credit, "sha256": each.sha256}
            for each in article.images
        ],
        "characters": len(plain_text(article.body_html)),
    }


def _label(label: Any) -> dict[str, str] | None:
    return {"code": label.code, "name": label.name} if label else None


def _readme(article: Article, *, title: str, address: str, files: dict[str, bytes]) -> str:
    lines = [_heading(article), "", f"Bài: {title}", f"Mã bài: {article.article_id} – phiên bản {article.version}"]
    if address:
        lines.append(f"Đang đăng tại: {address}")
    if article.is_retraction:
        lines += [
            "",
            "Việc cần làm:",
            "1. Gỡ bài này khỏi trang (kể cả bản in, bản nháp công khai và ảnh đi kèm).",
            "2. Báo lại cho người gửi gói này rằng bài đã được gỡ.",
        ]
        return "\n".join([*lines, ""])
    known = bool(address)
    pictures = [name for name in files if name.startswith(f"{PICTURES}/")]
    lines += [
        "",
        "Việc cần làm:",
        "1. Thay nội dung đang đăng bằng nội dung trong gói này." if known else "1. Đăng bài lên trang.",
        f"   Nội dung: {WORD} (mở bằng Word) hoặc {PAGE} (mở bằng trình duyệt, chép và dán).",
        "2. Giữ nguyên tít và sapo: hệ thống tìm đúng tít này trên trang để xác nhận bài đã đăng.",
        "3. Ảnh nằm trong thư mục anh; mỗi ảnh có lời mô tả cho người khiếm thị và chú thích (xem dưới).",
        "4. Báo lại địa chỉ (đường dẫn) của bài trên trang cho người gửi gói này.",
        "",
        f"Chuyên mục: {article.category.name if article.category else '–'}",
        f"Chủ đề: {', '.join(topic.name for topic in article.topics) or '–'}",
        f"Đơn vị: {article.unit.name if article.unit else '–'}",
        f"Tác giả: {article.author_display or '–'}",
        f"Nguồn: {article.canonical_url or '–'}",
    ]
    if article.published_at:
        lines.append(f"Đăng lần đầu: {article.published_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}")
    for name, picture in zip(pictures, article.images, strict=True):
        lines += ["", name, f"   Mô tả (alt): {picture.alt or '–'}", f"   Chú thích: {caption_of(picture) or '–'}"]
    return "\n".join([*lines, ""])


def _heading(article: Article) -> str:
    if article.is_retraction:
        return "GỠ BÀI"
    return "CẬP NHẬT BÀI ĐÃ ĐĂNG" if article.kind.endswith(".updated") else "ĐĂNG BÀI MỚI"

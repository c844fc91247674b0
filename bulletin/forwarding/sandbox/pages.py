"""The public pages of the sandbox province. Built here, since the sandbox has no template engine to lean on."""

from collections.abc import Iterable
from html import escape
from string import Template

from .store import Held

SITE_NAME = "Trang Cải cách hành chính tỉnh (bản mô phỏng)"

_PAGE = Template("""<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
$meta
<style>
:root { color-scheme: light dark; --ink: #1d2733; --paper: #fbfaf7; --line: #d9d5ca; --accent: #8a1c1c; --soft: #5b6672; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #14181d; --line: #333b45; --accent: #f0a3a3; --soft: #a4aeb9; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.65 "Be Vietnam Pro", "Segoe UI", "Noto Sans", sans-serif; }
header { border-top: .4rem solid var(--accent); border-bottom: 1px solid var(--line); padding: 1rem; }
header a { color: inherit; text-decoration: none; font-weight: 700; }
header p { margin: .2rem 0 0; color: var(--soft); font-size: .9rem; }
header > *, main, footer { max-width: 44rem; margin-inline: auto; }
main { padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.6rem, 5vw, 2.2rem); line-height: 1.35; margin: 0 0 .75rem; text-wrap: balance; }
h2, h3 { line-height: 1.4; }
.sapo { font-weight: 600; }
.facts { color: var(--soft); font-size: .95rem; }
.body img { max-width: 100%; height: auto; }
.body table { border-collapse: collapse; display: block; overflow-x: auto; }
.body td, .body th { border: 1px solid var(--line); padding: .35rem .6rem; text-align: start; }
figure { margin: 1.5rem 0; } figcaption { color: var(--soft); font-size: .95rem; }
a { color: var(--accent); } a:focus-visible { outline: 3px solid; outline-offset: 2px; }
ol.list { list-style: none; padding: 0; } ol.list li { border-bottom: 1px solid var(--line); padding: .9rem 0; }
ol.list a { font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .85rem; color: var(--soft); border-top: 1px solid var(--line); padding-top: 1rem; }
dd { margin: 0; }
</style>
</head>
<body>
<header><a href="/">$site</a><p>Trang nhận bài để thử nghiệm, không phải trang thật của tỉnh.</p></header>
<main>
$main
</main>
</body>
</html>
""")


def _page(*, title: str, main: str, meta: str = "") -> bytes:
    return _PAGE.substitute(title=escape(title), meta=meta, site=SITE_NAME, main=main).encode()


def _text(held: Held, name: str) -> str:
    value = held.data.get(name)
    return value if isinstance(value, str) else ""


def article_path(article_id: str) -> str:
    """Path of an article's public page."""
    return f"/bai-viet/{article_id}"


def article(held: Held) -> bytes:
    """The public page of an article: title, sapo, body, and its version and content hash in meta tags."""
    title, digest = _text(held, "title"), _text(held, "content_sha256")
    meta = (
        f'<meta name="article-id" content="{escape(held.article_id)}">\n'
        f'<meta name="article-version" content="{held.version}">\n'
        f'<meta name="content-sha256" content="{escape(digest)}">'
    )
    unit = held.data.get("unit")
    unit_name = unit.get("name", "") if isinstance(unit, dict) else ""
    facts = " · ".join(escape(part) for part in (_text(held, "author_display"), str(unit_name)) if part)
    # The body comes signed from the sender, who cleaned it; the page's content policy lets no script run anyway.
    main = (
        f'<article><h1>{escape(title)}</h1>\n<p class="facts">{facts}</p>\n'
        f'<p class="sapo">{escape(_text(held, "sapo"))}</p>\n<div class="body">{_text(held, "body_html")}</div></article>\n'
        f"<dl><dt>Phiên bản</dt><dd>{held.version}</dd><dt>Nhận lúc</dt><dd>{escape(held.received_at)}</dd>"
        f"<dt>Nguồn</dt><dd>{_source(held)}</dd><dt>SHA-256</dt><dd>{escape(digest)}</dd></dl>"
    )
    return _page(title=title, main=main, meta=meta)


def _source(held: Held) -> str:
    address = _text(held, "canonical_url")
    if not address.startswith(("http://", "https://")):
        return ""
    return f'<a href="{escape(address)}" rel="nofollow">{escape(address)}</a>'


def home(articles: Iterable[Held]) -> bytes:
    """The home page: what is held, newest first."""
    items = "\n".join(
        f'<li><a href="{article_path(escape(held.article_id))}">{escape(_text(held, "title"))}</a>'
        f'<br><span class="facts">Phiên bản {held.version} · nhận lúc {escape(held.received_at)}</span></li>'
        for held in sorted(articles, key=lambda held: held.received_at, reverse=True)
        if not held.retracted
    )
    listing = (
        f'<ol class="list">{items}</ol>'
        if items
        else "<p>Chưa nhận bài nào. Bài sẽ hiện ở đây ngay khi được gửi đến.</p>"
    )
    return _page(title=SITE_NAME, main=f"<h1>Tin, bài đã nhận</h1>{listing}")


def gone() -> bytes:
    """The notice in place of an article that was taken down."""
    return _page(title="Bài đã được gỡ", main="<h1>Bài đã được gỡ</h1><p>Bài viết này không còn được đăng.</p>")


def missing() -> bytes:
    """The notice for an address that holds nothing."""
    return _page(title="Không tìm thấy", main="<h1>Không tìm thấy</h1><p>Địa chỉ này không có bài nào.</p>")


def login() -> bytes:
    """The sign-in page that some sites answer everything with, status 200."""
    form = '<form method="post"><p><label>Tài khoản <input name="user"></label></p><p><label>Mật khẩu <input type="password"></label></p></form>'
    return _page(title="Đăng nhập", main=f"<h1>Đăng nhập</h1>{form}")

"""What a public page must show to count as proof."""

from __future__ import annotations

import pytest

from bulletin.forwarding.proof.pages import shows

DIGEST = "ab" * 32
PAGE = (
    '<html><head><meta name="article-version" content="2"></head><body><h1>Một cửa &amp; gọn\n hơn</h1></body></html>'
)
TITLE = "Một cửa & gọn hơn"


def test_title_and_version_are_proof():
    assert shows(PAGE, title=TITLE, version=2, content_sha256=DIGEST)


def test_title_and_content_hash_are_proof():
    assert shows(f"<h1>Một cửa &amp; gọn hơn</h1><!-- {DIGEST} -->", title=TITLE, version=7, content_sha256=DIGEST)


@pytest.mark.parametrize(
    ("page", "title", "version"),
    [
        (PAGE, TITLE, 3),
        (PAGE, "Tít khác", 2),
        ("<h1>Một cửa &amp; gọn hơn</h1>", TITLE, 2),
        (f"<p>{DIGEST}</p>", TITLE, 2),
        (f"<script>'Một cửa & gọn hơn {DIGEST}'</script>", TITLE, 2),
        ("<h1>Đăng nhập</h1>", TITLE, 2),
        (PAGE, "", 2),
    ],
)
def test_anything_less_is_no_proof(page, title, version):
    assert not shows(page, title=title, version=version, content_sha256=DIGEST)

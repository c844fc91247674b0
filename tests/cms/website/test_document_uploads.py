"""Files that come through Wagtail's own forms: few kinds, stored under names of ours, served so that nothing in them runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection

from cms.website.document_forms import BEGINS
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
STORED = re.compile(r"documents/[0-9a-f-]{36}\.(pdf|docx)")
PDF = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF"
NAMES = {
    "../../etc/x.pdf": "x",
    "x.php.pdf": "x.php",
    "dòng\r\nX-Header: 1.pdf": "dòng X-Header: 1",
    "a\u202efdp.exe.pdf": "afdp.exe",
    "dài" * 100 + ".pdf": ("dài" * 100)[:255],
    "Tie\u0302\u0301ng Vie\u0323\u0302t.PDF": "Tiếng Việt",
    "C:\\bi-mat\\a.pdf": "a",
}
REFUSED = {
    "x.php": b"<?php ?>", "x.pdf.exe": b"MZ", "x.html": b"<html>", "x.svg": b"<svg/>", "x": PDF, ".pdf": PDF, "x.zip": BEGINS["docx"],
    "x.pdf": b"<html><script>alert(1)</script>", "rong.pdf": b"", "x.docx": PDF, "x.docm": BEGINS["docx"], "x.pdf\u200b.js": b"//",
}  # fmt: skip


def upload(browser: Any, name: str, data: bytes, *, title: str | None = None) -> Any:
    file = SimpleUploadedFile("x", data)
    # Past Django's own care for names, as a crafted request would try; line ends as browsers send them.
    file._name = name.replace("\r\n", "%0D%0A")  # type: ignore[attr-defined]
    fields = {"title": name if title is None else title, "collection": Collection.get_first_root_node().pk}
    return browser.post(reverse("wagtaildocs:add_multiple"), {**fields, "files[]": file}, **AJAX)


def test_files_are_stored_under_names_of_ours_and_handed_out_as_files(client):
    client.force_login(factories.an_administrator())
    documents = get_document_model().objects
    for name, title in NAMES.items():
        answer = upload(client, name, PDF)
        assert answer.json()["success"], (name, answer.content.decode())
        document = documents.latest("pk")
        assert STORED.fullmatch(document.file.name), name
        assert document.title == title, name
        served = client.get(document.url)
        assert served["X-Content-Type-Options"] == "nosniff"
        assert served["Content-Disposition"].startswith("attachment;")
        assert "default-src 'none'" in served["Content-Security-Policy"]
        assert title in client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    single = {
        "title": "Một",
        "collection": Collection.get_first_root_node().pk,
        "file": SimpleUploadedFile("a.pdf", PDF),
    }
    assert client.post(reverse("wagtaildocs:add"), single).status_code == 302
    assert STORED.fullmatch(documents.get(title="Một").file.name)


def test_other_kinds_and_files_that_are_too_large_are_refused_with_words(client):
    client.force_login(factories.an_administrator())
    for name, data in REFUSED.items():
        said = upload(client, name, data).json()
        assert not said["success"], name
        assert said["error_message"].count("PDF, DOCX") == 1, name
        assert "pdf, docx" not in said["error_message"], "said once"
    large = upload(client, "a.pdf", PDF + b"\0" * (20 * 1024 * 1024)).json()
    assert not large["success"]
    assert "20 MB" in large["error_message"]
    assert not get_document_model().objects.exists()

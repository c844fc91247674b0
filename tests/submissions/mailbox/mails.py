"""Mails for tests, built by the standard library or byte by byte."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_numbers = count(1)
WORD_TYPE = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def a_mail(
    sender: str, *, subject: str = "Bài tháng này", files: dict[str, bytes] | None = None, **headers: str
) -> bytes:
    """A mail as a mail program writes it; ``files`` by name; a header given as ``auto_submitted="…"`` is added."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = headers.pop("to", "bai-viet@cdc.vi-du.vn")
    mail["Subject"] = subject
    mail["Date"] = "Mon, 02 Nov 2026 08:00:00 +0700"
    mail["Message-ID"] = headers.pop("message_id", f"<thu-{next(_numbers)}@vi-du.vn>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Kính gửi ban biên tập, đơn vị gửi bài.\n")
    for name, data in (files or {}).items():
        kind = ("image", "jpeg") if name.endswith(".jpg") else WORD_TYPE
        mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return mail.as_bytes()


def dropped(folder: Path, raw: bytes, name: str = "") -> Path:
    """Delivers a mail into a maildir."""
    (folder / "new").mkdir(parents=True, exist_ok=True)
    path = folder / "new" / (name or f"{next(_numbers):06}.thu")
    path.write_bytes(raw)
    return path

"""Mails as they really come, and as attackers make them: read or refused with the one error, within a moment."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from submissions.mailbox import letter
from submissions.mailbox.letter import LetterUnreadable, read_contents, read_envelope
from tests.submissions.mailbox.mails import a_mail

WORD = b"PK\x03\x04 not read here"


def envelope(header: str | bytes):
    """The envelope of a header given as text."""
    return read_envelope(header.encode("utf-8") if isinstance(header, str) else header)


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: An@Vi-du.VN\n\n", "an@vi-du.vn"),
        ('From: "Nguyen, An" <an@vi-du.vn>\n\n', "an@vi-du.vn"),
        ("From: =?utf-8?b?Tmd1eeG7hW4gQW4=?= <an@vi-du.vn>\n\n", "an@vi-du.vn"),
        ("From: an@vi-du.vn, khac@vi-du.vn\n\n", ""),
        ("From: an@vi-du.vn\nFrom: khac@vi-du.vn\n\n", ""),
        ("From: an@vi-du.vn@ke-xau.vn\n\n", ""),
        ("From: <>\n\n", ""),
        ("Subject: x\n\n", ""),
        ("Reply-To: an@vi-du.vn\nFrom: ke-xau@vi-du.vn\n\n", "ke-xau@vi-du.vn"),
        ("From: an@vi-du.vn\r\n Bcc: khac@vi-du.vn\n\n", ""),
        ("From: " + "(" * 5_000 + "\n\n", ""),
        ("From: " + '"' * 5_001 + "an@vi-du.vn\n\n", ""),
        ("From: an@vi-du.vn\nTo: " + "(" * 5_000 + "\n\n", "an@vi-du.vn"),
    ],
)
def test_the_sender_is_the_one_address_of_the_one_from_line(header, sender):
    assert envelope(header).sender == sender


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"Subject: =?UTF-8?Q?B=C3=A0i_th=C3=A1ng_11?=\n\n", "Bài tháng 11"),
        ("Subject: Bài tháng 11\n\n".encode(), "Bài tháng 11"),
        ("Subject: Bài tháng 11\n\n".encode("cp1258", "replace"), "Bài tháng 11"),
        (b"Subject: =?x-khong-co?B?QuBp?=\n\n", "Bài"),
        (b"Subject: =?utf-8?B?!!!\n\n", "=?utf-8?B?!!!"),
        (b"Subject: a\r\n b\x00\x1b[31m c\n\n", "a b[31m c"),
    ],
)
def test_a_subject_is_read_in_whatever_encoding_as_one_clean_line(raw, subject):
    found = envelope(raw).subject
    assert found == subject
    assert "\n" not in found


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=y",
        "Precedence: bulk",
        "List-Id: <ds.vi-du.vn>",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "X-Autoreply: yes",
    ],
)
def test_what_machines_and_lists_write_is_known_by_its_header(line):
    assert envelope(f"From: an@vi-du.vn\n{line}\n\n").is_automatic
    assert not envelope("From: an@vi-du.vn\nAuto-Submitted: no\nReturn-Path: <an@vi-du.vn>\n\n").is_automatic


def test_only_the_line_of_the_own_server_says_that_a_sender_is_forged():
    own, foreign = "Authentication-Results: mx.cdc.vn; spf=%s; dmarc=%s", "Authentication-Results: x; dmarc=fail"
    assert envelope(f"{own % ('pass', 'fail')}\n\n").is_forged
    assert envelope("Authentication-Results: mx.cdc.vn; spf=fail\n\n").is_forged
    assert not envelope(f"{own % ('fail', 'pass')}\n{foreign}\n\n").is_forged, "forwarded, and signed by its writer"
    assert not envelope("From: an@vi-du.vn\n\n").is_forged


def test_a_unit_is_named_in_the_subject_or_behind_a_plus_sign():
    found = envelope("To: bai-viet+TTYT-CL@cdc.vn\nSubject: [bvdkt] Bài tháng 11, lần 2\n\n").tags
    assert {"BVDKT", "TTYT-CL"} <= set(found)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('filename="bai viet.docx"', "bai viet.docx"),
        ("filename*=utf-8''B%C3%A0i%20th%C3%A1ng%2011.docx", "Bài tháng 11.docx"),
        ("filename*0*=utf-8''B%C3%A0i; filename*1=\" 11.docx\"", "Bài 11.docx"),
        ("filename*=TCVN3''B%B5i%20vi%D5t.docx", "Bài viết.docx"),
        ("filename*=khong-co''bai.docx", "bai.docx"),
        ('filename="=?utf-8?b?QsOgaS5kb2N4?="', "Bài.docx"),
        ('filename="../../etc/passwd.docx"', "passwd.docx"),
        ('filename="C:\\\\Users\\\\An\\\\bai.docx"', "bai.docx"),
        ('filename="bai\u202excod.docx"', "baixcod.docx"),
        (f'filename="{"a" * 3000}.docx"', "a" * 255),
    ],
)
def test_a_file_keeps_the_name_that_its_writer_gave_it_and_no_path(line, name):
    raw = f"From: an@vi-du.vn\nContent-Type: application/msword\nContent-Disposition: attachment; {line}\n\nx\n"
    contents = read_contents(raw.encode())
    assert [each.name for each in contents.words] + contents.others == [name]


def test_a_name_in_bare_bytes_of_an_old_code_is_read():
    raw = b'Content-Type: application/msword\nContent-Disposition: attachment; filename="B\xb5i vi\xd5t.docx"\n\nx\n'
    assert read_contents(raw).words[0].name == "Bài viết.docx"


def test_word_files_are_found_at_any_depth_once_each_and_the_rest_is_named():
    inner = EmailMessage()
    inner["Subject"] = "Chuyển tiếp"
    inner.set_content("x")
    inner.add_attachment(WORD, maintype="application", subtype="octet-stream", filename="trong.DOCX")
    outer = EmailMessage()
    outer.set_content("x")
    outer.add_attachment(inner)
    outer.add_attachment(WORD, maintype="application", subtype="msword", filename="lai.docx")
    outer.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="anh.jpg")

    contents = read_contents(outer.as_bytes())

    assert [each.name for each in contents.words] == ["trong.DOCX"], "the same bytes twice are one article"
    assert contents.words[0].data == WORD
    assert contents.others == ["anh.jpg"]


def nested(levels: int) -> bytes:
    """A mail of parts within parts."""
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(levels)
    )
    return opening + b"Content-Type: text/plain\n\nx\n"


@pytest.mark.parametrize(
    "raw",
    [
        nested(5_000),
        b"".join(b"Content-Type: message/rfc822\n\n" for _ in range(5_000)),
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 5_000,
    ],
)
def test_a_mail_built_to_exhaust_is_refused(raw):
    with pytest.raises(LetterUnreadable):
        read_contents(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 10_000,
        b"\n\n\n",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b'Content-Type: multipart/mixed; boundary="' + b"x" * 100_000 + b'"\n\n',
        b"Content-Type: application/msword; name*0*=; name*9*=''''\nContent-Transfer-Encoding: base64\n\n=!=\n",
        b"Content-Type: ;;;;====\nContent-Disposition: attachment; filename*=''\n\nx",
        b"Content-Transfer-Encoding: uuencode\nContent-Type: application/msword\n\nbegin 666 x\n\xff\xff\n",
        nested(20),
    ],
)
def test_a_broken_mail_is_no_more_than_a_mail_without_an_article(raw):
    contents = read_contents(raw)
    assert all(isinstance(each.data, bytes) for each in contents.words)


def test_a_header_has_a_limit():
    with pytest.raises(LetterUnreadable):
        envelope(b"Subject: " + b"x" * letter.MOST_HEADER_BYTES + b"\n\n")


def test_the_same_mail_has_one_fingerprint_whatever_way_it_came_and_another_one_has_another():
    raw = a_mail("an@vi-du.vn", message_id="<mot@vi-du.vn>", files={"a.docx": WORD})
    again = b"Received: by mx2\r\nDelivered-To: x@cdc.vn\r\n" + raw.replace(b"\n", b"\r\n")
    other = a_mail("an@vi-du.vn", message_id="<mot@vi-du.vn>", files={"a.docx": WORD + b"2"})
    prints = [
        letter.fingerprint(read_envelope(header), body) for header, body in map(letter.split, (raw, again, other))
    ]

    assert prints[0] == prints[1]
    assert prints[0] != prints[2], "an identifier that a bad program uses twice loses nothing"

"""Proof files: what was captured when, who may have them, and what stands on the paper."""

from __future__ import annotations

import ctypes
import hashlib
import io
import re
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pypdf import PdfReader

from bulletin.evidence import actions
from bulletin.evidence.captures import Camera
from bulletin.evidence.enums import Side, State
from bulletin.evidence.models import Capture, Kept, ProofFile
from bulletin.evidence.renditions import LONGEST, readable
from bulletin.forwarding import actions as forwarding
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters.memory import MemoryAdapter
from bulletin.forwarding.errors import RetryLater
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.proof.web_pages import WebPage
from bulletin.forwarding.sending.engine import Engine
from bulletin.pdf.enums import Fault
from bulletin.pdf.machine import PressFailed, Printed
from submissions.articles.models import Submission
from tests import factories
from tests.bulletin.forwarding.desk import Clock, Desk

pytestmark = pytest.mark.django_db
PAGE = "<html><head><title>Trang CCHC</title><script>x()</script></head><body><nav>Menu</nav><main><h1>Một cửa gọn hơn</h1><p>Người bệnh chờ ít hơn.</p></main></body></html>"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3))


@pytest.fixture
def camera(clock) -> Camera:
    return Camera(clock=clock, fetch=lambda place, url: WebPage(200, PAGE.encode(), complete=True))


@pytest.fixture
def desk(db, clock) -> Desk:
    return Desk(clock)


@pytest.fixture
def published(desk, clock) -> Submission:
    """An article that the other end shows, corrected once."""
    memory = MemoryAdapter()
    place = forwarding.add_destination(
        kind="sandbox", name="Trang CCHC tỉnh", base_url="https://memory.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    version = desk.publish(title="Một cửa gọn hơn ở khoa khám bệnh")
    for _version in range(2):
        Engine(clock=clock, backend=lambda destination: memory).drain(destination_id=place.pk, seconds=5)
        row = Delivery.objects.latest("version")
        Checker(clock=clock, backend=lambda destination: memory).check(delivery_id=row.pk)
        clock.forward(minutes=10)
        if row.version == 1:
            desk.correct(version, sapo="Số liệu đã sửa.")
    return Submission.objects.get(page_id=version.story_id)


@pytest.fixture
def quick(monkeypatch) -> list[str]:
    """The press is spared; what would go to it is kept."""
    pages: list[str] = []

    def run(lay_out):
        with tempfile.TemporaryDirectory() as folder:
            lay_out(Path(folder))
            pages.append((Path(folder) / "issue.html").read_text("utf-8"))
        return Printed(data=b"%PDF-1.7 " + pages[-1].encode(), pages=4, refused=[])

    monkeypatch.setattr(actions, "run", run)
    return pages


def newest(submission: Submission) -> Delivery:
    return Delivery.objects.filter(story_id=submission.page_id).latest("version")


def test_what_is_confirmed_is_captured_once_on_both_sides(published, camera, clock):
    row = newest(published)
    assert row.pk in camera.due()
    assert {each.side for each in camera.take(delivery_id=row.pk)} == {Side.OURS, Side.THEIRS}
    theirs, ours = Capture.objects.get(side="theirs"), Capture.objects.get(side="ours")
    assert (theirs.status, theirs.sha256) == (200, hashlib.sha256(PAGE.encode()).hexdigest())
    assert theirs.text == "Một cửa gọn hơn\nNgười bệnh chờ ít hơn."
    assert (theirs.title, theirs.url, theirs.version) == ("Trang CCHC", row.remote_url, 2)
    assert ours.status == 200
    assert "Một cửa gọn hơn ở khoa khám bệnh" in ours.text
    assert "Số liệu đã sửa." in ours.text
    camera.take(delivery_id=row.pk)
    assert Capture.objects.count() == 2
    assert row.pk not in camera.due()
    for act in (theirs.save, theirs.delete):
        with pytest.raises(Kept):
            act()


def test_an_address_that_does_not_answer_is_tried_again_each_hour_for_two_days(published, clock):
    def down(place: Destination, url: str) -> WebPage:
        raise RetryLater("no answer in time")

    row, camera = newest(published), Camera(clock=clock, fetch=down)
    camera.take(delivery_id=row.pk)
    assert Capture.objects.get().fault == "no answer in time"
    assert row.pk not in camera.due()
    clock.forward(minutes=61)
    assert row.pk in camera.due()
    clock.forward(days=2)
    assert row.pk not in camera.due()


def test_a_withdrawn_article_is_captured_as_gone(published, camera, desk):
    version = desk.latest(published)
    desk.withdraw(version)
    capture = camera.ours(version.story, version=3)
    assert capture.status == 410
    assert "Người bệnh chờ" not in capture.text


@pytest.mark.parametrize(
    "html", ["", "<", "<p>" * 5_000, "\x00\ud800x".encode("utf-8", "replace").decode(), "<main>" + "á " * LONGEST, "<title>" + "t" * 9_000]
)  # fmt: skip
def test_whatever_a_site_answers_becomes_text_of_bounded_length(html):
    title, text = readable(html)
    assert len(title) <= 300
    assert len(text) <= LONGEST
    assert "\x00" not in title + text


def test_a_file_is_made_from_the_row_with_its_hash_and_later_ones_leave_it_alone(published, camera, quick, clock):
    camera.take(delivery_id=newest(published).pk)
    officer = factories.an_officer(name="Lê Thị Chuyển")
    row = actions.want(submission=published, actor=officer, now=clock())
    assert actions.want(submission=published, actor=factories.a_desk_editor(), now=clock()) == row, "one under way"
    assert actions.sweep(now=clock()) == [row.pk]
    assert actions.make(file_id=row.pk, now=clock(), camera=camera)
    row.refresh_from_db()
    with row.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    assert (row.state, row.pages, row.asked_by) == (State.READY, 4, officer)
    assert not actions.make(file_id=row.pk, now=clock())
    (html,) = quick
    delivery = newest(published)
    for words in (
        "Cộng hòa xã hội chủ nghĩa Việt Nam", "Lê Thị Chuyển", str(published.page.uid), delivery.content_sha256,
        delivery.remote_url, str(delivery.pk), published.approved_hash, published.unit.name, "Đã thấy trên trang công khai",
        hashlib.sha256(PAGE.encode()).hexdigest(), "Người bệnh chờ ít hơn.", "Sửa số liệu", "Trang CCHC tỉnh",
    ):  # fmt: skip
        assert words in html, words
    assert "@vi-du.vn" not in html, "no e-mail address of anybody"
    second = actions.want(submission=published, actor=officer, now=clock())
    assert second != row
    assert ProofFile.objects.get(pk=row.pk).sha256 == row.sha256


def test_a_press_that_fails_is_tried_again_and_then_says_why(published, monkeypatch, clock):
    def broken(lay_out):
        raise PressFailed(Fault.BROKEN, "exit 1")

    monkeypatch.setattr(actions, "run", broken)
    row = actions.want(submission=published, actor=factories.an_officer(), now=clock())
    for _attempt in range(3):
        assert not actions.make(file_id=row.pk, now=clock())
        clock.forward(minutes=1)
    row.refresh_from_db()
    assert (row.state, row.fault, row.error) == (State.FAILED, Fault.BROKEN, "exit 1")
    assert actions.sweep(now=clock()) == []
    lost = actions.want(submission=published, actor=factories.an_officer(), now=clock())
    ProofFile.objects.filter(pk=lost.pk).update(state="printing", lease_until=clock(), next_attempt_at=None)
    clock.forward(minutes=1)
    assert actions.sweep(now=clock()) == [lost.pk], "what a dead worker held comes back"


def test_who_may_have_the_proof(client, published, desk, camera, quick, clock):
    row = actions.want(submission=published, actor=factories.an_officer(), now=clock())
    actions.make(file_id=row.pk, now=clock(), camera=camera)
    addresses = (f"/quan-tri/ho-so-minh-chung/{published.page_id}/", f"/quan-tri/ho-so-minh-chung/tep/{row.pk}/")
    head = factories.a_head(desk.unit)
    allowed = [
        factories.an_officer(),
        desk.desk_editor,
        factories.a_board_member(),
        factories.an_administrator(),
        head,
    ]
    refused = [desk.writer, desk.editor, factories.a_head(factories.a_unit()), factories.a_person()]
    for person in allowed:
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [200, 200]
    for person in refused:
        client.force_login(person)
        for answer in [*map(client.get, addresses), client.post(addresses[0])]:
            assert answer.status_code in (302, 404)
            assert published.page.title not in answer.content.decode()
        with pytest.raises(PermissionDenied):
            actions.want(submission=published, actor=person)
    client.force_login(head)
    assert client.post(addresses[0]).status_code == 302
    assert ProofFile.objects.filter(asked_by=head).exists()
    unpublished = factories.an_article(unit=desk.unit, writer=desk.writer)
    assert client.get(f"/quan-tri/ho-so-minh-chung/{unpublished.page_id}/").status_code == 404
    file = client.get(addresses[1])
    assert "private" in file["Cache-Control"]
    assert "attachment" in file["Content-Disposition"]


def test_the_proof_is_reached_from_what_was_forwarded_and_from_the_article(client, published, desk):
    row = newest(published)
    proof = f'href="/quan-tri/ho-so-minh-chung/{published.page_id}/"'
    of_forwarding = (f"/quan-tri/chuyen-tinh/{row.pk}/", f"/quan-tri/chuyen-tinh/bai/{row.article_id}/")
    article = f"/quan-tri/kiem-duyet/{published.pk}/"
    for person in (factories.an_officer(), desk.desk_editor, factories.a_board_member(), factories.an_administrator()):
        client.force_login(person)
        for address in of_forwarding:
            assert proof in client.get(address).content.decode()
    client.force_login(factories.a_head(desk.unit))
    assert proof in client.get(article).content.decode()
    for person in (desk.editor, desk.writer):
        client.force_login(person)
        answer = client.get(article)
        assert answer.status_code == 200
        assert proof not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_get_one_file(published, clock):
    officer, start = factories.an_officer(), Barrier(4)

    def ask(_number: int) -> int:
        try:
            start.wait(timeout=30)
            return actions.want(submission=published, actor=officer, now=clock()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


@pytest.mark.once
def test_the_paper_is_a_numbered_a4_document_that_can_be_read_out(published, camera, clock, artefacts):
    try:
        ctypes.CDLL("libpangoft2-1.0.so.0")
    except OSError:
        pytest.skip("no Pango found; install libpango-1.0-0 libpangoft2-1.0-0")
    camera.take(delivery_id=newest(published).pk)
    row = actions.want(submission=published, actor=factories.an_officer(name="Lê Thị Chuyển"), now=clock())
    assert actions.make(file_id=row.pk, now=clock(), camera=camera), ProofFile.objects.get(pk=row.pk).error
    row.refresh_from_db()
    with row.file.open("rb") as file:
        data = file.read()
    (artefacts / "proof.pdf").write_bytes(data)
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == row.pages
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", "".join(page.extract_text() for page in reader.pages)))
    for words in ("HỒ SƠ MINH CHỨNG XUẤT BẢN", f"Trang 1/{row.pages}", "Độc lập – Tự do – Hạnh phúc"):
        assert words.lower() in text.lower()
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"

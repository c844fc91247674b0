"""Recordings: what is one, who may hear it and when, and that two people stand behind each that readers hear."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.models import Rule
from cms.visits import recordings
from cms.visits.audio_files import AudioFormat, format_of
from cms.visits.errors import RecordingRefused
from cms.visits.models import Recording
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.visits.recorded import FILM, FRAME, M4A, MP3, MP3_WITH_TAG, OGG, a_file
from tests.shared import shared

pytestmark = pytest.mark.django_db


def _public(state=State.PUBLISHED, **content):
    submission = factories.an_article(state=state, **content)
    waiting = recordings.upload(story=submission.page, file=a_file(), actor=factories.an_editor())
    return submission, recordings.approve(recording_id=waiting.pk, actor=factories.an_editor())


def _address(recording):
    return f"/nghe/{recording.story.uid}/{recording.name}"


@shared
def page():
    """A published article."""
    return factories.an_article(state=State.PUBLISHED).page


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (MP3, AudioFormat.MP3),
        (MP3_WITH_TAG, AudioFormat.MP3),
        (M4A, AudioFormat.M4A),
        (OGG, AudioFormat.OGG),
        (b"", None),
        (b"ID3", None),
        (FRAME[:100], None),
        (FRAME + b"<script>" * 99, None),
        (b"\xff\xfb" + bytes(900), None),
        (b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + MP3, None),
        (FILM, None),
        (b"OggS\x00\x02" + bytes(22) + b"\x80theora" + bytes(40), None),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), None),
        (b"<html><script>alert(1)</script>", None),
        (b"%PDF-1.7" + bytes(400), None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(400), None),
    ],
)
def test_a_recording_is_known_by_its_content(content, expected):
    assert format_of(content) is expected


@pytest.mark.parametrize("content", [b"", b"x", FILM, b"MZ" + bytes(99)])
def test_what_is_no_recording_leaves_nothing_behind(content, page):
    with pytest.raises(RecordingRefused):
        recordings.upload(story=page, file=a_file(content, name="bai.mp3"), actor=factories.an_editor())
    assert not Recording.objects.exists()


def test_the_largest_size_is_a_rule(page):
    Rule.objects.filter(code=recordings.MEGABYTES).update(value="0")
    with pytest.raises(RecordingRefused, match="0 MB"):
        recordings.upload(story=page, file=a_file(), actor=factories.an_editor())


def test_nobody_approves_what_they_uploaded_not_even_past_the_action(page):
    editor = factories.an_editor()
    waiting = recordings.upload(story=page, file=a_file(), actor=editor)
    with pytest.raises(RecordingRefused):
        recordings.approve(recording_id=waiting.pk, actor=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.filter(pk=waiting.pk).update(approved_by=editor, approved_at=timezone.now())


@pytest.mark.parametrize("make", [factories.a_person, factories.a_board_member, factories.an_officer])
def test_only_editors_handle_recordings(make, client, page):
    waiting = recordings.upload(story=page, file=a_file(), actor=factories.an_editor())
    person = make()
    for act in (
        lambda: recordings.upload(story=page, file=a_file(), actor=person),
        lambda: recordings.approve(recording_id=waiting.pk, actor=person),
        lambda: recordings.remove(recording_id=waiting.pk, actor=person),
    ):
        with pytest.raises(RecordingRefused):
            act()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for address in (f"/quan-tri/ghi-am/{page.pk}/", f"/quan-tri/ghi-am/{page.pk}/{waiting.pk}/"):
        assert client.get(address).status_code in {302, 404}
    assert Recording.objects.get().approved_at is None


def test_the_units_own_people_find_nothing_here(client):
    unit = factories.a_unit()
    page = factories.an_article(unit=unit, state=State.PUBLISHED).page
    waiting = recordings.upload(story=page, file=a_file(), actor=factories.an_editor())
    for person in (factories.a_writer(unit), factories.a_head(unit)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/quan-tri/ghi-am/{page.pk}/").status_code == 404
        assert client.get(f"/quan-tri/ghi-am/{page.pk}/{waiting.pk}/").status_code == 404


def test_a_recording_that_waits_is_for_editors_alone(client, page):
    waiting = recordings.upload(story=page, file=a_file(), actor=factories.an_editor())
    assert client.get(_address(waiting)).status_code == 404
    assert "<audio" not in client.get(page.get_url()).content.decode()
    client.force_login(factories.an_editor(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/quan-tri/ghi-am/{page.pk}/{waiting.pk}/")
    assert answer.content == MP3
    assert answer["Cache-Control"].startswith("private, no-store")


def test_the_recording_of_an_article_that_is_not_public_is_not_heard(client):
    _submission, recording = _public(State.APPROVED)
    assert client.get(_address(recording)).status_code == 404


def test_readers_hear_an_approved_recording_without_scripts_and_without_a_query_more(client):
    bare = factories.an_article(state=State.PUBLISHED).page
    submission, recording = _public()
    page = submission.page

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    content = client.get(page.get_url()).content.decode()
    assert f'src="{_address(recording)}"' in content
    assert 'preload="none"' in content
    assert "data-sentences" not in content
    assert queries(page.get_url()) == queries(bare.get_url())


def test_a_recording_is_served_whole_and_in_parts(client):
    _submission, recording = _public()
    address = _address(recording)
    whole = client.get(address)
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, MP3, "audio/mpeg")
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["X-Content-Type-Options"] == "nosniff"
    size = len(MP3)
    for asked, expected, told in (
        ("bytes=0-3", MP3[:4], f"bytes 0-3/{size}"),
        ("bytes=4-", MP3[4:], f"bytes 4-{size - 1}/{size}"),
        ("bytes=-8", MP3[-8:], f"bytes {size - 8}-{size - 1}/{size}"),
        (f"bytes=10-{size * 9}", MP3[10:], f"bytes 10-{size - 1}/{size}"),
    ):
        part = client.get(address, headers={"Range": asked})
        assert (part.status_code, part.content, part["Content-Range"]) == (206, expected, told)
    outside = client.get(address, headers={"Range": f"bytes={size}-"})
    assert (outside.status_code, outside["Content-Range"]) == (416, f"bytes */{size}")
    for odd in ("bytes=-", "bytes=a-b", "lines=1-2", "bytes=1-2,4-5", "bytes=" + "9" * 40 + "-"):
        assert client.get(address, headers={"Range": odd}).status_code == 200


@pytest.mark.parametrize("name", ["x.mp3", "../../secret", "0" * 20 + ".mp3", "%00.mp3"])
def test_other_names_are_not_found(client, name):
    _submission, recording = _public()
    assert client.get(f"/nghe/{recording.story.uid}/{name}").status_code == 404


def test_a_new_recording_takes_the_place_of_the_one_before_once_it_is_approved(
    client, django_capture_on_commit_callbacks
):
    submission, first = _public()
    storage, name = first.file.storage, first.file.name
    second = recordings.upload(story=submission.page, file=a_file(OGG), actor=factories.an_editor())
    assert client.get(_address(first)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        recordings.approve(recording_id=second.pk, actor=factories.an_editor())
    assert client.get(_address(first)).status_code == 404
    assert client.get(_address(second))["Content-Type"] == "audio/ogg"
    assert not storage.exists(name)


def test_a_correction_takes_the_approval_away(client):
    submission, recording = _public()
    editor = factories.an_editor()
    now = timezone.now()
    actions.correct(submission_id=submission.pk, actor=editor, note="Số đúng là 24 phút.", now=now)
    factories.an_edit(submission, by=editor, sapo="Thời gian chờ là 24 phút.")
    actions.approve(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        revision_id=factories.latest_revision_id(submission),
        now=now,
    )
    assert client.get(_address(recording)).status_code == 404
    assert Recording.objects.get().approved_at is None


def test_a_withdrawn_article_loses_its_recording_and_the_file(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submission, recording = _public()
        actions.withdraw(
            submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai.", now=timezone.now()
        )
    assert not Recording.objects.exists()
    assert not recording.file.storage.exists(recording.file.name)
    assert client.get(_address(recording)).status_code == 404


def test_the_screen_leads_from_upload_to_approval(client, page):
    address = f"/quan-tri/ghi-am/{page.pk}/"
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(factories.an_editor(), backend=backend)
    assert client.get(address).status_code == 200
    assert client.post(address, {"file": a_file(b"x")}).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"file": a_file()}).status_code == 302
    waiting = Recording.objects.get()
    assert client.post(address, {"approve": waiting.pk}).status_code == 422
    for odd in ("0", "-1", "x", "9" * 30):
        assert client.post(address, {"approve": odd}).status_code == 404
    client.force_login(factories.a_desk_editor(), backend=backend)
    assert client.post(address, {"approve": waiting.pk}).status_code == 302
    assert "/nghe/" in client.get(page.get_url()).content.decode()
    assert client.post(address, {"remove": waiting.pk}).status_code == 302
    assert not Recording.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_approve_at_once_are_not_both_told_so(at_once):
    page = factories.an_article(state=State.PUBLISHED).page
    waiting = recordings.upload(story=page, file=a_file(), actor=factories.an_editor())
    editors = [factories.an_editor() for _ in range(2)]

    def approve(editor):
        try:
            return recordings.approve(recording_id=waiting.pk, actor=editor).pk
        except RecordingRefused:
            return None

    done = at_once(*[lambda editor=editor: approve(editor) for editor in editors])
    assert sorted(done, key=bool) == [None, waiting.pk]


@pytest.mark.django_db(transaction=True)
def test_uploads_at_once_leave_one_that_waits(at_once):
    page = factories.an_article(state=State.PUBLISHED).page
    editors = [factories.an_editor() for _ in range(3)]
    at_once(*[lambda editor=editor: recordings.upload(story=page, file=a_file(), actor=editor) for editor in editors])
    assert Recording.objects.filter(approved_at__isnull=True).count() == 1

"""A consent that is taken back takes the photo down everywhere, keeps the text, and survives whatever is killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cms.core.files import private_storage
from cms.core.rich_text import without_keys
from cms.website.actions import PhotoWithdrawn, record_approval
from cms.website.enums import People, VersionAction
from cms.website.models import Photo, PhotoRendition
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.consent import removal as files
from submissions.consent.actions import withdraw_consent
from submissions.consent.enums import Outcome
from submissions.consent.errors import AlreadyWithdrawn, ConsentNotAllowed, ConsentRefused
from submissions.consent.models import Consent, PhotoRemoval
from submissions.moderation import actions as moderation
from submissions.moderation import workflow
from submissions.moderation.errors import VerbRefused
from tests import factories
from tests.submissions.consent.cases import NAME, a_consent, a_photo_of, figure, lead, text

REASON = "Người nhà gọi điện đề nghị gỡ ảnh."


@pytest.mark.django_db
class TestTakingDown:
    @pytest.fixture(autouse=True)
    def scene(self, django_capture_on_commit_callbacks):
        self.capture = django_capture_on_commit_callbacks
        self.unit = factories.a_unit()
        self.writer, self.desk, self.editor = (
            factories.a_writer(self.unit), factories.a_desk_editor(), factories.an_editor(),
        )  # fmt: skip
        self.photo = a_photo_of(People.CITIZENS, unit=self.unit)
        self.consent = a_consent(self.photo, by=self.writer)

    def article(self, state: State, **content) -> Submission:
        return factories.an_article(unit=self.unit, writer=self.writer, editor=self.editor, state=state, **content)

    def withdraw(self, **fields) -> PhotoRemoval:
        values = {"consent_id": self.consent.pk, "actor": self.desk, "reason": REASON, **fields}
        with self.capture(execute=True):
            return withdraw_consent(**values)

    def test_the_photo_leaves_every_place_and_the_text_stays(self, client):
        other = factories.a_photo(unit=self.unit, colour="orange")
        body = [text("Đoạn một."), figure(self.photo), text("Đoạn hai."), figure(other)]
        with self.capture(execute=True):
            with_lead = self.article(State.PUBLISHED, **lead(self.photo), body=[text()])
            in_text = self.article(State.PUBLISHED, body=body)
            untouched = self.article(State.PUBLISHED, **lead(other))
            approved = self.article(State.APPROVED, **lead(self.photo))
            scheduled = self.article(State.SCHEDULED, body=[text(), figure(self.photo)])
            draft = self.article(State.DRAFT, **lead(self.photo))
            correcting = self.article(State.CORRECTING, **lead(self.photo), body=[text("Bản đang sống.")])
            factories.an_edit(correcting, by=self.editor, sapo="Bản đang sửa.")
        page = ArticlePage.objects.get(pk=with_lead.page_id)
        addresses = [
            self.photo.get_rendition(size).url for size in ("width-480|format-webp", "fill-320x213|format-webp")
        ]
        shown = client.get(page.url).content.decode()
        assert "Ở bàn tiếp đón." in shown
        assert all(client.get(address).status_code == 200 for address in addresses)

        removal = self.withdraw()

        assert [client.get(address).status_code for address in addresses] == [404, 404]
        self.photo.refresh_from_db()
        assert self.photo.is_withdrawn
        assert not self.photo.file.storage.exists(self.photo.file.name)
        assert private_storage().exists(removal.kept_name)
        assert not PhotoRendition.objects.filter(image=self.photo).exists()

        for submission in (with_lead, in_text, correcting):
            story = ArticlePage.objects.get(pk=submission.page_id)
            assert [each.action for each in story.versions.order_by("version")] == [
                VersionAction.PUBLISHED,
                VersionAction.UPDATED,
            ]
            assert story.live
            assert story.lead_image_id is None
            row = Submission.objects.get(pk=submission.pk)
            assert row.approved_revision_id == story.live_revision_id
            assert row.state == submission.state
            assert workflow.agrees(row)
            public = client.get(story.url).content.decode()
            assert "Bệnh nhân ở bàn tiếp đón" not in public
            assert str(story.corrections()[0].note) in public
            assert NAME not in public
        kept = ArticlePage.objects.get(pk=in_text.page_id)
        assert [block.block_type for block in kept.body] == ["paragraph", "paragraph", "figure"]
        words = [without_keys(str(block.value)) for block in kept.body]
        assert words[:2] == ["<p>Đoạn một.</p>", "<p>Đoạn hai.</p>"]
        assert ArticlePage.objects.get(pk=untouched.page_id).versions.count() == 1

        at_work = factories.latest_text(correcting)
        assert at_work.sapo == "Bản đang sửa."
        assert at_work.lead_image_id == self.photo.pk, "the editor's draft is the editor's to change"
        for submission in (approved, scheduled):
            row = Submission.objects.get(pk=submission.pk)
            assert row.state == State.SUBMITTED
            assert row.approved_revision is None
            assert row.accepted_at is None
            assert workflow.agrees(row)
        assert Submission.objects.get(pk=draft.pk).state == State.DRAFT

        outcomes = {line.story_id: line.outcome for line in removal.stories.all()}
        assert outcomes[in_text.page_id] == outcomes[with_lead.page_id] == Outcome.REPUBLISHED
        assert outcomes[approved.page_id] == outcomes[scheduled.page_id] == Outcome.UNSETTLED
        assert outcomes[draft.page_id] == Outcome.HELD
        assert untouched.page_id not in outcomes

        # Old texts still open: with a placeholder in the photo's place, and a clear no to approving them.
        client.force_login(self.editor)
        assert client.get(f"/quan-tri/kiem-duyet/{approved.pk}/").status_code == 200
        revision_id = factories.latest_revision_id(approved)
        moderation.claim(submission_id=approved.pk, actor=self.editor)
        with pytest.raises(VerbRefused, match=r"(?i)ảnh|photo"):
            moderation.approve(submission_id=approved.pk, actor=self.editor, revision_id=revision_id)
        with pytest.raises(VerbRefused):
            moderation.approve(
                submission_id=correcting.pk,
                actor=factories.an_editor(),
                revision_id=factories.latest_revision_id(correcting),
            )
        first = with_lead.page.versions.get(version=1)
        with pytest.raises(PhotoWithdrawn):
            record_approval(
                story=with_lead.page, revision=first.revision, approved_by=self.desk, last_edited_by=self.editor,
                at=timezone.now(),
            )  # fmt: skip

    def test_who_may_take_a_photo_down(self):
        elsewhere = factories.a_unit()
        refused = [
            self.writer,
            self.editor,
            factories.an_officer(),
            factories.a_person(),
            factories.a_head(elsewhere),
            factories.a_head(self.unit, is_active=False),
        ]
        for person in refused:
            with pytest.raises(ConsentNotAllowed):
                self.withdraw(actor=person)
        with pytest.raises(ConsentRefused):
            self.withdraw(reason=" \u200b\n")
        assert not Photo.objects.get(pk=self.photo.pk).is_withdrawn

        allowed = [
            self.desk,
            factories.a_board_member(),
            factories.an_administrator(),
            factories.a_head(self.unit),
        ]
        for person in allowed:
            consent = a_consent(a_photo_of(People.CITIZENS, unit=self.unit), by=self.writer)
            withdraw_consent(consent_id=consent.pk, actor=person, reason=REASON)
            assert Consent.objects.get(pk=consent.pk).withdrawn_by == person

    def test_twice_is_told_and_a_second_person_in_the_photo_costs_no_second_version(self):
        second = a_consent(self.photo, by=self.writer, person="Lê Văn Hai")
        with self.capture(execute=True):
            story = self.article(State.PUBLISHED, **lead(self.photo)).page
        first = self.withdraw()
        with pytest.raises(AlreadyWithdrawn, match=str(self.desk)):
            self.withdraw()
        assert self.withdraw(consent_id=second.pk) == first
        assert story.versions.count() == 2
        assert Consent.objects.get(pk=second.pk).is_withdrawn

    def test_the_sweep_finishes_what_a_killed_process_left(self):
        name, storage = self.photo.file.name, self.photo.file.storage
        rendition = self.photo.get_rendition("width-480|format-webp")
        # Killed right after the commit: nothing of what follows it has run.
        removal = withdraw_consent(consent_id=self.consent.pk, actor=self.desk, reason=REASON)
        assert storage.exists(name)
        # Killed while the file was being copied: half a copy, the public file still there.
        half = Path(private_storage().path(removal.kept_name))
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"\xff\xd8")
        whole = Path(storage.path(name)).read_bytes()

        assert files.sweep() == 1

        assert not storage.exists(name)
        assert not storage.exists(rendition.file.name)
        assert half.read_bytes() == whole
        removal.refresh_from_db()
        assert removal.cleared_at is not None
        assert files.sweep() == 0

        # A request that began before the withdrawal made one more size after it.
        stray = Path(settings.MEDIA_ROOT) / "images" / f"{Path(name).stem[:20]}.late.webp"
        stray.write_bytes(b"x")
        PhotoRendition.objects.create(
            image=self.photo, filter_spec="late", file=f"images/{stray.name}", width=1, height=1
        )
        assert files.sweep() == 1
        assert not stray.exists()

        kept_for = removal.keep_until - removal.requested_at
        assert kept_for == timedelta(days=30)
        assert files.sweep(now=removal.keep_until - timedelta(seconds=1)) == 0
        assert half.exists()
        assert files.sweep(now=removal.keep_until) == 1
        assert not half.exists()
        assert files.sweep(now=removal.keep_until) == 0

    def test_a_withdrawn_photo_breaks_no_screen_and_is_offered_no_more(self, client):
        self.withdraw()
        self.photo.refresh_from_db()
        client.force_login(factories.an_administrator())
        for address in (
            f"/quan-tri/images/{self.photo.pk}/",
            f"/quan-tri/images/{self.photo.pk}/preview/max-100x100/",
            "/quan-tri/images/",
        ):
            assert client.get(address).status_code == 200, address
        chooser = client.get("/quan-tri/images/chooser/").content.decode()
        assert self.photo.title not in chooser
        placeholder = self.photo.get_renditions("width-480", "width-800")
        assert {each.url for each in placeholder.values()} == {"/static/website/photo-withdrawn.png"}
        assert not PhotoRendition.objects.exists()

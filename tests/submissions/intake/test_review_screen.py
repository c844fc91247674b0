"""The upload and the review page: what a writer sees of a file, completes, and sends."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from cms.website.models import Topic
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.intake import actions
from submissions.intake.problems import look_through
from submissions.moderation.actions import claim, return_to_unit, submit
from tests import factories
from tests.shared import shared
from tests.submissions.intake.converting import read_what_waits
from tests.submissions.intake.word_files import article, sample

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ALT = "Hai người đứng trước quầy tiếp nhận"


@shared
def unit(house: object) -> Unit:
    return factories.a_unit(code="BVTHU")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


def word_file(name: str = "cdc-2026-11.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample(name))


def upload(client: Client, unit: Unit, file: SimpleUploadedFile | None) -> Any:
    return client.post(reverse("intake_upload", args=[unit.code]), {} if file is None else {"file": file})


def a_draft(unit: Unit, writer: User, **content: Any) -> Submission:
    """A draft with a lead photo and one more, as they come from a file: without classification."""
    lead, other = (factories.a_photo(unit=unit, owner=writer) for _ in range(2))
    body = [
        {"type": "paragraph", "value": "<p>Bà con đi tiêm chủng đúng lịch.</p>"},
        {"type": "figure", "value": {"image": other.pk, "alt": "", "caption": "Ảnh hai", "credit": "An"}},
    ]
    values = {"genre": "", "audience": "", "topic": None, "lead_image": lead, "lead_caption": "Ảnh một", "body": body}
    return factories.an_article(unit=unit, writer=writer, **{**values, **content})


def review(submission: Submission) -> str:
    return reverse("intake_review", args=[submission.page_id])


def figure_prefix(submission: Submission) -> str:
    (figure,) = [block for block in factories.latest_text(submission).body if block.block_type == "figure"]
    return f"figure-{figure.id}"


def typed(submission: Submission, *, action: str = "save", **changes: Any) -> dict[str, Any]:
    """A complete form as the browser sends it."""
    prefix = figure_prefix(submission)
    values = {
        "revision": factories.latest_revision_id(submission),
        "title": "Tiêm chủng đúng lịch ở xã Cam An",
        "sapo": "Cả xã không sót một trẻ nào.",
        "byline": "Nguyễn An",
        "genre": "news",
        "audience": "citizens",
        "topic": Topic.objects.get(code="T17").pk,
        "more_topics": [Topic.objects.get(code="T08").pk],
        "lead-alt": ALT,
        "lead-caption": "Quầy tiếp nhận",
        "lead-credit": "Hoài An",
        f"{prefix}-alt": "Một em bé được tiêm",
        f"{prefix}-caption": "Buổi tiêm đầu tiên",
        f"{prefix}-credit": "Hoài An",
        "no_secrets": "on",
        "action": action,
    }
    return {**values, **{name.replace("__", "-"): value for name, value in changes.items()}}


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def test_a_writer_s_file_leads_to_its_review(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    response = upload(client, unit, word_file())
    read_what_waits()
    submission = Submission.objects.get()
    assert response.status_code == 302
    assert client.get(response["Location"])["Location"] == review(submission)
    page = text_of(client.get(review(submission)))
    assert "Gửi phản ánh, kiến nghị về thủ tục y tế: ba bước, không cần đi xa" in page
    assert "Đặng Minh Ước" in page
    assert "CDC Khánh Hòa" in page
    assert "cdc-2026-11.docx" in page
    assert 'id="submit-article"' in page
    assert reverse("intake_preview", args=[submission.page_id]) in page


def test_a_file_of_another_kind_is_refused_with_words_and_leaves_nothing(
    client: Client, unit: Unit, writer: User
) -> None:
    client.force_login(writer)
    response = upload(client, unit, SimpleUploadedFile("<b>bài.docx", b"%PDF-1.7 ..."))
    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert "&lt;b&gt;bài.docx" in page
    assert 'id="word-file"' in page
    assert not Page.objects.exact_type(ArticlePage).exists()


def test_no_file_and_a_file_above_the_limit_are_told_apart(
    client: Client, unit: Unit, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(writer)
    assert upload(client, unit, None).status_code == 422
    monkeypatch.setattr(actions, "DEFAULT", actions.DEFAULT.__class__(file_bytes=1000))
    response = upload(client, unit, word_file())
    assert response.status_code == 422
    assert not Page.objects.exact_type(ArticlePage).exists()


def test_what_the_reading_changed_stands_on_the_review(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    upload(client, unit, word_file("ttyt-vn-2026-11-tcvn3.docx"))
    read_what_waits()
    submission = Submission.objects.get()
    page = text_of(client.get(review(submission)))
    assert all(note["message"] in page for note in submission.import_notes)
    assert len(submission.import_notes) == 2


def test_what_is_missing_stands_beside_its_field_and_suggestions_are_marked(
    client: Client, unit: Unit, writer: User
) -> None:
    submission = a_draft(unit, writer, title="Lịch tiêm chủng đến từng nhà", sapo="", byline="")
    client.force_login(writer)
    response = client.get(review(submission))
    page = text_of(response)
    gaps = set(response.context["report"].by_field)
    assert gaps == {"sapo", "byline", "lead-alt", "lead-credit", f"{figure_prefix(submission)}-alt", "no_secrets"}
    assert 'id="id_no_secrets"' in page
    for name in gaps - {"no_secrets"}:
        assert f'id="id_{name}-gap"' in page
        assert f'href="#id_{name}"' in page
    assert set(response.context["forms"].suggested) == {"genre", "audience", "topic"}
    suggested = Topic.objects.get(code="T17")
    assert f'<option value="{suggested.pk}" selected>' in page
    # Looking at a suggestion does not make it a choice.
    assert factories.latest_text(submission).topic_id is None


def test_every_gap_of_an_empty_article_has_a_field_or_the_text(unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer, sapo="", byline="")
    page = factories.latest_text(submission)
    page.title = ""
    found = look_through(page, declared=False)
    assert set(found.by_field) >= {"title", "sapo", "byline", "genre", "topic", "audience", "lead-alt", "no_secrets"}
    assert all(line.href.startswith("#id_") for line in found.lines if line.finding.level == "blocks")
    page.body = page.body.stream_block.to_python([])
    (no_text,) = [line for line in look_through(page, declared=True).lines if line.finding.field == "body"]
    assert no_text.href.startswith(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_saving_keeps_everything_as_a_new_revision_of_the_draft(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    before = factories.latest_revision_id(submission)
    client.force_login(writer)
    response = client.post(review(submission), typed(submission))
    assert response.status_code == 302
    page = factories.latest_text(submission)
    assert factories.latest_revision_id(submission) > before
    assert (page.title, page.sapo, page.byline) == (
        "Tiêm chủng đúng lịch ở xã Cam An", "Cả xã không sót một trẻ nào.", "Nguyễn An",
    )  # fmt: skip
    assert (page.genre, page.audience, page.topic.code) == ("news", "citizens", "T17")
    assert [topic.code for topic in page.more_topics.all()] == ["T08"]
    assert (page.lead_alt, page.lead_caption, page.lead_credit) == (ALT, "Quầy tiếp nhận", "Hoài An")
    (figure,) = [block.value for block in page.body if block.block_type == "figure"]
    assert (figure["alt"], figure["caption"]) == ("Một em bé được tiêm", "Buổi tiêm đầu tiên")
    assert figure["image"] is not None
    submission.refresh_from_db()
    assert (submission.state, submission.last_edited_by) == (State.DRAFT, writer)


def test_sending_saves_and_hands_the_article_to_the_editors(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    response = client.post(review(submission), typed(submission, action="submit"))
    assert response["Location"] == reverse("unit_articles", args=[unit.code])
    submission.refresh_from_db()
    assert (submission.state, submission.first_submitted_by) == (State.SUBMITTED, writer)
    closed = client.get(review(submission))
    assert b'id="review-form"' not in closed.content
    assert b'id="state-message"' in closed.content


def test_sending_too_early_keeps_what_was_typed_and_marks_the_gap(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    response = client.post(review(submission), typed(submission, action="submit", lead__alt="", sapo=""))
    page = text_of(response)
    assert response.status_code == 422
    assert 'id="notice"' in page
    assert 'id="id_lead-alt-gap"' in page
    assert 'id="id_sapo-gap"' in page
    assert "Tiêm chủng đúng lịch ở xã Cam An" in page
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    assert factories.latest_text(submission).title == "Tiêm chủng đúng lịch ở xã Cam An"


def test_a_form_that_can_t_be_saved_keeps_what_was_typed(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    before = factories.latest_revision_id(submission)
    client.force_login(writer)
    response = client.post(review(submission), typed(submission, title=" ", byline="Tên dài " * 60))
    page = text_of(response)
    assert response.status_code == 422
    assert "Cả xã không sót một trẻ nào." in page
    assert "Tên dài Tên dài" in page
    assert factories.latest_revision_id(submission) == before


def test_typed_text_is_composed_and_carries_nothing_invisible(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    client.post(
        review(submission), typed(submission, title="Tie\u0302m chu\u0309ng\u202e\x00", sapo="Hai  dòng\r\nchữ\u200b")
    )
    page = factories.latest_text(submission)
    assert page.title == "Tiêm chủng"
    assert page.sapo == "Hai dòng\nchữ"


def test_an_attack_in_a_field_is_shown_as_text(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    attack = '"><img src=x onerror=alert(1)>{{7*7}}'
    client.post(review(submission), typed(submission, title=attack, byline=attack))
    page = client.get(review(submission)).content.decode()
    assert factories.latest_text(submission).title == attack
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page


def test_a_later_version_of_somebody_else_is_named_and_not_overwritten(
    client: Client, unit: Unit, writer: User
) -> None:
    submission = a_draft(unit, writer)
    form = typed(submission)
    head = factories.a_head(unit, name="Trần Thị Bình")
    factories.an_edit(submission, by=head, sapo="Bản của lãnh đạo.")
    client.force_login(writer)
    response = client.post(review(submission), form)
    page = text_of(response)
    assert response.status_code == 409
    assert "Trần Thị Bình" in page
    assert "Tiêm chủng đúng lịch ở xã Cam An" in page
    assert factories.latest_text(submission).sapo == "Bản của lãnh đạo."
    # The page that says so carries the later revision: sending it again is a decision.
    again = {**form, "revision": response.context["forms"].details["revision"].value()}
    assert client.post(review(submission), again).status_code == 302
    assert factories.latest_text(submission).sapo == "Cả xã không sót một trẻ nào."


def test_a_returned_article_shows_the_reason_and_can_be_sent_again(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    client.post(review(submission), typed(submission, action="submit"))
    editor = factories.an_editor(name="Lê Thị Cúc")
    claim(submission_id=submission.pk, actor=editor)
    return_to_unit(submission_id=submission.pk, actor=editor, reason="Thiếu chú thích ảnh 2.")
    page = text_of(client.get(review(submission)))
    assert "Thiếu chú thích ảnh 2." in page
    assert "Lê Thị Cúc" in page
    assert 'id="delete-draft"' not in page
    client.post(review(submission), typed(submission, action="submit"))
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED


def test_what_is_with_the_editors_can_t_be_changed_from_an_old_tab(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    form = typed(submission, action="submit")
    client.force_login(writer)
    client.post(review(submission), form)
    claim(submission_id=submission.pk, actor=factories.an_editor())
    before = factories.latest_revision_id(submission)
    response = client.post(review(submission), {**form, "title": "Tít khác"}, follow=True)
    assert response.status_code == 200
    assert factories.latest_revision_id(submission) == before


def test_edit_the_text_saves_first(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    response = client.post(review(submission), typed(submission, action="edit"))
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[submission.page_id])
    assert client.get(response["Location"]).status_code == 200
    assert factories.latest_text(submission).title == "Tiêm chủng đúng lịch ở xã Cam An"


def test_a_draft_that_was_never_sent_can_be_deleted_from_its_link(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    page = text_of(client.get(review(submission)))
    address = reverse("wagtailadmin_pages:delete", args=[submission.page_id])
    assert f'href="{address}?next=' in page
    client.post(address)
    assert not Submission.objects.exists()


def test_the_frame_shows_the_saved_draft_as_readers_will_see_it(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    response = client.get(reverse("intake_preview", args=[submission.page_id]))
    assert response.status_code == 200
    assert b"story__title" in response.content
    assert "Bà con đi tiêm chủng" in text_of(response)


def test_nobody_outside_of_the_unit_finds_any_of_it(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    submit_ready = typed(submission, action="submit")
    strangers = [
        factories.a_writer(factories.a_unit()), factories.a_head(factories.a_unit()), factories.an_editor(),
        factories.a_desk_editor(), factories.a_board_member(), factories.an_administrator(),
    ]  # fmt: skip
    missing = reverse("intake_review", args=[999_999])  # answers alike
    addresses = [review(submission), reverse("intake_preview", args=[submission.page_id]), missing]
    for stranger in strangers:
        client.force_login(stranger)
        for address in addresses:
            assert client.get(address).status_code == 404
        assert client.post(review(submission), submit_ready).status_code == 404
        assert client.get(reverse("intake_upload", args=[unit.code])).status_code == 404
        assert upload(client, unit, word_file("ttyt-vn-2026-11-tcvn3.docx")).status_code == 404
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    assert Submission.objects.count() == 1
    client.logout()
    assert client.get(review(submission)).status_code == 302


def test_the_head_reaches_what_the_writer_made_and_who_made_it_keeps_reaching_it(
    client: Client, unit: Unit, writer: User
) -> None:
    submission = a_draft(unit, writer)
    client.force_login(factories.a_head(unit))
    assert client.get(review(submission)).status_code == 200
    administrator = factories.an_administrator()
    own = actions.import_word(data=article(), filename="a.docx", unit=unit, author=administrator).submission
    client.force_login(administrator)
    assert client.get(review(own)).status_code == 200


def test_only_posts_with_a_token_change_anything(unit: Unit, writer: User) -> None:
    from django.test import Client

    submission = a_draft(unit, writer)
    before, strict = factories.latest_revision_id(submission), Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    answers = (
        strict.post(review(submission), typed(submission)),
        upload(strict, unit, word_file("ttyt-vn-2026-11-tcvn3.docx")),
    )
    assert [answer.status_code for answer in answers] == [403, 403]
    strict.get(review(submission) + "?action=submit")
    assert factories.latest_revision_id(submission) == before
    assert Submission.objects.get().state == State.DRAFT


def test_two_who_send_at_once_are_told_apart(client: Client, unit: Unit, writer: User) -> None:
    submission = a_draft(unit, writer)
    client.force_login(writer)
    form = typed(submission, action="submit")
    client.post(review(submission), {**form, "action": "save"})
    submit(submission_id=submission.pk, actor=factories.a_head(unit), no_secrets=True)
    assert client.post(review(submission), form, follow=True).status_code == 200
    assert Submission.objects.get().state == State.SUBMITTED

"""Issues with everything that a printed page can hold."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from bulletin.issues import actions
from bulletin.issues.models import Issue, IssuePage
from bulletin.pdf.enums import Kind
from bulletin.pdf.models import IssuePdf
from cms.core.periods import Month
from submissions.articles.enums import State
from tests import factories

if TYPE_CHECKING:
    from cms.website.models import Photo
    from submissions.articles.models import Submission

WORDS = "Người bệnh chờ ít hơn vì bàn tiếp nhận mở sớm, hồ sơ được số hoá và kết quả trả qua điện thoại. "


def a_rich_article(**fields: Any) -> Submission:
    """An approved article with a lead photo, a heading, two photos, a quotation, a list and a table."""
    unit = fields.pop("unit", None) or factories.a_unit()
    photos = fields.pop("photos", None) or [factories.a_photo(unit=unit, colour=each) for each in ("teal", "orange")]
    body = [
        {"type": "paragraph", "value": f"<p>{WORDS * 3}</p><ul><li>Một cửa</li><li>Số hoá</li></ul>"},
        {"type": "heading", "value": "Quy trình mới"},
        {
            "type": "figure",
            "value": {
                "image": photos[1].pk,
                "alt": "Quầy tiếp đón",
                "caption": "Quầy số 2 buổi sáng.",
                "credit": "Trần Bình",
            },
        },
        {"type": "quote", "value": {"text": "Nhanh hơn hẳn.", "attribution": "Bà Lê Thị Tám"}},
        {"type": "table", "value": {"header": True, "rows": [["Chỉ số", "Trước"], ["Thời gian chờ", "40 phút"]]}},
        {"type": "paragraph", "value": f"<p>{WORDS * 6}</p>"},
    ]
    return factories.an_article(unit=unit, state=State.APPROVED, lead_image=photos[0], **{"body": body, **fields})


def large_photos() -> list[Photo]:
    """Two photos as a camera makes them: twelve megapixels, and nothing that packs well."""
    noise = Image.effect_noise((800, 600), 60).convert("RGB").resize((4000, 3000))
    content = BytesIO()
    noise.save(content, "JPEG", quality=85)
    found = []
    for number in range(2):
        file: Any = SimpleUploadedFile(f"may-anh-{number}.jpg", content.getvalue(), content_type="image/jpeg")
        photo = factories.a_photo()
        photo.file = file
        photo._set_image_file_metadata()
        photo.save()
        found.append(photo)
    return found


def a_draft(*submissions: Submission, **words: Any) -> Issue:
    """An issue with these articles, composed and not yet before the board."""
    desk = factories.a_desk_editor()
    now = timezone.now()
    issue = actions.create_issue(actor=desk, period=Month.of(now).first_day, issue_date=timezone.localdate(now))
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[each.page_id for each in submissions], **words)
    return Issue.objects.select_related("page").get(pk=issue.pk)


def published(issue: Issue) -> Issue:
    """The same, approved and published."""
    desk = factories.a_desk_editor()
    actions.submit(issue_id=issue.pk, actor=desk)
    revision = IssuePage.objects.values_list("latest_revision_id", flat=True).get(pk=issue.page_id)
    actions.approve(issue_id=issue.pk, actor=factories.a_board_member(), revision_id=int(revision))
    actions.publish(issue_id=issue.pk, actor=desk)
    return Issue.objects.select_related("page").get(pk=issue.pk)


def a_published_issue(*submissions: Submission, **words: Any) -> Issue:
    """A published issue, of one article where none is given."""
    return published(a_draft(*(submissions or (a_rich_article(),)), **words))


def pdf_of(issue: Issue, kind: Kind = Kind.PUBLIC) -> IssuePdf:
    """The row, fresh from the database."""
    return IssuePdf.objects.get(issue=issue, kind=kind)

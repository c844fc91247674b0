"""A unit with everything that a unit has, each thing carrying a secret word, and the numbers of them all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.models import Comment, Site, Task, TaskState, UploadedFile, Workflow

from bulletin.calendar.actions import Plan, plan_piece
from bulletin.evidence.models import ProofFile
from cms.accounts import kept_forms
from cms.accounts.models import Absence, Notice
from cms.core.models import OutgoingMail
from cms.website.enums import People
from cms.website.models import Photo, Topic
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.consent.actions import Terms, record_consent
from submissions.consent.enums import Scope
from submissions.duty.models import Exemption
from submissions.intake.models import Conversion
from submissions.units.actions import collection_of, group_name
from submissions.units.enums import UnitRole
from submissions.units.models import Invitation
from tests import factories

# Stands in everything of the unit that nobody else must read; it says of what it is (``khoquabiendem-tit``).
SECRET = "khoquabiendem"
PHONE = "0912777333"
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

# Lists that the desk and the administrator keep for the whole house.
HOUSE_LISTS = (
    "official_names", "cited_documents", "abbreviations", "delicate_words", "return_reasons", "rules", "plan_asks",
)  # fmt: skip


class WalledUnit:
    """Unit A: articles on their way, none of them public, and what belongs to them."""

    def __init__(self) -> None:
        self.unit = factories.a_unit("DVA")
        self.writer = factories.a_writer(
            self.unit, name=f"Người {SECRET}-ten", email=f"{SECRET}-thu@vi-du.vn", phone=PHONE
        )
        self.head = factories.a_head(self.unit, name=f"Trưởng {SECRET}-truong", email=f"{SECRET}-truong@vi-du.vn")
        self.editor = factories.an_editor()
        self.photo = factories.a_photo(unit=self.unit, title=f"Ảnh {SECRET}-anh", owner=self.writer)
        Photo.objects.filter(pk=self.photo.pk).update(people=People.CITIZENS)
        self.photo.refresh_from_db()
        self.shown = self.photo.get_rendition("max-165x165")
        self.consent = record_consent(
            photo_id=self.photo.pk,
            actor=self.writer,
            terms=Terms(person=f"Bệnh nhân {SECRET}-dongy", scope=Scope.BULLETIN, given_on=date(2026, 1, 5)),
            paper=PAPER + f"% {SECRET}-giay\n%%EOF\n".encode(),
        )
        self.document: Any = get_document_model()(
            title=f"Tệp {SECRET}-tep", collection=collection_of(self.unit), uploaded_by_user=self.writer
        )
        self.document.file.save(f"{SECRET}-tentep.pdf", ContentFile(f"%PDF-1.4 {SECRET}-trongtep".encode()))
        self.document.get_file_size()  # kept with the row when it is first asked for
        self.in_review = self._article(State.IN_REVIEW, lead_image=self.photo, lead_alt=f"Ảnh bìa {SECRET}-bia")
        self.draft = self._article(State.DRAFT)
        self.to_release = self._article(State.TO_RELEASE)
        self.returned = self._article(State.RETURNED, reason=f"Lý do {SECRET}-lydo")
        self.page = ArticlePage.objects.get(pk=self.in_review.page_id)
        self.comment = Comment.objects.create(
            page=self.page, user=self.writer, text=f"Góp ý {SECRET}-gopy", contentpath="title"
        )
        self._files_on_their_way()
        self._people()
        self.piece = plan_piece(
            actor=self.editor,
            plan=Plan(
                working_title=f"Dự kiến {SECRET}-dukien", note=f"{SECRET}-ghichu", unit=self.unit,
                topic=Topic.objects.get(code="T99"), period=timezone.localdate(), day=timezone.localdate(),
            ),
        )  # fmt: skip

    @property
    def file_names(self) -> set[str]:
        """The random part of the names of its photo: who knows it reaches the sizes that pages show."""
        return {PurePosixPath(name).name.split(".")[0] for name in (self.photo.file.name, self.shown.file.name)}

    def _article(self, state: State, **content: Any) -> Submission:
        words = {
            "title": f"Thanh long {SECRET}-tit",
            "sapo": f"Sa-pô {SECRET}-sapo",
            "byline": f"{SECRET}-but",
            "body": [{"type": "paragraph", "value": f"<p>Thân bài {SECRET}-than</p>"}],
            **content,
        }
        return factories.an_article(unit=self.unit, writer=self.writer, editor=self.editor, state=state, **words)

    def _files_on_their_way(self) -> None:
        self.conversion = Conversion(
            unit=self.unit, author=self.writer, token=uuid4(), original_name=f"{SECRET}-word.docx",
            digest="0" * 64, created_at=timezone.now(),
        )  # fmt: skip
        self.conversion.source.save("a.docx", ContentFile(f"{SECRET}-nguon".encode()), save=False)
        self.conversion.save()
        self.uploaded = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(Photo), uploaded_by_user=self.writer,
            file=ContentFile(f"{SECRET}-tam".encode(), name=f"{SECRET}-tam.png"),
        )  # fmt: skip

    def _people(self) -> None:
        now = timezone.now()
        self.invitation = Invitation.objects.create(
            unit=self.unit, role=UnitRole.WRITER, email=f"{SECRET}-moi@vi-du.vn", full_name=f"Mời {SECRET}-moi",
            phone=PHONE, invited_by=self.head, sent_at=now, expires_at=now + timedelta(days=7),
        )  # fmt: skip
        self.absence = Absence.objects.create(
            user=self.head, deputy=self.writer, starts_on=timezone.localdate(), ends_on=timezone.localdate(),
            note=f"Nghỉ {SECRET}-nghi", arranged_by=self.head,
        )  # fmt: skip
        self.exemption = Exemption.objects.create(
            unit=self.unit, period=timezone.localdate().replace(day=1), document=f"12/{SECRET}-mien",
            granted_by=self.editor, granted_at=now,
        )  # fmt: skip
        self.session = EditingSession.objects.create(
            user=self.writer, content_type=ContentType.objects.get_for_model(ArticlePage),
            object_id=str(self.page.pk), last_seen_at=now,
        )  # fmt: skip
        self.kept = kept_forms.store(owner=self.writer, path="/quan-tri/", fields=[["text", f"Đang gõ {SECRET}-go"]])
        self.notice = Notice.objects.filter(user=self.writer, title__contains=SECRET).latest("pk")
        self.mail = OutgoingMail.objects.filter(recipient=self.writer.email, subject__contains=SECRET).latest("pk")
        self.proof = ProofFile.objects.create(
            story_id=self.in_review.page_id, asked_by=self.writer, asked_at=timezone.now(), made_at=timezone.now(),
            state="ready", file=ContentFile(SECRET.encode(), "ho-so.pdf"), sha256="0" * 64,
        )  # fmt: skip

    def values(self, submission: Submission | None = None) -> dict[str, Any]:
        """What stands in the addresses, by the name of the parameter, narrower by namespace or view (see
        `addresses.named_addresses`). ``submission`` says which of the articles; without one it is that in review."""
        of = submission or self.in_review
        page = ArticlePage.objects.get(pk=of.page_id)
        task_state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("-pk").first()
        task_state = task_state or TaskState.objects.latest("pk")
        articles = {
            "page_id": page.pk, "page_to_move_id": page.pk, "page_pk": page.pk, "wagtailadmin_api:pages:pk": page.pk,
            "parent_page_id": self.unit.page.pk, "destination_id": self.unit.page.pk, "object_id": page.pk,
            "wagtailadmin_explore:parent_page_id": self.unit.page.pk,
            "revision_id": page.latest_revision_id, "submission_id": of.pk,
            "wagtailadmin_pages:revisions_compare:group0": page.pk, "group1": "earliest", "group2": "latest",
            "first": "earliest", "second": "latest",
            "task_state_id": task_state.pk, "task_id": task_state.task_id,
            "workflow_state_id": task_state.workflow_state_id, "action_name": "approve", "verb": "approve",
            "content_type_app_name": "articles", "content_type_model_name": "articlepage",
            "wagtail_bulk_action:app_label": "wagtailcore", "wagtail_bulk_action:model_name": "page",
            "wagtail_bulk_action:action": "delete",
            "wagtailadmin_pages:choose_parent:app_label": "articles",
            "wagtailadmin_pages:choose_parent:model_name": "articlepage",
            "wagtailadmin_editing_sessions:app_label": "articles",
            "wagtailadmin_editing_sessions:model_name": "articlepage", "session_id": self.session.pk,
        }  # fmt: skip
        things = {
            "image_id": self.photo.pk, "photo_id": self.photo.pk, "wagtailimages_chooser:pk": self.photo.pk,
            "wagtailadmin_api:images:pk": self.photo.pk, "filter_spec": "original",
            "document_id": self.document.pk, "doc_id": self.document.pk, "wagtaildocs_chooser:pk": self.document.pk,
            "wagtailadmin_api:documents:pk": self.document.pk, "uploaded_file_id": self.uploaded.pk,
            "collection_id": collection_of(self.unit).pk, "wagtailadmin_collections:pk": collection_of(self.unit).pk,
            "consent_id": self.consent.pk, "token": self.conversion.token, "notice_id": self.notice.pk,
            "mail_id": self.mail.pk, "invitation_id": self.invitation.pk, "person_id": self.writer.pk,
            "wagtailusers_users:pk": self.writer.pk, "code": self.unit.code, "act": "sua",
            "wagtailusers_groups:pk": Group.objects.get(name=group_name(self.unit)).pk,
            "month": f"{timezone.localdate():%Y-%m}", "period": f"{timezone.localdate():%Y}", "piece_id": self.piece.pk,
            "absence_id": self.absence.pk, "kept_forms_throw_away:key": self.kept.key,
        }  # fmt: skip
        # Of the house: a unit has none of these, and an address with a number is asked all the same.
        first_site = Site.objects.values_list("pk", flat=True)[0]
        house = {
            "wagtailsites:pk": first_site, "wagtailsettings:pk": first_site, "wagtailsettings:app_name": "website",
            "wagtailsettings:model_name": "siteprofile", "redirect_id": 1, "issue_id": 1, "row_id": 1,
            "delivery_id": uuid4(), "screen_id": 1, "message_id": 1, "number": 1,
            "forwarding_destination_act:destination_id": 1, "forwarding_policy:destination_id": 1, "drift_id": 1,
            "forwarding_destination:destination_id": 1, "forwarding_test:destination_id": 1,
            "forwarding_destination_propose:destination_id": 1, "word": "doi", "proposal_id": 1, "decision": "approve",
            "forwarding_task_route:destination_id": 1, "alarm_id": 1, "article_id": page.uid,
            "file_id": self.proof.pk, "slug": "bien-tap-vien",
            "workflow_pk": Workflow.objects.values_list("pk", flat=True)[0],
            "wagtailadmin_workflows:pk": Workflow.objects.values_list("pk", flat=True)[0],
            **{f"wagtailadmin_workflows:{verb}:pk": Task.objects.values_list("pk", flat=True)[0]
               for verb in ("edit_task", "enable_task", "disable_task")},
            "wagtailadmin_workflows:app_label": "moderation", "wagtailadmin_workflows:model_name": "editorialreview",
            "wagtailadmin_tag_model_autocomplete:app_name": "taggit",
            "wagtailadmin_tag_model_autocomplete:model_name": "tag",
            **{f"{room}:pk": 1 for room in HOUSE_LISTS},
        }  # fmt: skip
        return {**articles, **things, **house}


# Tables that hold no content, and that Wagtail fills when somebody looks: sessions, sizes of photos, who has which editor
# open, who would get its mails about comments (the house sends its own), and a person's settings as they are by default.
NO_CONTENT = (
    "django_session",
    "website_photorendition",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
)


def everything() -> dict[str, list[Any]]:
    """All rows of all tables as the database has them, but of those in `NO_CONTENT`."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if table not in NO_CONTENT:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(map(str, cursor.fetchall()))
    return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """The tables whose rows differ, with the first difference."""
    return [
        f"{label}: {sorted(set(after[label]) ^ set(rows))[:2]}"
        for label, rows in before.items()
        if rows != after[label]
    ]

"""The demo month with what it lacks for a look at every desk screen: each screen has something to show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Comment, Workflow

from bulletin.calendar.models import PlannedPiece
from bulletin.demo import loader
from bulletin.demo.people import DOMAIN
from bulletin.forwarding.actions import add_destination
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.alarms import raising
from bulletin.forwarding.destinations import proposals
from bulletin.forwarding.destinations.models import Change
from bulletin.forwarding.formats.package import Package
from bulletin.forwarding.handover import actions as by_hand
from bulletin.forwarding.models import Delivery, Destination
from bulletin.issues import actions as issues
from bulletin.issues.models import Issue, IssuePage
from bulletin.led.models import LedMessage, LedScreen
from bulletin.newsletter.models import Dispatch, Edition
from bulletin.newsletter.states import EditionState, Standing
from bulletin.plan.models import PlanAsk
from cms.accounts import kept_forms
from cms.accounts.actions import arrange
from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.core import bell
from cms.core.models import OutgoingMail
from cms.core.periods import Month
from cms.website.enums import People
from cms.website.models import Photo
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.checks.models import Abbreviation, CitedDocument, DelicateWords, OfficialName
from submissions.consent.actions import Terms, record_consent
from submissions.consent.enums import Scope
from submissions.copies.actions import index_many
from submissions.duty.actions import grant_exemption, remind_by_hand
from submissions.intake.actions import import_word
from submissions.intake.models import Conversion
from submissions.moderation import actions as moderation
from submissions.moderation.board_links import address_of, ask_board
from submissions.moderation.escalation import escalate_overdue
from submissions.moderation.models import ApprovalLink, ReturnReason
from submissions.units.actions import collection_of
from submissions.units.invitation_actions import invite, invite_to_house, token_of
from submissions.units.models import Unit
from tests import factories
from tests.bulletin.newsletter.material import a_subscriber

if TYPE_CHECKING:
    from pathlib import Path

PAPER: Final = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CODE: Final = "BVDKT"
TEXTS: Final[tuple[dict[str, str], ...]] = (
    {
        "title": "Trả kết quả xét nghiệm qua tin nhắn ở khoa khám bệnh",
        "sapo": "Người bệnh không phải quay lại bệnh viện chỉ để lấy một tờ giấy.",
        "body": "Từ đầu tháng, kết quả xét nghiệm thường quy được gửi vào điện thoại của người bệnh trong ngày.",
    },
    {
        "title": "Gộp hai cửa thành một ở khu tiếp đón bảo hiểm y tế",
        "sapo": "Một lần xuất trình thẻ, một lần lấy số, một người hướng dẫn từ đầu đến cuối.",
        "body": "Trước đây người bệnh đi qua hai quầy, khai hai lần cùng một thông tin và chờ hai lần.",
    },
    {
        "title": "Chậm trả giấy ra viện: nguyên nhân và cách khắc phục",
        "sapo": "Bệnh viện công bố số hồ sơ trễ hẹn của từng khoa và việc đã làm để không lặp lại.",
        "body": "Trong quý, mười bốn giấy ra viện được trả sau giờ hẹn; chín giấy chậm vì thiếu chữ ký số.",
    },
    {
        "title": "Hẹn giờ khám bằng điện thoại cho người cao tuổi ở xa",
        "sapo": "Con cháu đặt giúp lịch khám, trạm y tế nhắc lại trước một ngày.",
        "body": "Mỗi buổi sáng có hai mươi chỗ dành cho người trên bảy mươi tuổi đã hẹn trước.",
    },
    {
        "title": "Bảng hướng dẫn bằng tiếng Ra-glai ở phòng tiêm chủng",
        "sapo": "Người nhà đọc được ngay việc cần làm sau khi tiêm cho trẻ.",
        "body": "Tấm bảng do cán bộ trạm cùng già làng soạn, chữ to, có hình vẽ cho từng bước.",
    },
)


MORE: Final = (
    "Bộ phận một cửa ghi lại từng lượt và đối chiếu vào cuối ngày; số liệu được treo ngay tại sảnh.",
    "Đơn vị tiếp tục nghe góp ý của người dân để điều chỉnh trong quý tới.",
)


def _paragraph(text: str) -> dict[str, str]:
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


class DeskMaterial:
    """The demo, loaded, and more; ``numbers`` fills the addresses of the screens. The database has to be empty."""

    def __init__(self, *, word: Path) -> None:
        with bell.silence():
            loader.load()
            self.now = timezone.now()
            self.month = Month.of(self.now)
            self.unit = Unit.objects.select_related("page").get(code=CODE)
            self.writer, self.head = self.person("writer.bvdkt"), self.person("head.bvdkt")
            self.editor, self.second = self.person("editor1"), self.person("editor2")
            self.desk, self.board = self.person("desk"), self.person("board")
            self.admin = self.person("admin")
            self.numbers: dict[str, Any] = {
                "code": CODE,
                "month": str(self.month),
                "month_written": f"{self.month.month:02}/{self.month.year}",
            }
            self._articles_of_the_unit(word)
            self._articles_of_the_newsroom()
            self._copies()
            self._photos()
            self._issues()
            self._letters()
            self._people()
            self._lists()
            escalate_overdue(now=self.now)
            self._forwarding()
            self._found()
            self._by_hand()

    def person(self, name: str) -> User:
        """Somebody of the demo."""
        return User.objects.get(email=f"{name}@{DOMAIN}")

    def _article(self, text: int, state: State, **fields: Any) -> Submission:
        words = TEXTS[text]
        return factories.an_article(
            unit=self.unit,
            writer=fields.pop("writer", self.writer),
            editor=self.editor,
            state=state,
            at=self.now - timedelta(hours=30),
            **{**words, "body": [_paragraph(text) for text in (words["body"], *MORE)], **fields},
        )

    def _articles_of_the_unit(self, word: Path) -> None:
        """One out of a Word file with its gaps, one returned with suggested changes, one before the head."""
        draft = import_word(data=word.read_bytes(), filename=word.name, unit=self.unit, author=self.writer)
        returned = self._article(0, State.IN_REVIEW)
        factories.an_edit(
            returned,
            by=self.editor,
            title="Kết quả xét nghiệm đến tận điện thoại người bệnh",
            sapo="Người bệnh không phải quay lại bệnh viện chỉ để lấy một tờ giấy kết quả.",
        )
        reasons = ReturnReason.objects.filter(kind=ReturnReason.Kind.RETURN, is_active=True)[:2]
        moderation.return_to_unit(
            submission_id=returned.pk,
            actor=self.editor,
            reason="Nhờ đơn vị ghi rõ bao nhiêu người bệnh đã dùng trong tháng đầu.",
            reason_ids=[reason.pk for reason in reasons],
        )
        release = self._article(1, State.TO_RELEASE)
        self.numbers |= {
            "draft_page": draft.page.pk, "draft": draft.submission.pk,
            "returned": returned.pk, "returned_page": returned.page_id, "to_release": release.pk,
        }  # fmt: skip
        self._conversions(word)

    def _conversions(self, word: Path) -> None:
        def conversion(name: str, **fields: Any) -> Conversion:
            row = Conversion(
                unit=self.unit, author=self.writer, token=uuid4(), original_name=name, digest="0" * 64,
                created_at=self.now, **fields,
            )  # fmt: skip
            row.source.save(f"{row.token}.docx", ContentFile(word.read_bytes()), save=False)
            row.save()
            return row

        waiting = conversion("Tin cải cách hành chính tháng này.docx")
        refused = conversion(
            "Bài có mật khẩu.docx",
            state=Conversion.State.REFUSED,
            refusal_code="encrypted",
            finished_at=self.now,
        )
        self.numbers |= {"waiting_token": waiting.token, "refused_token": refused.token}

    def _articles_of_the_newsroom(self) -> None:
        """A critical piece before its second reviewer and the board; comments on what an editor holds."""
        second = self._article(2, State.SECOND_REVIEW)
        ask_board(
            submission_id=second.pk,
            actor=self.second,
            person_id=self.board.pk,
            revision_id=factories.latest_revision_id(second),
        )
        link = ApprovalLink.objects.get(submission=second)
        held = self._article(3, State.IN_REVIEW)
        factories.an_edit(held, by=self.editor, title="Hẹn giờ khám qua điện thoại cho người cao tuổi ở xa")
        page = ArticlePage.objects.get(pk=held.page_id)
        for path, text in (("title", "Tít này đã gọn hơn chưa?"), ("sapo", "Nên nói rõ hẹn qua số máy nào.")):
            Comment.objects.create(page=page, user=self.second, text=text, contentpath=path)
        self.numbers |= {
            "second_review": second.pk, "board_token": address_of(link).rstrip("/").rsplit("/", 1)[1],
            "english": Submission.objects.filter(is_translation=True).order_by("pk")[0].pk,
            "in_review": held.pk, "in_review_page": held.page_id,
        }  # fmt: skip

    def _copies(self) -> None:
        """An article that says what another unit's has said."""
        live = Submission.objects.filter(state=State.PUBLISHED).exclude(unit=self.unit).order_by("pk")[0]
        source = ArticlePage.objects.get(pk=live.page_id)
        copy = self._article(
            4, State.SUBMITTED, title="Cùng một việc, thêm một nơi làm", sapo=source.sapo,
            body=source.body.get_prep_value(),
        )  # fmt: skip
        index_many(submission_ids=list(Submission.objects.values_list("pk", flat=True)))
        self.numbers["copy"] = copy.pk

    def _photos(self) -> None:
        photo = Photo.objects.filter(collection=collection_of(self.unit)).order_by("pk")[0]
        Photo.objects.filter(pk=photo.pk).update(people=People.CITIZENS)
        consent = record_consent(
            photo_id=photo.pk,
            actor=self.writer,
            terms=Terms(
                person="Bà Lê Thị Sáu",
                scope=Scope.BULLETIN,
                given_on=timezone.localdate(self.now) - timedelta(days=20),
            ),
            paper=PAPER,
        )
        self.numbers |= {"photo": photo.pk, "consent": consent.pk}

    def _issues(self) -> None:
        """One issue before the board, one that the desk is composing."""
        spare = list(Submission.objects.filter(state=State.APPROVED).order_by("pk").values_list("page_id", flat=True))
        numbers = []
        for title, chosen, hands_in in (("Đúng hẹn là một lời hứa", spare[:2], True), ("", spare[2:3], False)):
            issue = issues.create_issue(
                actor=self.desk, period=self.month.first_day, issue_date=timezone.localdate(self.now), title=title
            )
            issues.compose(issue_id=issue.pk, actor=self.desk, article_ids=chosen, title=title)
            if hands_in:
                issues.submit(issue_id=issue.pk, actor=self.desk)
            numbers.append(issue.pk)
        self.numbers |= {"issue_for_board": numbers[0], "issue_composed": numbers[1], "issue_held": self._held()}
        self.numbers["issue_scheduled"] = self._scheduled_issue(spare[3:4]).pk

    def _held(self) -> int:
        """An issue that is out without an article."""
        both = [self._article(text, State.APPROVED, title=f"{TEXTS[text]['title']} (tiếp)") for text in (1, 3)]
        of: dict[str, Any] = {
            "issue_id": issues.create_issue(
                actor=self.desk, period=self.month.first_day, issue_date=timezone.localdate(self.now)
            ).pk
        }
        issues.compose(**of, actor=self.desk, article_ids=[row.page_id for row in both], title="Hai bước một ngày")
        page = issues.submit(**of, actor=self.desk).page
        issues.approve(**of, actor=self.board, revision_id=int(page.latest_revision_id or 0))
        issues.publish_without(
            **of, actor=self.desk, article_ids=[both[1].page_id], reason="Đơn vị bổ sung ảnh vào ngày mai."
        )
        return int(of["issue_id"])

    def _scheduled_issue(self, article_ids: list[int]) -> Issue:
        """One that goes live by itself the day after tomorrow."""
        day = timezone.localdate(self.now)
        issue = issues.create_issue(actor=self.desk, period=self.month.first_day, issue_date=day)
        issues.compose(issue_id=issue.pk, actor=self.desk, article_ids=article_ids, title="Số của tuần sau")
        issues.submit(issue_id=issue.pk, actor=self.desk)
        revision = IssuePage.objects.values_list("latest_revision_id", flat=True).get(pk=issue.page_id)
        issues.approve(issue_id=issue.pk, actor=self.board, revision_id=revision)
        return issues.schedule(issue_id=issue.pk, actor=self.desk, at=self.now + timedelta(days=2))

    def _letters(self) -> None:
        """Readers by mail, and an edition of which not everything went well."""
        readers = [a_subscriber() for _ in range(4)]
        a_subscriber(Standing.PENDING)
        edition = Edition.objects.filter(issue__state="published").latest("issue_id")
        edition.state, edition.reason, edition.finished_at = EditionState.SENDING, "", None
        edition.save()
        for reader, state in zip(readers, ("sent", "unknown", "failed", "cancelled"), strict=True):
            Dispatch.objects.create(edition=edition, subscriber=reader, state=state, attempts=1, status="timed out")

    def _people(self) -> None:
        today = timezone.localdate(self.now)
        unit = invite(
            unit_id=self.unit.pk, actor=self.head, email="nguoi-moi@vi-du.vn", full_name="Phan Thị Mỹ Linh"
        )  # fmt: skip
        house = invite_to_house(
            actor=self.admin, email="bien-tap-moi@vi-du.vn", full_name="Hồ Anh Thư", roles=[Role.EDITOR]
        )
        arrange(
            user_id=self.second.pk, deputy_id=self.editor.pk, starts_on=today, ends_on=today + timedelta(days=3),
            actor=self.second, note="Tập huấn",
        )  # fmt: skip
        self.numbers |= {
            "invitation_token": token_of(unit), "invitation": house.pk, "person": self.second.pk,
            "person_of_unit": self.writer.pk,
        }  # fmt: skip

    def _lists(self) -> None:
        idle = (
            Unit.objects.annotate(handed_in=Count("submissions")).filter(handed_in=0).exclude(pk=self.unit.pk)
        ).order_by("code")[:3]
        units = list(idle) or list(Unit.objects.exclude(pk=self.unit.pk).order_by("code")[:3])
        grant_exemption(unit=units[0], month=self.month, document="Công văn 1234/SYT-VP", actor=self.desk, reason="Sắp xếp lại tổ chức")  # fmt: skip
        remind_by_hand(unit_ids=None, month=self.month, actor=self.desk, note="Nhờ đơn vị gửi trước thứ sáu.")
        mail = OutgoingMail.objects.order_by("-pk")[0]
        OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.FAILED)
        kept_forms.store(
            owner=self.writer, path="/quan-tri/", fields=[["title", "Một cửa gọn hơn"], ["text", "Đoạn đầu."]]
        )
        self.numbers |= {"mail": mail.pk, "exempt_code": units[-1].code, "workflow": Workflow.objects.latest("pk").pk}

    def _by_hand(self) -> None:
        """A site without an interface, its officer, and one article before them."""
        place = add_destination(
            kind="package", name="Trang huyện", base_url="https://huyen.vi-du.vn", actor=COMMAND_LINE,
            resolver=lambda host, port: ["8.8.8.8"],
        )  # fmt: skip
        by_hand.set_route(
            destination_id=place.pk, person=self.person("officer"), hours=24, recipients=[], actor=COMMAND_LINE
        )
        package = Package(name="goi.zip", content=b"PK", sha256="0" * 64)
        task = by_hand.put_before(destination_id=place.pk, delivery_id=self.numbers["delivery"], package=package)
        self.numbers |= {"by_hand": place.pk, "task": task.pk}

    def _forwarding(self) -> None:
        """A change of a destination that waits for the board, and a machine that has gone silent."""
        place = Destination.objects.earliest("pk")
        proposal = proposals.propose(
            change=Change.CHANGE,
            actor=self.admin,
            reason="Trang tỉnh xin gửi thưa hơn (công văn 118)",
            destination_id=place.pk,
            values={"rate_per_second": 2, "oldest_limit_minutes": 240},
        )
        raising.notice_silence(since=self.now - timedelta(minutes=7), now=self.now)
        self.numbers |= {"place": place.pk, "proposal": proposal.pk}

    def _found(self) -> None:
        """What the demo itself has, by state."""
        of_state = dict(Submission.objects.order_by("-pk").values_list("state", "pk"))
        for name in (State.SUBMITTED, State.APPROVED, State.SCHEDULED, State.PUBLISHED, State.CORRECTING, State.REJECTED, State.WITHDRAWN):  # fmt: skip
            self.numbers[f"any_{name.value}"] = of_state[name.value]
        self.numbers |= {
            "correcting_page": Submission.objects.get(pk=of_state["correcting"]).page_id,
            "published_page": Submission.objects.get(pk=of_state["published"]).page_id,
            "unit_page": self.unit.page.pk,
            "home_page": self.unit.page.get_parent().get_parent().pk,
            "issue_partial": Issue.objects.filter(state="partial").earliest("published_at").pk,
            "issue_published": Issue.objects.filter(state="published").latest("pk").pk,
            "delivery": Delivery.objects.filter(state="confirmed").latest("pk").pk,
            "forwarded": Delivery.objects.filter(state="confirmed").latest("pk").article_id,
            "destination": Destination.objects.earliest("pk").pk,
            "waiting_delivery": Delivery.objects.exclude(state="confirmed").order_by("pk")[0].pk,
            "piece": PlannedPiece.objects.filter(unit=self.unit).latest("pk").pk,
            "led_screen": LedScreen.objects.earliest("pk").pk,
            "led_message": LedMessage.objects.earliest("pk").pk,
            "plan_ask": PlanAsk.objects.order_by("pk")[0].pk,
            "year": self.month.year,
            "site": self.unit.page.get_site().pk,
            "reason": ReturnReason.objects.order_by("pk")[0].pk,
            "official_name": OfficialName.objects.order_by("pk")[0].pk,
            "abbreviation": Abbreviation.objects.order_by("pk")[0].pk,
            "delicate_words": getattr(DelicateWords.objects.order_by("pk").first(), "pk", None),
            "cited_document": getattr(CitedDocument.objects.order_by("pk").first(), "pk", None),
        }

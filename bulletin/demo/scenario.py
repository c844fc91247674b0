"""What happened to each article of the demo: three months that show every state there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.demo.timeline import Timeline


class Stage(Enum):
    """How far an article has come."""

    DRAFT = auto()
    TO_RELEASE = auto()
    SUBMITTED = auto()
    IN_REVIEW = auto()
    SECOND_REVIEW = auto()
    RETURNED = auto()
    REJECTED = auto()
    APPROVED = auto()
    SCHEDULED = auto()


@dataclass(frozen=True, kw_only=True)
class PlannedIssue:
    """An issue of the demo: its number within its month, its articles in order, and its words.

    ``headings`` says at which article a headed group begins. Without a cover the first article's photo is worn.
    """

    months_ago: int
    number_in_month: int
    articles: tuple[int, ...]
    title: str
    note: str
    headings: dict[int, str] = field(default_factory=dict)
    cover: int | None = None

    def publish_at(self, timeline: Timeline) -> datetime:
        """When it went live."""
        if self.months_ago:
            return timeline.earlier(self.months_ago, 20 if self.number_in_month == 1 else 26, 8, 30)
        return timeline.this_month({1: 0.30, 2: 0.58, 3: 0.88}[self.number_in_month])


ISSUES = (
    PlannedIssue(
        months_ago=2,
        number_in_month=1,
        articles=(1, 2, 4, 5, 21, 31, 35),
        title="Khởi động từ những việc nhỏ",
        note="Số này ghi lại những việc đã bắt đầu chuyển: thời hạn ngắn hơn, giấy tờ ít hơn, lời chào ấm hơn.",
        headings={1: "Điều hành", 4: "Thủ tục gọn hơn", 21: "Chuyển động các nơi"},
    ),
    PlannedIssue(
        months_ago=1,
        number_in_month=1,
        articles=(6, 16, 19, 25, 28),
        title="Bớt một lần chờ",
        note="Từ quầy tự đăng ký đến hồ sơ điện tử: mỗi nơi một cách, chung một đích.",
        headings={6: "Ở quầy tiếp nhận", 16: "Tổ chức, kỷ cương", 25: "Đo để sửa"},
    ),
    PlannedIssue(
        months_ago=1,
        number_in_month=2,
        articles=(30, 40, 37, 18),
        title="Nghe để sửa",
        note="Từ quầy tiếp nhận ở Ninh Hòa đến trạm y tế ngoài đảo xa: những việc được sửa vì có người nói ra.",
        headings={30: "Nói thẳng", 40: "Cách làm hay"},
    ),
    PlannedIssue(
        months_ago=0,
        number_in_month=1,
        articles=(9, 14, 17, 38, 13, 24),
        title="Người giữ nhịp",
        note="Cải cách bắt đầu từ người ngồi ở quầy: đúng hẹn, đúng lời, đúng việc.",
        headings={9: "Con người", 14: "Tại quầy", 38: "Lắng nghe và số hóa"},
        cover=1,
    ),
    PlannedIssue(
        months_ago=0,
        number_in_month=2,
        articles=(7, 11, 22, 32, 26, 41),
        title="Làm thủ tục, không làm khó",
        note="Những bài hướng dẫn để người dân tự làm được ngay trên điện thoại.",
        headings={7: "Hướng dẫn", 32: "Kết quả"},
        cover=2,
    ),
    PlannedIssue(
        months_ago=0,
        number_in_month=3,
        articles=(23, 12, 3, 10, 39, 45),
        title="Giấy ít đi, người gần lại",
        note="Bệnh án điện tử, cuốn sổ “bớt giấy” ở vùng cao và lịch tiêm chủng đến từng nhà.",
        headings={23: "Chuyển đổi số", 12: "Lắng nghe", 10: "Người và việc"},
        cover=3,
    ),
)

# Articles of the current month that no issue has yet, and where they stand.
IN_WORK: dict[int, Stage] = {
    8: Stage.APPROVED,
    20: Stage.APPROVED,
    44: Stage.APPROVED,
    36: Stage.APPROVED,
    34: Stage.SCHEDULED,
    27: Stage.IN_REVIEW,
    15: Stage.SUBMITTED,
    33: Stage.SECOND_REVIEW,
    42: Stage.TO_RELEASE,
    43: Stage.RETURNED,
    29: Stage.DRAFT,
}
# The unit of article 42: its head releases what its writers hand in.
HEAD_RELEASES = "BVNH"
SECOND_REASON = "Bài nêu đích danh một khoa, cần thêm một người đọc."
REJECTED = 46
# It stood in the first issue, which has been out in part since: readers find a dated line there.
WITHDRAWN = 35
# Published in English too; the first is corrected in Vietnamese afterwards, so that its English version is the older one.
IN_ENGLISH = (11, 23)
# What sections are called on English pages, by their Vietnamese titles.
ENGLISH_SECTIONS = {
    "Thủ tục và một cửa": "Procedures and one-stop shops",
    "Chuyển đổi số": "Digital transformation",
    "Khám chữa bệnh": "Care and treatment",
    "Con người và công vụ": "People and public service",
    "Lắng nghe người dân": "Listening to citizens",
    "Điều hành và chỉ số": "Management and indices",
    "English": "English",
}
# Published, then corrected; and published, with a correction before the editors.
CORRECTED = 11
CORRECTING = 3
# Handed in after the cut-off of their month.
LATE = frozenset({30, 37, 31})
# Returned once on their way, and handed in again.
RETURNED_ONCE: dict[int, str] = {
    9: "Thiếu nguồn ảnh và chức danh của người được phỏng vấn. Nhờ đơn vị bổ sung.",
    14: "Địa chỉ làm thủ tục cần ghi theo tên phường, xã mới.",
    25: "Bài còn dài, nên rút phần căn cứ và thêm một ví dụ hồ sơ cụ thể.",
}
RETURN_REASON = "Số liệu ở đoạn 2 chưa khớp với bảng. Nhờ đơn vị kiểm tra lại và ghi rõ nguồn."
REJECT_REASON = "Nội dung trùng với tin đã đăng tháng trước của phòng Nghiệp vụ. Mời đơn vị viết góc nhìn mới."
WITHDRAW_REASON = "Đơn vị báo biểu mẫu đã thay đổi, bài không còn đúng."
WITHDRAW_NOTE = "Bài được gỡ theo đề nghị của đơn vị vì biểu mẫu đã thay đổi."
CORRECTION_NOTE = "Sửa thời hạn cấp lại giấy ra viện trong câu trả lời thứ hai."
PENDING_CORRECTION_NOTE = "Bổ sung tên đơn vị đã khắc phục xong."

"""Claims that medicine can't keep and words that judge: both ask for a second reviewer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from submissions.checks.rules.draft import snippet
from submissions.checks.rules.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft

MEDICAL_CLAIM: Final = "medical_claim"
CRITICAL_PIECE: Final = "critical_piece"

_CLAIM: Final = re.compile(
    r"(?<!\w)(?:(?:chữa|trị|điều trị|đặc trị)\s(?:bệnh\s)?(?:khỏi|dứt điểm|tận gốc|triệt để|lành hẳn)|khỏi (?:bệnh )?(?:hoàn toàn|hẳn|vĩnh viễn)|"
    r"chữa bách bệnh|bách bệnh|thần dược|tiên dược|thuốc tiên|đặc trị|cam kết (?:khỏi|chữa khỏi|hiệu quả)|dứt điểm (?:bệnh|cơn)|"
    r"(?:hiệu quả|an toàn|thành công|khỏi)(?: bệnh)?(?: đến| tới| gần| đạt)? ?100\s?%|100\s?%\s?(?:hiệu quả|an toàn|khỏi|thành công)|"
    r"an toàn tuyệt đối|hiệu quả tuyệt đối|không (?:có |gây )?tác dụng phụ|không (?:có )?biến chứng nào|tốt nhất (?:thế giới|Việt Nam|hiện nay)|"
    r"duy nhất (?:thế giới|Việt Nam))(?!\w)",
    re.IGNORECASE,
)
_CRITICAL: Final = re.compile(
    r"(?<!\w)(?:phê phán|phê bình|chấn chỉnh|chậm trễ|trì trệ|yếu kém|sai phạm|vi phạm (?:kỷ luật|quy định|quy trình|đạo đức)|nhũng nhiễu|"
    r"vòi vĩnh|(?:nhận|đưa|gợi ý) phong bì|tiêu cực|sách nhiễu|gây phiền hà|gây khó khăn cho (?:người dân|người bệnh|doanh nghiệp)|thiếu trách nhiệm|"
    r"đùn đẩy|né tránh|hách dịch|cửa quyền|bị (?:kỷ luật|khiển trách|cảnh cáo|xử lý|xử phạt|tố cáo)|bức xúc|"
    r"(?:những|nhiều|một số|các|còn|bộc lộ|tồn tại,) (?:tồn tại|hạn chế|bất cập|yếu kém)|hạn chế, (?:yếu kém|tồn tại|bất cập)|"
    r"hạn chế (?:của|trong)|chưa đạt yêu cầu|không hoàn thành nhiệm vụ)(?!\w)",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng|đừng|chớ|tránh|ngăn ngừa|phòng ngừa|hết|không còn|thay vì|nghiêm cấm|cấm|nói không với)"
    r"\s(?:[^\s.,;:!?]+\s){0,4}$",
    re.IGNORECASE,
)


def medical_claims(draft: Draft) -> Iterator[Finding]:
    """Promises of cure, of full effect, of no risk; each wording once."""
    yield from _found(draft, _CLAIM, MEDICAL_CLAIM)


def critical_words(draft: Draft) -> Iterator[Finding]:
    """Words of blame and of shortcomings; each wording once."""
    yield from _found(draft, _CRITICAL, CRITICAL_PIECE)


def _found(draft: Draft, pattern: re.Pattern[str], code: str) -> Iterator[Finding]:
    told: set[str] = set()
    for piece in draft.pieces:
        for match in pattern.finditer(piece.text):
            words = match.group().lower()
            if words in told or _DENIED.search(piece.text[max(0, match.start() - 50) : match.start()]):
                continue
            told.add(words)
            yield Finding(
                code=code,
                level=Level.WARNS,
                field=piece.field,
                params={"words": match.group()},
                passage=snippet(piece.text, match.start(), match.end()),
                block_id=piece.block_id,
            )

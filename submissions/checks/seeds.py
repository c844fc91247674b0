"""First values of the checks, for a new house: limits in the rule table, and the lists that the desk goes on keeping."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from cms.core.seeds import RuleSeed
from submissions.articles.enums import Genre
from submissions.checks.delicate_words import delicate_rows
from submissions.checks.models import Abbreviation, CitedDocument, DelicateWords, OfficialName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

_HABIT: Final = "Thông lệ biên tập: tin 100–350 chữ, bài 400–1.200 chữ; chờ văn bản của Sở"
_READING: Final = "Quy ước của ban thư ký về văn dễ đọc, chờ văn bản của Sở"
# Genre and its length in syllables, least and most; 0 is no limit.
_LENGTHS: Final = {
    "": (100, 1_200),
    Genre.NEWS: (100, 350),
    Genre.ARTICLE: (300, 1_200),
    Genre.REPORTAGE: (400, 1_500),
    Genre.PHOTO_STORY: (50, 600),
    Genre.INTERVIEW: (300, 1_500),
    Genre.QA: (100, 800),
    Genre.INFOGRAPHIC: (0, 400),
    Genre.VIDEO: (0, 400),
}

RULES: Final = (
    *(
        RuleSeed(code=f"checks.words_{end}", scope=str(scope), value=str(value), source=_HABIT)
        for scope, limits in _LENGTHS.items()
        for end, value in zip(("min", "max"), limits, strict=True)
    ),
    # A sentence of more syllables is long; so many per cent of long ones are too many; so is a paragraph of more.
    RuleSeed(code="checks.long_sentence", value="40", source=_READING),
    RuleSeed(code="checks.long_sentences_percent", value="25", source=_READING),
    RuleSeed(code="checks.long_paragraph", value="150", source=_READING),
)

_CAPITALS: Final = "Nghị định 30/2020/NĐ-CP, Phụ lục II (viết hoa)"
_MERGER: Final = "Nghị quyết 1667/NQ-UBTVQH15; tên đơn vị chờ danh sách của Sở"
# Right form, wrong forms, source.
OFFICIAL_NAMES: Final = (
    ("Sở Y tế", (), _CAPITALS),
    ("Bộ Y tế", (), _CAPITALS),
    ("Sở Nội vụ", (), _CAPITALS),
    ("Ủy ban nhân dân tỉnh", ("UBND Tỉnh",), _CAPITALS),
    ("Ủy ban nhân dân tỉnh Khánh Hòa", ("Uỷ ban Nhân dân Tỉnh Khánh Hòa",), _CAPITALS),
    ("Hội đồng nhân dân tỉnh", (), _CAPITALS),
    ("Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hòa", ("Trung tâm kiểm soát dịch bệnh tỉnh Khánh Hòa", "Trung tâm Y tế dự phòng tỉnh Khánh Hòa"), _MERGER),
    ("Trung tâm Kiểm soát bệnh tật", ("Trung tâm kiểm soát dịch bệnh",), _CAPITALS),
    ("Trung tâm Phục vụ hành chính công", ("Trung tâm dịch vụ hành chính công", "Trung tâm hành chính công"), _CAPITALS),
    ("Cổng Dịch vụ công quốc gia", (), _CAPITALS),
    ("Bộ phận Tiếp nhận và Trả kết quả", (), "Nghị định 118/2025/NĐ-CP; chờ Sở xác nhận cách viết hoa"),
    ("Ban Chỉ đạo cải cách hành chính", (), _CAPITALS),
    ("Đảng Cộng sản Việt Nam", (), _CAPITALS),
    ("Báo và Phát thanh, Truyền hình Khánh Hòa", ("Đài Phát thanh và Truyền hình Khánh Hòa", "Đài Phát thanh - Truyền hình Khánh Hòa"), _MERGER),
)  # fmt: skip

# Readers know the first group; the second is the house's own speech and is explained at first use.
WELL_KNOWN: Final = (
    ("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("BHYT", "bảo hiểm y tế"), ("BHXH", "bảo hiểm xã hội"),
    ("TP", "thành phố"), ("HCM", "Hồ Chí Minh"), ("QR", "mã phản hồi nhanh"), ("HIV", "vi rút gây suy giảm miễn dịch ở người"),
    ("AIDS", "hội chứng suy giảm miễn dịch mắc phải"), ("WHO", "Tổ chức Y tế Thế giới"), ("CDC", "Trung tâm Kiểm soát bệnh tật"),
    ("COVID", "bệnh do vi rút corona"), ("ISO", "tiêu chuẩn của Tổ chức Tiêu chuẩn hóa quốc tế"), ("SMS", "tin nhắn"),
    ("CCCD", "căn cước công dân"), ("PGS", "phó giáo sư"), ("GS", "giáo sư"), ("TS", "tiến sĩ"), ("BS", "bác sĩ"),
    ("DS", "dược sĩ"), ("CKI", "chuyên khoa cấp I"), ("CKII", "chuyên khoa cấp II"), ("BSCKI", "bác sĩ chuyên khoa cấp I"),
    ("BSCKII", "bác sĩ chuyên khoa cấp II"), ("THPT", "trung học phổ thông"), ("THCS", "trung học cơ sở"), ("GPS", "định vị"),
    ("PDF", "tệp văn bản"), ("USB", "ổ nhớ rời"), ("LED", "màn hình LED"), ("TV", "ti vi"), ("FAQ", "câu hỏi thường gặp"),
    ("TCVN", "tiêu chuẩn quốc gia"),
)  # fmt: skip
EXPLAINED: Final = (
    ("CCHC", "cải cách hành chính"), ("TTHC", "thủ tục hành chính"), ("KSTTHC", "kiểm soát thủ tục hành chính"),
    ("TTYT", "Trung tâm Y tế"), ("BVĐK", "Bệnh viện Đa khoa"), ("BVĐKKV", "Bệnh viện Đa khoa khu vực"),
    ("KSBT", "kiểm soát bệnh tật"), ("TTKSBT", "Trung tâm Kiểm soát bệnh tật"), ("PAKN", "phản ánh, kiến nghị"),
    ("DVC", "dịch vụ công"), ("DVCTT", "dịch vụ công trực tuyến"), ("BCCI", "bưu chính công ích"),
    ("CBCCVC", "cán bộ, công chức, viên chức"), ("CBVC", "cán bộ, viên chức"), ("NLĐ", "người lao động"),
    ("TTPVHCC", "Trung tâm Phục vụ hành chính công"), ("TCHC", "Tổ chức – Hành chính"), ("SYT", "Sở Y tế"),
    ("SNV", "Sở Nội vụ"), ("CNTT", "công nghệ thông tin"), ("TĐKT", "thi đua, khen thưởng"), ("ATTP", "an toàn thực phẩm"),
    ("ATVSTP", "an toàn vệ sinh thực phẩm"), ("PCCC", "phòng cháy, chữa cháy"), ("PHCN", "phục hồi chức năng"),
    ("YHCT", "y học cổ truyền"), ("DDCI", "chỉ số năng lực cạnh tranh cấp sở, ngành"), ("PCI", "chỉ số năng lực cạnh tranh cấp tỉnh"),
    ("PAPI", "chỉ số hiệu quả quản trị và hành chính công cấp tỉnh"), ("SIPAS", "chỉ số hài lòng về sự phục vụ hành chính"),
    ("PAR", "chỉ số cải cách hành chính"), ("DTI", "chỉ số chuyển đổi số"),
)  # fmt: skip

_SURVEY: Final = "Rà soát văn bản tháng 11/2026, chờ pháp chế của Sở xác nhận"
# Number, title, day it ceased, what replaced it.
CITED_DOCUMENTS: Final = (
    ("42/2022/NĐ-CP", "Nghị định về cung cấp thông tin và dịch vụ công trực tuyến trên môi trường mạng", date(2026, 7, 1), "Nghị định 224/2026/NĐ-CP"),
    ("43/2011/NĐ-CP", "Nghị định về cung cấp thông tin và dịch vụ công trực tuyến trên cổng thông tin điện tử", date(2022, 8, 15), "Nghị định 224/2026/NĐ-CP"),
    ("13/2023/NĐ-CP", "Nghị định về bảo vệ dữ liệu cá nhân", date(2026, 1, 1), "Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP"),
    ("61/2018/NĐ-CP", "Nghị định về cơ chế một cửa, một cửa liên thông", date(2025, 7, 1), "Nghị định 118/2025/NĐ-CP"),
    ("85/2016/NĐ-CP", "Nghị định về bảo đảm an toàn hệ thống thông tin theo cấp độ", date(2026, 8, 19), "Nghị định 331/2026/NĐ-CP"),
    ("67/2006/QH11", "Luật Công nghệ thông tin 2006", date(2026, 7, 1), "Luật Chuyển đổi số 148/2025/QH15"),
    ("103/2016/QH13", "Luật Báo chí 2016", date(2026, 7, 1), "Luật Báo chí 126/2025/QH15"),
    ("01/2011/QH13", "Luật Lưu trữ 2011", date(2025, 7, 1), "Luật Lưu trữ 33/2024/QH15"),
    ("53/2017/TT-BYT", "Thông tư về thời hạn bảo quản hồ sơ, tài liệu ngành y tế", date(2025, 7, 1), "Thông tư 33/2025/TT-BYT"),
)  # fmt: skip


def ensure_lists() -> None:
    """Fills each list that is still empty; one that people keep is left as they keep it, with what they took out of it."""
    _fill(
        OfficialName,
        (OfficialName(right=right, wrong="\n".join(wrong), source=source) for right, wrong, source in OFFICIAL_NAMES),
    )
    _fill(
        Abbreviation,
        (
            Abbreviation(short=short, long=long, well_known=known)
            for group, known in ((WELL_KNOWN, True), (EXPLAINED, False))
            for short, long in group
        ),
    )
    _fill(
        CitedDocument,
        (
            CitedDocument(number=number, title=title, ceased_on=day, replaced_by=replaced_by, source=_SURVEY)
            for number, title, day, replaced_by in CITED_DOCUMENTS
        ),
    )
    _fill(DelicateWords, delicate_rows(DelicateWords))


def _fill(model: type[Model], rows: Iterable[Model]) -> None:
    if not model._default_manager.exists():
        model._default_manager.bulk_create(rows)

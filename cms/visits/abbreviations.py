"""What the abbreviations of the field are read out as. Pure Python.

The searched ones come from `cms.core.search.synonyms`; what the desk keeps in its own list comes by the hook
``spoken_abbreviations``. Source: the abbreviations of the Ministry of Health's and the province's own documents.
"""

from __future__ import annotations

from typing import Final

from cms.core.search.synonyms import SYNONYMS

_MORE: Final = {
    "ATTP": "an toàn thực phẩm",
    "BHXH": "bảo hiểm xã hội",
    "BS": "bác sĩ",
    "BSCKI": "bác sĩ chuyên khoa một",
    "BSCKII": "bác sĩ chuyên khoa hai",
    "BYT": "Bộ Y tế",
    "CB": "cán bộ",
    "CBCC": "cán bộ, công chức",
    "CBVC": "cán bộ, viên chức",
    "CCCD": "căn cước công dân",
    "CDC": "trung tâm kiểm soát bệnh tật",
    "CKI": "chuyên khoa một",
    "CKII": "chuyên khoa hai",
    "CNTT": "công nghệ thông tin",
    "COVID-19": "cô vít mười chín",
    "CSDL": "cơ sở dữ liệu",
    "CSSK": "chăm sóc sức khỏe",
    "DS": "dược sĩ",
    "ĐD": "điều dưỡng",
    "ĐKKV": "đa khoa khu vực",
    "GDSK": "giáo dục sức khỏe",
    "HĐND": "hội đồng nhân dân",
    "HSBA": "hồ sơ bệnh án",
    "KBCB": "khám bệnh, chữa bệnh",
    "KCB": "khám bệnh, chữa bệnh",
    "KHHGĐ": "kế hoạch hóa gia đình",
    "KSBT": "kiểm soát bệnh tật",
    "KSNK": "kiểm soát nhiễm khuẩn",
    "KT-XH": "kinh tế, xã hội",
    "NVYT": "nhân viên y tế",
    "PAR": "PAR",
    "PAR Index": "chỉ số cải cách hành chính",
    "PC": "phòng, chống",
    "PVHCC": "phục vụ hành chính công",
    "QLNN": "quản lý nhà nước",
    "SXH": "sốt xuất huyết",
    "SXHD": "sốt xuất huyết Dengue",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TNHH": "trách nhiệm hữu hạn",
    "TP": "thành phố",
    "TTHC": "thủ tục hành chính",
    "TW": "trung ương",
    "TYT": "trạm y tế",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "XHCN": "xã hội chủ nghĩa",
    "YHCT": "y học cổ truyền",
    "YTDP": "y tế dự phòng",
}
#: Titles and short words that carry a full stop, which must not end a sentence. The longest come first.
DOTTED: Final = (
    ("PGS.TS.BS.", "phó giáo sư, tiến sĩ, bác sĩ"),
    ("PGS.TS.", "phó giáo sư, tiến sĩ"),
    ("PGS.TS", "phó giáo sư, tiến sĩ"),
    ("GS.TS.", "giáo sư, tiến sĩ"),
    ("GS.TS", "giáo sư, tiến sĩ"),
    ("ThS.BS.", "thạc sĩ, bác sĩ"),
    ("ThS.BS", "thạc sĩ, bác sĩ"),
    ("TS.BS.", "tiến sĩ, bác sĩ"),
    ("TS.BS", "tiến sĩ, bác sĩ"),
    ("BS.CKII", "bác sĩ chuyên khoa hai"),
    ("BS.CKI", "bác sĩ chuyên khoa một"),
    ("TP.HCM", "thành phố Hồ Chí Minh"),
    ("PGS.", "phó giáo sư"),
    ("GS.", "giáo sư"),
    ("ThS.", "thạc sĩ"),
    ("TS.", "tiến sĩ"),
    ("BS.", "bác sĩ"),
    ("DS.", "dược sĩ"),
    ("ĐD.", "điều dưỡng"),
    ("TP.", "thành phố"),
    ("TX.", "thị xã"),
    ("TT.", "thị trấn"),
    ("v.v...", "vân vân."),
    ("v.v…", "vân vân."),
    ("v.v.", "vân vân."),
    ("v.v", "vân vân"),
    ("đ/c", "đồng chí"),
    ("Đ/c", "đồng chí"),
)


def spoken_forms() -> dict[str, str]:
    """Every abbreviation with what it is read out as; the last wording of a line of synonyms is its long form."""
    searched = {short: line[-1] for line in SYNONYMS for short in line[:-1] if short.isupper()}
    return searched | _MORE

"""The words that ask for a second reviewer in a new house; the desk goes on keeping them (`DelicateWords`)."""

from __future__ import annotations

from typing import Any, Final

#: What they say in short, kind, wordings.
DELICATE_WORDS: Final = (
    (
        "Hứa chữa khỏi",
        "medical_claim",
        (
            "chữa khỏi", "chữa dứt điểm", "chữa tận gốc", "chữa triệt để", "chữa lành hẳn", "chữa bệnh khỏi",
            "chữa bệnh dứt điểm", "chữa bệnh tận gốc", "chữa bệnh triệt để", "chữa bệnh lành hẳn", "trị khỏi",
            "trị dứt điểm", "trị tận gốc", "trị triệt để", "trị lành hẳn", "trị bệnh khỏi", "trị bệnh dứt điểm",
            "trị bệnh tận gốc", "trị bệnh triệt để", "trị bệnh lành hẳn", "điều trị khỏi", "điều trị dứt điểm",
            "điều trị tận gốc", "điều trị triệt để", "điều trị lành hẳn", "điều trị bệnh khỏi",
            "điều trị bệnh dứt điểm", "điều trị bệnh tận gốc", "điều trị bệnh triệt để", "điều trị bệnh lành hẳn",
            "đặc trị khỏi", "đặc trị dứt điểm", "đặc trị tận gốc", "đặc trị triệt để", "đặc trị lành hẳn",
            "đặc trị bệnh khỏi", "đặc trị bệnh dứt điểm", "đặc trị bệnh tận gốc", "đặc trị bệnh triệt để",
            "đặc trị bệnh lành hẳn", "cam kết khỏi", "cam kết chữa khỏi", "cam kết hiệu quả",
        ),
    ),
    (
        "Khỏi hẳn, khỏi vĩnh viễn",
        "medical_claim",
        (
            "khỏi hoàn toàn", "khỏi hẳn", "khỏi vĩnh viễn", "khỏi bệnh hoàn toàn", "khỏi bệnh hẳn",
            "khỏi bệnh vĩnh viễn", "dứt điểm bệnh", "dứt điểm cơn",
        ),
    ),
    (
        "Thuốc chữa mọi bệnh",
        "medical_claim",
        (
            "chữa bách bệnh", "bách bệnh", "thần dược", "tiên dược", "thuốc tiên", "đặc trị",
        ),
    ),
    (
        "Hiệu quả, an toàn tuyệt đối",
        "medical_claim",
        (
            "hiệu quả 100%", "hiệu quả đến 100%", "hiệu quả tới 100%", "hiệu quả gần 100%", "hiệu quả đạt 100%",
            "an toàn 100%", "an toàn đến 100%", "an toàn tới 100%", "an toàn gần 100%", "an toàn đạt 100%",
            "thành công 100%", "thành công đến 100%", "thành công tới 100%", "thành công gần 100%",
            "thành công đạt 100%", "khỏi 100%", "khỏi đến 100%", "khỏi tới 100%", "khỏi gần 100%", "khỏi đạt 100%",
            "khỏi bệnh 100%", "khỏi bệnh đến 100%", "khỏi bệnh tới 100%", "khỏi bệnh gần 100%", "khỏi bệnh đạt 100%",
            "100% hiệu quả", "100% an toàn", "100% khỏi", "100% thành công", "an toàn tuyệt đối",
            "hiệu quả tuyệt đối",
        ),
    ),
    (
        "Không có tác dụng phụ, biến chứng",
        "medical_claim",
        (
            "không tác dụng phụ", "không có tác dụng phụ", "không gây tác dụng phụ", "không biến chứng nào",
            "không có biến chứng nào",
        ),
    ),
    (
        "Nhất, duy nhất",
        "medical_claim",
        (
            "tốt nhất thế giới", "tốt nhất Việt Nam", "tốt nhất hiện nay", "duy nhất thế giới", "duy nhất Việt Nam",
        ),
    ),
    (
        "Phê phán, chấn chỉnh",
        "critical_piece",
        (
            "phê phán", "phê bình", "chấn chỉnh",
        ),
    ),
    (
        "Chậm trễ, trì trệ, yếu kém",
        "critical_piece",
        (
            "chậm trễ", "trì trệ", "yếu kém", "chưa đạt yêu cầu", "không hoàn thành nhiệm vụ",
        ),
    ),
    (
        "Sai phạm, vi phạm",
        "critical_piece",
        (
            "sai phạm", "vi phạm kỷ luật", "vi phạm quy định", "vi phạm quy trình", "vi phạm đạo đức",
        ),
    ),
    (
        "Nhũng nhiễu, phong bì",
        "critical_piece",
        (
            "nhũng nhiễu", "vòi vĩnh", "nhận phong bì", "đưa phong bì", "gợi ý phong bì", "tiêu cực",
        ),
    ),
    (
        "Phiền hà, sách nhiễu",
        "critical_piece",
        (
            "sách nhiễu", "gây phiền hà", "gây khó khăn cho người dân", "gây khó khăn cho người bệnh",
            "gây khó khăn cho doanh nghiệp", "bức xúc", "hách dịch", "cửa quyền",
        ),
    ),
    (
        "Thiếu trách nhiệm, đùn đẩy",
        "critical_piece",
        (
            "thiếu trách nhiệm", "đùn đẩy", "né tránh",
        ),
    ),
    (
        "Bị kỷ luật, bị xử lý",
        "critical_piece",
        (
            "bị kỷ luật", "bị khiển trách", "bị cảnh cáo", "bị xử lý", "bị xử phạt", "bị tố cáo",
        ),
    ),
    (
        "Tồn tại, hạn chế",
        "critical_piece",
        (
            "những tồn tại", "những hạn chế", "những bất cập", "những yếu kém", "nhiều tồn tại", "nhiều hạn chế",
            "nhiều bất cập", "nhiều yếu kém", "một số tồn tại", "một số hạn chế", "một số bất cập", "một số yếu kém",
            "các tồn tại", "các hạn chế", "các bất cập", "các yếu kém", "còn tồn tại", "còn hạn chế", "còn bất cập",
            "còn yếu kém", "bộc lộ tồn tại", "bộc lộ hạn chế", "bộc lộ bất cập", "bộc lộ yếu kém", "tồn tại, tồn tại",
            "tồn tại, hạn chế", "tồn tại, bất cập", "tồn tại, yếu kém", "hạn chế, yếu kém", "hạn chế, tồn tại",
            "hạn chế, bất cập", "hạn chế của", "hạn chế trong",
        ),
    ),
)  # fmt: skip
SOURCE: Final = "Quy ước của ban biên tập về bài phê phán và nội dung y khoa, chờ văn bản của Sở"


def delicate_rows(model: type[Any]) -> list[Any]:
    """The first delicate words as rows of ``model``, which a migration has in a form of its own."""
    return [
        model(name=name, kind=kind, wordings="\n".join(wordings), source=SOURCE)
        for name, kind, wordings in DELICATE_WORDS
    ]

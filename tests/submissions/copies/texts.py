"""Texts that are compared: the demo's articles, and two reports of one event by two hands."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from bulletin.demo import material
from submissions.copies.shingles import text_of_content

#: One event, the same facts, the same official names and the same words of a director: two reporters.
EVENT = (
    (
        "Sáng 12/11, Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hòa tổ chức lớp tập huấn sử dụng phần mềm một cửa điện tử "
        "cho 86 cán bộ của 33 trạm y tế trên địa bàn tỉnh. Lớp học kéo dài hai ngày tại hội trường số 40 đường Phan Chu "
        "Trinh, phường Nha Trang. Theo Kế hoạch số 15/KH-SYT của Sở Y tế tỉnh Khánh Hòa, từ ngày 01/12 mọi hồ sơ cấp "
        "chứng chỉ hành nghề phải được tiếp nhận trực tuyến. Học viên được làm thử trên máy từ khâu nhận giấy tờ cho tới "
        "khâu trả kết quả, mỗi người xử lý ít nhất năm bộ hồ sơ mẫu. “Chúng tôi không muốn người dân phải đi lại hai lần "
        "chỉ vì thiếu một tờ giấy, cho nên cán bộ phải thạo việc trước khi hệ thống chạy thật”, Giám đốc Trung tâm phát "
        "biểu. Sau lớp học, mỗi trạm cử một người làm đầu mối, giữ liên lạc với tổ kỹ thuật qua nhóm Zalo."
    ),
    (
        "Làm sao để một bộ hồ sơ không phải đi hai vòng? Câu hỏi ấy mở đầu buổi học của hơn tám mươi nhân viên y tế cơ sở, "
        "do Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hòa mở trong hai ngày 12 và 13 tháng 11. Thay vì nghe giảng, ai cũng "
        "ngồi trước một chiếc máy tính, tự nhận giấy tờ của một người dân tưởng tượng rồi tự trả kết quả. Chị Phạm Thị "
        "Thu, y sĩ ở Cam Lâm, kể rằng chị quen tay sau bộ hồ sơ thứ ba. “Chúng tôi không muốn người dân phải đi lại hai "
        "lần chỉ vì thiếu một tờ giấy, cho nên cán bộ phải thạo việc trước khi hệ thống chạy thật”, ông giám đốc dặn dò. "
        "Đến đầu tháng chạp, theo Kế hoạch số 15/KH-SYT của Sở Y tế tỉnh Khánh Hòa, giấy tờ xin chứng chỉ hành nghề sẽ chỉ "
        "còn nhận qua mạng; ai vướng thì hỏi ngay tổ kỹ thuật, nhóm trực đến chín giờ tối mỗi ngày."
    ),
)


@cache
def texts() -> list[str]:
    """What is compared of each of the demo's articles, in their order."""
    return [
        text_of_content({"sapo": article.data["sapo"], "body": article.body})
        for _number, article in sorted(material.articles().items())
    ]


def body_of(text: str) -> list[dict[str, Any]]:
    """A text as the blocks of an article: a paragraph for each line."""
    return [{"type": "paragraph", "value": f"<p>{escape(line, quote=False)}</p>"} for line in text.split("\n") if line]

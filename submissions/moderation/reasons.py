"""The first list of frequent reasons, with what a unit learns from each; an existing list is never touched."""

from __future__ import annotations

from typing import Final

from submissions.moderation.models import ReturnReason

# Content and not interface: the desk goes on to write these in its own words.
FIRST: Final = {
    ReturnReason.Kind.RETURN: (
        ("Ảnh thiếu chú thích hoặc nguồn ảnh.", "Mỗi ảnh ghi một dòng: ai, làm gì, ở đâu, khi nào; sau đó “Ảnh: tên người chụp”."),
        ("Sa-pô chưa nói điều mới.", "Viết một, hai câu: việc gì đã thay đổi, ai được lợi, bắt đầu từ khi nào."),
        ("Số liệu, tên riêng chưa có nguồn.", "Ghi nguồn ngay trong câu: “theo thống kê của khoa Khám bệnh, tháng 10/2026”."),
        ("Bài viết như báo cáo.", "Kể một người bệnh hoặc một nhân viên cụ thể; chuyển số liệu thành một, hai câu."),
        ("Nêu tên người bệnh khi chưa có sự đồng ý.", "Xin đồng ý bằng văn bản, hoặc viết tắt tên và bỏ chi tiết nhận dạng."),
        ("Bài dài quá so với thể loại.", "Tin khoảng 100–350 chữ, bài khoảng 400–1.200 chữ: giữ một ý chính."),
        ("Chữ viết tắt chưa được giải thích.", "Viết đầy đủ ở lần đầu, chữ tắt để trong ngoặc đơn."),
        ("Viện dẫn văn bản đã hết hiệu lực.", "Tra văn bản thay thế trước khi viện dẫn."),
    ),
    ReturnReason.Kind.REJECT: (
        ("Chủ đề ngoài kế hoạch tuyên truyền của năm.", "Xem danh mục chủ đề của kế hoạch trước khi viết."),
        ("Nội dung đã đăng trước đó.", "Tìm trên trang trước khi viết; nếu có diễn biến mới thì viết về diễn biến đó."),
        ("Chép từ nguồn khác.", "Tự viết từ việc của đơn vị; trích dẫn thì ghi nguồn."),
    ),
}  # fmt: skip


def ensure_reasons() -> None:
    """Enters the first list where there is none yet."""
    if ReturnReason.objects.exists():
        return
    ReturnReason.objects.bulk_create(
        ReturnReason(kind=kind, text=text, advice=advice, order=order)
        for kind, rows in FIRST.items()
        for order, (text, advice) in enumerate(rows)
    )

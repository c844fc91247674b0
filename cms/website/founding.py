"""The first words of the pages about the house, and the first links of the register. The office changes them on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from cms.website.enums import ReaderGroup
from cms.website.house_pages import (
    AudienceIndexPage,
    AudiencePage,
    ContactPage,
    InfoPage,
    LinksPage,
    PortalLink,
)

if TYPE_CHECKING:
    from cms.website.models import HomePage


@dataclass(frozen=True, slots=True)
class Door:
    """A door by audience: its title, its address and what it says of itself."""

    group: ReaderGroup
    title: str
    slug: str
    intro: str


DOORS = (
    Door(
        ReaderGroup.PUBLIC, "Người dân", "nguoi-dan",
        "<p>Thủ tục đã đơn giản đi chỗ nào, nộp hồ sơ ở đâu, khám bệnh cần mang gì: những bài viết cho người dân, người bệnh và người nhà.</p>",
    ),
    Door(
        ReaderGroup.STAFF, "Cán bộ", "can-bo",
        "<p>Cách làm, sáng kiến và bài học từ các đơn vị, viết cho cán bộ, công chức, viên chức ngành y tế.</p>",
    ),
    Door(
        ReaderGroup.BUSINESS, "Doanh nghiệp", "doanh-nghiep",
        "<p>Cấp phép, công bố, kiểm tra và môi trường đầu tư trong lĩnh vực y tế, viết cho doanh nghiệp và nhà đầu tư.</p>",
    ),
)  # fmt: skip

ABOUT_LEAD = (
    "Bản tin về cải cách hành chính của ngành y tế: mỗi tháng các đơn vị kể việc mình đã làm để thủ tục gọn hơn, "
    "người dân bớt phải chờ, bớt phải đi lại."
)
ABOUT = """
<h2>Ai viết, ai duyệt</h2>
<p>Bài do các đơn vị trong ngành gửi về. Mỗi bài được biên tập viên đọc và chỉ đăng khi có người thứ hai duyệt; người viết
không tự duyệt bài của mình. Điều bạn đọc thấy đúng là bản đã được duyệt.</p>
<h2>Khi có sai sót</h2>
<p>Bài đã đăng nếu phải sửa thì ngay dưới bài ghi rõ ngày sửa và đã sửa điều gì. Bài bị gỡ thì địa chỉ cũ cho biết ngày gỡ và lý do.</p>
<h2>Bạn đọc và dữ liệu của mình</h2>
<p>Trang này không đặt cookie khi bạn đọc, không dùng công cụ theo dõi của bên thứ ba. Lựa chọn cỡ chữ, nền sáng hay tối chỉ
lưu trong trình duyệt của bạn.</p>
<h2>Sử dụng lại</h2>
<p>Được trích dẫn, đăng lại nội dung khi ghi rõ nguồn. Ảnh có người bệnh hoặc trẻ em chỉ đăng khi đã có đồng ý bằng văn bản, xin không dùng lại
ảnh ngoài bài.</p>
"""
CONTACT_LEAD = "Góp ý, báo sai sót, đề nghị gỡ ảnh hoặc gửi tin cho bản tin: hãy viết hoặc gọi cho ban thư ký."
CONTACT = """
<h2>Báo một chỗ sai</h2>
<p>Cho biết tên bài và chỗ cần sửa. Nếu đúng là sai, bài sẽ được đính chính và ghi rõ ngày sửa.</p>
<h2>Bạn có mặt trong một bức ảnh</h2>
<p>Nếu không muốn ảnh của mình tiếp tục được đăng, hãy gọi hoặc viết cho chúng tôi; ảnh sẽ được gỡ ở mọi nơi trên trang này.</p>
<h2>Phản ánh, kiến nghị về thủ tục hành chính</h2>
<p>Xin gửi qua Cổng Dịch vụ công quốc gia hoặc bộ phận một cửa nơi nộp hồ sơ để được giải quyết đúng thẩm quyền và đúng hạn.</p>
"""
LINKS_LEAD = (
    "Những cổng thông tin của cơ quan nhà nước mà bài viết thường nhắc tới. Mỗi liên kết ghi rõ cơ quan chủ quản."
)
# (name, who answers for it, address, what is there)
LINKS = (
    ("Cổng Dịch vụ công quốc gia", "Văn phòng Chính phủ", "https://dichvucong.gov.vn/", "Nộp hồ sơ trực tuyến, tra cứu thủ tục, gửi phản ánh, kiến nghị."),
    ("Cổng Thông tin điện tử Chính phủ", "Văn phòng Chính phủ", "https://chinhphu.vn/", "Văn bản, chỉ đạo điều hành."),
    ("Cổng thông tin Bộ Y tế", "Bộ Y tế", "https://moh.gov.vn/", "Chính sách, hướng dẫn chuyên môn của ngành."),
    ("Trang thông tin Cải cách hành chính nhà nước", "Bộ Nội vụ", "https://caicachhanhchinh.gov.vn/", "Chương trình tổng thể, chỉ số cải cách hành chính."),
    ("Cổng thông tin Bảo hiểm xã hội Việt Nam", "Bảo hiểm xã hội Việt Nam", "https://baohiemxahoi.gov.vn/", "Tra cứu thẻ và quyền lợi bảo hiểm y tế."),
    ("Cổng thông tin điện tử tỉnh Khánh Hòa", "Ủy ban nhân dân tỉnh Khánh Hòa", "https://khanhhoa.gov.vn/", "Tin tức, văn bản và thủ tục của tỉnh."),
)  # fmt: skip


@transaction.atomic
def ensure_house_pages(*, home: HomePage) -> None:
    """The pages about the house and the doors by audience; what exists is left as people have changed it."""
    if not InfoPage.objects.exists():
        home.add_child(instance=InfoPage(title="Về bản tin", slug="ve-ban-tin", lead=ABOUT_LEAD, text=ABOUT.strip()))
    if not ContactPage.objects.exists():
        home.add_child(instance=ContactPage(title="Liên hệ", slug="lien-he", lead=CONTACT_LEAD, text=CONTACT.strip()))
    if not LinksPage.objects.exists():
        links = [
            PortalLink(sort_order=order, name=name, owner=owner, url=url, note=note)
            for order, (name, owner, url, note) in enumerate(LINKS)
        ]
        home.add_child(instance=LinksPage(title="Liên kết", slug="lien-ket", lead=LINKS_LEAD, portal_links=links))
    doors = AudienceIndexPage.objects.first() or home.add_child(
        instance=AudienceIndexPage(title="Theo đối tượng", slug="doi-tuong")
    )
    for door in DOORS:
        if not AudiencePage.objects.filter(group=door.group).exists():
            doors.add_child(
                instance=AudiencePage(title=door.title, slug=door.slug, group=door.group, intro=door.intro)
            )

"""The topics of the outreach plans and the sections under which readers find them.

Source: the union of the plans of 2017–2024 (T02–T08 are the six fields of Nghị quyết 76/NQ-CP of 2021). Both can be
changed on the desk afterwards; these are only where a new house starts.
"""

from __future__ import annotations

from cms.website.structure import Section

TOPICS = {
    "T01": "Chỉ đạo, điều hành CCHC",
    "T02": "Cải cách thể chế, VBQPPL",
    "T03": "Cải cách TTHC, KSTTHC, công khai/niêm yết, rà soát, đơn giản hóa",
    "T04": "Một cửa, một cửa liên thông, Trung tâm PVHCC, bưu chính công ích",
    "T05": "Tổ chức bộ máy, sắp xếp, phân cấp, sáp nhập",
    "T06": "Chế độ công vụ, kỷ luật kỷ cương, văn hóa công sở, đào tạo, tiền lương",
    "T07": "Tài chính công, tự chủ, xã hội hóa",
    "T08": "Chính quyền điện tử/số, CĐS, DVC trực tuyến, Đề án 06/VNeID, ISO",
    "T09": "Chỉ số (PAR Index, SIPAS, PAPI, PCI, DDCI, DTI, ICT, POBI, PACA, PII)",
    "T10": "PAKN, hỏi–đáp, đường dây nóng, tiếp công dân",
    "T11": "Gương điển hình, mô hình, sáng kiến",
    "T12": "Hạn chế, tiêu cực, nhũng nhiễu",
    "T13": "Khám chữa bệnh, BHYT/BHXH tự nguyện, cải tiến quy trình bệnh viện",
    "T14": "Môi trường đầu tư kinh doanh, cơ chế đặc thù, khởi nghiệp ĐMST, sở hữu trí tuệ",
    "T15": "Dân chủ cơ sở, thi đua khen thưởng, chống tham nhũng lãng phí",
    "T16": "Nội dung tiếng Anh",
    "T17": "Phòng chống dịch, giáo dục sức khỏe",
    "T99": "Khác",
}

SECTIONS = (
    Section(title="Thủ tục và một cửa", topics=("T03", "T04")),
    Section(title="Chuyển đổi số", topics=("T08",)),
    Section(title="Khám chữa bệnh", topics=("T13", "T17")),
    Section(title="Con người và công vụ", topics=("T05", "T06", "T11", "T15")),
    Section(title="Lắng nghe người dân", topics=("T10", "T12")),
    Section(title="Điều hành và chỉ số", topics=("T01", "T02", "T07", "T09", "T14")),
    Section(title="English", topics=("T16",)),
)

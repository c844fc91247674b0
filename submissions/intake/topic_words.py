"""Words by which a topic of the outreach plans is recognised, in folded form (no marks, lower case).

Weights: 3 names the topic itself, 2 points to it, 1 leans towards it. Drawn from the plans' own descriptions of the
topics, not from single articles.
"""

from __future__ import annotations

from typing import Final

TOPIC_WORDS: Final[dict[str, dict[str, int]]] = {
    "T01": {
        "ke hoach tuyen truyen": 3, "ke hoach cai cach hanh chinh": 3, "tuyen truyen cai cach hanh chinh": 2,
        "chi dao dieu hanh": 3, "giao ban": 3, "ban chi dao": 2, "trien khai nhiem vu": 2, "hoi nghi trien khai": 2,
        "hoi nghi so ket": 2, "so ket": 1, "tong ket": 1, "ban hanh ke hoach": 2, "gui bai": 2, "chi thi": 1,
        "phan cong": 1, "bao cao cai cach hanh chinh": 2,
    },
    "T02": {
        "the che": 3, "van ban quy pham phap luat": 3, "vbqppl": 3, "nghi quyet": 1, "thong tu": 1, "nghi dinh": 1,
        "ra soat van ban": 3, "gop y du thao": 3, "theo doi thi hanh phap luat": 3, "quy dinh moi": 1, "bai bo van ban": 3,
    },
    "T03": {
        "thu tuc hanh chinh": 2, "tthc": 2, "kiem soat thu tuc": 3, "niem yet": 3, "cong khai thu tuc": 3, "ra soat thu tuc": 3,
        "don gian hoa": 3, "cat giam thu tuc": 3, "cat giam": 1, "rut ngan": 3, "thoi gian giai quyet": 2,
        "cap giay phep": 2, "giay phep hanh nghe": 2, "bot giay to": 2, "to khai": 2, "bieu mau": 1, "thanh phan ho so": 2,
        "bo yeu cau": 1, "chung chi hanh nghe": 2,
    },
    "T04": {
        "mot cua": 3, "mot cua lien thong": 3, "lien thong": 2, "trung tam phuc vu hanh chinh cong": 3, "mot dau moi": 3,
        "bo phan tiep nhan va tra ket qua": 1, "buu chinh cong ich": 3, "tra ket qua tai nha": 3, "qua buu dien": 3,
        "tiep nhan ho so": 2, "dau moi tiep nhan": 2, "tra ket qua": 1,
    },
    "T05": {
        "to chuc bo may": 3, "bo may": 2, "sap xep": 2, "sap nhap": 3, "hop nhat": 3, "sau hop nhat": 3, "phan cap": 3,
        "tinh gian bien che": 3, "chuyen tram y te": 3, "chuyen giao": 1, "chinh quyen hai cap": 3, "dia phuong hai cap": 3,
        "quyet dinh sap xep": 3, "vi tri viec lam": 2, "don vi hanh chinh": 1, "khong duoc gian doan": 2,
    },
    "T06": {
        "ky luat": 2, "ky cuong": 3, "van hoa cong so": 3, "van hoa giao tiep": 3, "giao tiep ung xu": 3, "ung xu": 2,
        "thai do phuc vu": 3, "che do cong vu": 3, "cong vu": 2, "dao duc": 2, "tap huan": 2, "dao tao": 2, "boi duong": 2,
        "lop hoc": 2, "tien luong": 3, "thi tuyen": 2, "danh gia vien chuc": 3, "nu cuoi": 1, "xin loi": 2,
        "thai do": 1, "khong hen lai": 1,
    },
    "T07": {
        "tai chinh cong": 3, "tu chu": 3, "tu chu tai chinh": 3, "xa hoi hoa": 3, "khoan thu": 3, "vien phi": 1,
        "mua sam": 2, "dau thau": 2, "tai san cong": 3, "ngan sach": 2, "thu chi": 2, "gia dich vu": 2, "quyet toan": 2,
        "cong khai tai chinh": 3, "tiet kiem chi": 2,
    },
    "T08": {
        "dich vu cong truc tuyen": 3, "dich vu cong": 2, "dvc": 2, "truc tuyen": 2, "chuyen doi so": 3, "chinh quyen so": 3,
        "chinh quyen dien tu": 3, "ho so dien tu": 2, "benh an dien tu": 3, "ky so": 3, "chu ky so": 3, "so hoa": 3,
        "iso dien tu": 3, "iso": 2, "de an 06": 3, "vneid": 2, "dinh danh dien tu": 2, "cong dan so": 3,
        "khong dung tien mat": 3, "thanh toan dien tu": 2, "hoi chan tu xa": 3, "tu xa": 2, "ung dung": 1, "phan mem": 1,
        "may tinh bang": 1, "du lieu": 1, "dien tu": 1, "kham benh tu xa": 3, "to cong nghe so": 3, "bo chep tay": 2,
        "chep tay": 2, "truc tuyen toan trinh": 3,
    },
    "T09": {
        "par index": 3, "sipas": 3, "papi": 3, "pci": 3, "ddci": 3, "dti": 2, "pobi": 3, "chi so hai long": 3, "chi so": 2,
        "muc do hai long": 2, "khao sat": 2, "tieu chi": 2, "mat diem": 3, "cham diem": 1, "xep hang": 1, "hai long": 1,
        "tang hang": 2, "xep thu": 2,
    },
    "T10": {
        "phan anh kien nghi": 3, "phan anh": 2, "kien nghi": 2, "gop y": 2, "hoi dap": 3, "duong day nong": 3,
        "tiep cong dan": 3, "hop thu gop y": 3, "luot gop y": 3, "tra loi": 1, "giai dap": 2, "khieu nai": 2, "to cao": 1,
        "lang nghe": 2, "nguoi dan hoi": 3, "luot phan anh": 2,
    },
    "T11": {
        "guong dien hinh": 3, "dien hinh tien tien": 3, "nguoi tot viec tot": 3, "mo hinh": 2, "sang kien": 3, "nguoi giu": 2,
        "tan tuy": 2, "gan bo": 1, "cuon so": 1, "bac si vung cao": 3, "vung cao": 1, "lang tham": 2, "nguoi di dau": 3,
        "ba nam lien": 1, "de xuat": 1, "cach lam hay": 3,
    },
    "T12": {
        "han che": 3, "ton tai": 2, "nhung nhieu": 3, "phien ha": 3, "tieu cuc": 3, "chan chinh": 3, "vuong": 2,
        "con vuong": 3, "cham tre": 3, "tre hen": 2, "kiem tra cai cach hanh chinh": 3, "qua kiem tra": 2, "kiem tra": 1,
        "khac phuc": 2, "phai bo sung": 2, "vi sao": 1, "rut kinh nghiem": 2, "chua dat": 2, "nguyen nhan": 1,
        "ho so phai bo sung": 3, "nop them": 2, "yeu cau nop": 2,
    },
    "T13": {
        "kham benh": 2, "kham chua benh": 3, "chua benh": 1, "bao hiem y te": 3, "bhyt": 3, "bhxh": 2, "bao hiem xa hoi": 2,
        "dang ky kham": 3, "xep hang": 2, "cho kham": 3, "thoi gian cho": 2, "quy trinh kham": 3, "the bao hiem": 3,
        "cai tien quy trinh": 3, "nguoi benh": 1, "phong kham": 1, "di kham": 2, "xet nghiem": 2, "nhap vien": 1,
        "xuat vien": 2, "cap cuu": 1, "ra vien": 1, "can cuoc": 1, "dat lich kham": 3, "bot nguoi cho": 2,
    },
    "T14": {
        "moi truong dau tu": 3, "dau tu kinh doanh": 3, "doanh nghiep": 3, "nha dau tu": 3, "doi thoai": 2, "khoi nghiep": 3,
        "doi moi sang tao": 2, "so huu tri tue": 3, "co che dac thu": 3, "an toan thuc pham": 2, "co so san xuat": 2,
        "giay chung nhan an toan thuc pham": 3, "giay chung nhan": 1, "cong bo san pham": 2, "ho kinh doanh": 3,
        "co so kinh doanh": 2, "vuong mac duoc go": 2,
    },
    "T15": {
        "dan chu co so": 3, "thi dua": 3, "phat dong": 2, "khen thuong": 3, "hoi nghi can bo vien chuc": 3,
        "hoi nghi can bo": 3, "chong tham nhung": 3, "tham nhung": 3, "lang phi": 3, "phong chong lang phi": 3,
        "tiet kiem": 2, "ke khai tai san": 3, "bang khen": 2, "cong doan": 1, "dung chung": 1,
        "cai tien": 1,
    },
    "T16": {},
    "T17": {
        "phong chong dich": 3, "phong dich": 3, "tiem chung": 3, "vac xin": 3, "sot xuat huyet": 3, "giao duc suc khoe": 3,
        "truyen thong giao duc": 2, "y te hoc duong": 3, "hoc duong": 2, "khai bao y te": 3, "benh truyen nhiem": 3,
        "dinh duong": 2, "tay chan mieng": 3, "suc khoe sinh san": 2, "phong benh": 3, "tiem": 1, "truong hoc": 1,
    },
}  # fmt: skip

AUDIENCE_WORDS: Final[dict[str, dict[str, int]]] = {
    "businesses": {
        "doanh nghiep": 3, "co so san xuat": 3, "co so kinh doanh": 3, "ho kinh doanh": 3, "nha thuoc": 2, "my pham": 2,
        "duoc my pham": 2, "kiem nghiem": 3, "giay chung nhan an toan thuc pham": 3, "nha may": 2, "cong bo san pham": 3,
        "an toan thuc pham": 2,
    },
    "staff": {
        "can bo": 2, "vien chuc": 3, "cong chuc": 3, "nguoi lao dong": 2, "ky cuong": 3, "ky luat": 2, "tap huan": 3,
        "giao ban": 3, "thi dua": 1, "ke hoach tuyen truyen": 3, "ban hanh ke hoach": 2, "par index": 2, "tieu chi": 2,
        "sap xep khoa phong": 3, "tram y te": 1, "don vi": 1, "sang kien": 2, "chan chinh": 2, "kiem tra": 2,
        "hop giao ban": 3, "bo phan tiep nhan": 1, "bac si": 1, "dieu duong": 1, "hoi nghi": 1, "iso": 1, "noi bo": 2,
        "lop hoc": 2, "nhan vien": 1, "quyet dinh sap xep": 1, "chi so hai long": 2, "ho so phai bo sung": 1,
        "truc tuyen phai bo sung": 2,
    },
    "citizens": {
        "nguoi dan": 3, "nguoi benh": 2, "benh nhan": 2, "ba con": 2, "dong bao": 1, "nguoi cao tuoi": 3, "phu huynh": 2,
        "di kham": 2, "xep hang": 2, "o dau": 1, "bao hiem y te": 2, "dich vu cong": 1, "tiem chung": 2, "hoi dap": 2,
        "vien phi": 1, "dang ky kham": 2, "thu tuc": 1, "gia dinh": 1,
    },
    "investors": {"nha dau tu": 3, "investor": 3, "investors": 3},
}  # fmt: skip

"""Files read: the sheet found by its headings, every cell as one sees it, and what cannot be read refused."""

import io
import random
import unicodedata
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from config.sheets import reading
from config.sheets.finding import dataset_from
from config.sheets.plan import Fate
from config.sheets.reading import read_sheets
from config.sheets.sheet import SheetError
from indicators.models import Place
from indicators.resources import PlaceResource, UnitResource
from power.resources import LineResource
from tests.sheets import as_csv, as_xlsx, ods, preview, replaced, told, write, xlsx
from tests.workbooks.making import old_book

pytestmark = pytest.mark.django_db

PLACES = [["Mã địa bàn", "Tên địa bàn", "Cấp"], ["17", "Tỉnh Hòa Bình", "tỉnh"]]
LINES = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def refusal(content, filename="tệp.xlsx", resource=None):
    with pytest.raises(SheetError) as error:
        dataset_from(content, filename, resource or PlaceResource())
    return str(error.value)


def found(content, filename="tệp.xlsx"):
    return dataset_from(content, filename, PlaceResource())


# Which sheet, which row


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_wrong_sheet_first_does_not_matter(make):
    content = make([["Hướng dẫn"], ["Mã địa bàn: xem danh mục"]], PLACES)
    assert found(content).title == "Trang 2"
    assert write(PlaceResource(), content).counts[Fate.NEW] == 1


def test_titles_and_blank_rows_above_the_headings_do_not_matter_and_rows_keep_their_numbers():
    rows = [["SỞ CÔNG THƯƠNG"], [], ["Danh mục địa bàn", "Kèm theo công văn"], [], *PLACES, [], ["18", "Tỉnh", "sai"]]
    dataset = found(xlsx(rows))
    assert (dataset.headers, list(dataset.row_numbers)) == (PLACES[0], [6, 8])
    plan = preview(PlaceResource(), xlsx(rows))
    assert [(problem.row, problem.column, problem.shown) for problem in plan.problems] == [(8, "Cấp", "sai")]


def test_headings_match_whatever_their_case_spacing_and_tone_place():
    rows = [["  MÃ  ĐỊA BÀN ", "tên địa bàn", "cấp"], ["17", "Tỉnh Hoà Bình", "TỈNH"]]
    assert write(PlaceResource(), xlsx(rows)).counts[Fate.NEW] == 1
    assert Place.objects.get().level == "province"


def test_instructions_that_name_a_column_are_not_its_sheet():
    rows = [["Tên cột", "Cách ghi"], ["Mã địa bàn", "bắt buộc"], ["Tên địa bàn", "bắt buộc"]]
    assert found(xlsx(rows, PLACES)).title == "Trang 2"


def test_no_sheet_that_fits_names_the_headings_wanted_and_the_sheets_seen():
    message = refusal(xlsx([["a", "b"], [1, 2]], [["c"]]))
    assert "«Mã địa bàn»" in message
    assert "«Trang 1», «Trang 2»" in message


def test_a_missing_key_column_is_named():
    assert "Thiếu cột «Mã địa bàn»: trang «Trang 1», dòng 1" in refusal(xlsx([["Tên địa bàn", "Cấp"], ["x", "y"]]))


def test_two_sheets_that_both_fit_are_refused_by_name():
    assert "«Trang 1», «Trang 2»" in refusal(xlsx(PLACES, PLACES))


def test_of_two_sheets_that_fit_the_one_without_rows_is_passed_over():
    assert found(xlsx(PLACES[:1], PLACES)).title == "Trang 2"


def test_an_empty_file_an_empty_sheet_and_headings_alone_are_each_told():
    assert "0 byte" in refusal(b"")
    assert "không có ô nào" in refusal(xlsx([]))
    assert "không có ô nào" in refusal(b"\xef\xbb\xbf\r\n", "a.csv")
    assert told(preview(PlaceResource(), xlsx(PLACES[:1]))) == [
        "Trang chỉ có dòng tiêu đề, không có dòng dữ liệu nào: hãy điền dữ liệu rồi nhập lại."
    ]


def test_an_unknown_column_is_refused_by_name_not_passed_over():
    plan = preview(PlaceResource(), xlsx([[*PLACES[0], "Dân số"], [*PLACES[1], 850000]]))
    assert [problem for problem in told(plan) if problem.startswith("Cột «Dân số» không có trong địa bàn")]
    assert not plan.to_write


def test_a_column_that_only_numbers_the_lines_is_passed_over():
    rows = [["STT", *PLACES[0]], [1, *PLACES[1]]]
    assert write(PlaceResource(), xlsx(rows)).counts[Fate.NEW] == 1


@pytest.mark.parametrize("marks", [["(1)", "(2)", "(3)"], ["A", "B", "1"], [1, 2, "3=1+2"]])
def test_a_line_that_numbers_the_columns_is_left_out(marks):
    plan = preview(PlaceResource(), xlsx([PLACES[0], marks, PLACES[1]]))
    assert ([row.number for row in plan.rows], plan.notes) == ([3], ["Dòng đánh số cột được bỏ qua: dòng 2."])


def test_a_line_of_numbers_that_do_not_go_up_by_one_is_a_row():
    assert len(preview(LineResource(), xlsx([LINES, [1, 2, 110, 4]])).rows) == 1


def test_headings_repeated_among_the_rows_are_left_out():
    rows = [*PLACES, PLACES[0], ["18", "Tỉnh", "tỉnh"]]
    plan = preview(PlaceResource(), xlsx(rows))
    assert ([row.number for row in plan.rows], plan.problems) == ([2, 4], [])


def test_a_column_given_twice_is_refused():
    plan = preview(PlaceResource(), xlsx([[*PLACES[0], "cấp"], [*PLACES[1], "tỉnh"]]))
    assert told(plan) == ["Cột «cấp» có hai lần: hãy xóa bớt một cột."]


def test_a_value_under_no_heading_is_refused():
    assert "Dòng 2: ô ở cột D" in refusal(xlsx([PLACES[0], [*PLACES[1], "lạc"]]))


# Cells


@pytest.mark.parametrize("make", [xlsx, ods])
def test_numbers_stay_numbers_and_days_stay_days(make):
    rows = [[*LINES, "Ngày vận hành"], ["dz1", "Đường dây", 110, Decimal("25.003"), date(2026, 3, 5)]]
    (row,) = preview(LineResource(), make(rows)).rows
    assert (row.values["length_km"], row.values["commissioned_on"]) == (Decimal("25.003"), date(2026, 3, 5))


def test_day_first_iso_and_nothing_else():
    rows = [[*LINES, "Ngày vận hành"]]
    rows += [
        [f"dz{n}", "Đường dây", 110, 1, day] for n, day in enumerate(["05/03/2026", "2026-03-05", "03/25/2026", 46086])
    ]
    plan = preview(LineResource(), xlsx(rows))
    assert [row.cells.get("commissioned_on") for row in plan.rows] == [date(2026, 3, 5), date(2026, 3, 5), None, None]
    assert [problem.row for problem in plan.problems] == [4, 5]
    assert "là số, không phải ngày" in told(plan)[1]


def test_text_numbers_are_read_as_in_vietnam_and_ambiguous_ones_refused():
    texts = ["1.234,5", "1.234", "1,5", "12 345", "mười", "1.5", "-", "62%"]
    rows = [LINES, *([f"dz{n}", "Đường dây", 110, text] for n, text in enumerate(texts))]
    plan = preview(LineResource(), xlsx(rows))
    assert {row.cells["length_km"] for row in plan.rows if "length_km" in row.cells} == {
        Decimal("1234.5"), Decimal("1.5"), Decimal(12345), None,
    }  # fmt: skip
    assert [problem.shown for problem in plan.problems] == ["1.234", "mười", "1.5", "62%"]
    assert "«1.234» có thể là 1234 hoặc 1,234" in told(plan)[0]


def test_an_error_cell_a_formula_never_computed_and_a_percentage_are_refused_not_read_as_empty():
    book = openpyxl.Workbook()
    book.active.append(LINES)
    book.active.append(["dz1", "Đường dây", 110, "=1+1"])
    book.active.append(["dz2", "Đường dây", 110, "#REF!"])
    book.active["D3"].data_type = "e"
    book.active.append(["dz3", "Đường dây", 110, 0.62])
    book.active["D4"].number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    uncomputed, error, percent = told(preview(LineResource(), stream.getvalue()))
    assert uncomputed.startswith("Dòng 2, cột «Chiều dài (km)»: Ô có công thức chưa tính")
    assert error.startswith("Dòng 3, cột «Chiều dài (km)»: Ô có công thức bị lỗi (#REF!)")
    assert "hiện 62 % nhưng chứa 0,62" in percent


def test_an_ods_error_cell_and_percentage_are_refused():
    rows = [LINES, ["dz1", "Đường dây", 110, 1], ["dz2", "Đường dây", 110, 2]]
    content = (
        zipfile.ZipFile(io.BytesIO(ods(rows)))
        .read("content.xml")
        .replace(
            b'<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p>',
            b'<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p>',
        )
        .replace(b'value-type="float" office:value="2"', b'value-type="percentage" office:value="0.02"')
    )
    error, percent = told(preview(LineResource(), replaced(ods(rows), "content.xml", content)))
    assert error.startswith("Dòng 2, cột «Chiều dài (km)»: Ô có công thức bị lỗi (#DIV/0!)")
    assert percent.startswith("Dòng 3, cột «Chiều dài (km)»: Ô định dạng phần trăm hiện 2 %")


def test_a_computed_formula_gives_its_value():
    path, content = "xl/worksheets/sheet1.xml", as_xlsx([LINES, ["dz1", "Đường dây", 110, 12]])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read(path)
    computed = sheet.replace(b"<v>12</v>", b"<f>10+2</f><v>12</v>")
    assert computed != sheet
    (row,) = preview(LineResource(), replaced(content, path, computed)).rows
    assert row.values["length_km"] == 12


def test_merged_cells_and_an_error_in_one_line_are_both_seen():
    book = openpyxl.Workbook()
    for row in [LINES, ["dz1", "Đường dây", 110, 5], ["dz2", None, 110, "#REF!"]]:
        book.active.append(row)
    book.active["D3"].data_type = "e"
    book.active.merge_cells("B2:B3")
    stream = io.BytesIO()
    book.save(stream)
    plan = preview(LineResource(), stream.getvalue())
    assert [problem.cell for problem in plan.problems] == ["D3"]
    assert plan.rows[1].cells["name"] == "Đường dây"


def test_headings_merged_over_two_rows_are_one_heading_row():
    book = openpyxl.Workbook()
    for row in [PLACES[0], [], PLACES[1]]:
        book.active.append(row)
    for letter in "ABC":
        book.active.merge_cells(f"{letter}1:{letter}2")
    stream = io.BytesIO()
    book.save(stream)
    assert [row.number for row in write(PlaceResource(), stream.getvalue()).rows] == [3]


def test_a_code_typed_as_a_number_is_the_text_one_sees_and_zeros_in_front_stay():
    write(PlaceResource(), xlsx([PLACES[0], [17, "Tỉnh", "tỉnh"], ["007", "Xã", "xã, phường"]]))
    assert list(Place.objects.values_list("code", flat=True)) == ["007", "17"]


def test_a_number_longer_than_a_spreadsheet_keeps_is_refused():
    plan = preview(PlaceResource(), xlsx([PLACES[0], [1234567890123456789, "Tỉnh", "tỉnh"]]))
    assert "bảng tính đã làm tròn" in told(plan)[0]


def test_decomposed_letters_and_stray_spaces_are_cleaned():
    rows = [[unicodedata.normalize("NFD", f"  {cell} ") for cell in row] for row in PLACES]
    assert rows[1][1] != PLACES[1][1]
    write(PlaceResource(), xlsx(rows))
    assert list(Place.objects.values_list("code", "name", "level")) == [("17", "Tỉnh Hòa Bình", "province")]


def test_text_of_before_unicode_is_refused():
    assert "TCVN3" in told(preview(PlaceResource(), xlsx([PLACES[0], ["17", "Hßa B×nh", "tỉnh"]])))[0]


# csv


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_of_any_delimiter_in_unicode(delimiter, encoding):
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in PLACES)
    assert found(text.encode(encoding), "a.csv")[0] == ("17", "Tỉnh Hòa Bình", "tỉnh")


def test_csv_with_commas_in_its_semicolon_separated_headings_and_numbers():
    rows = [["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)"], ["dz,1", "a,b,c,d", Decimal("0.4")]]
    (row,) = preview(LineResource(), as_csv(rows), "a.csv").rows
    assert (row.values["code"], row.values["nominal_voltage_kv"]) == ("dz,1", Decimal("0.4"))


def test_csv_in_another_code_page_is_refused_with_the_way_out():
    content = "Mã địa bàn;Tên địa bàn".encode("cp1258", errors="replace")
    assert "«CSV UTF-8»" in refusal(content, "a.csv")


def test_csv_with_a_quote_left_open_is_refused():
    assert "nháy kép" in refusal('Mã địa bàn;Tên địa bàn;Cấp\r\n"17;Tỉnh;tỉnh\r\n18;Tỉnh;tỉnh'.encode(), "a.csv")


# Files that are no spreadsheets, or dangerous ones


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 hong", "bị hỏng"),
        (b"%PDF-1.7 ...", "không phải bảng tính"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "bị hỏng"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (bytes(range(256)) * 9, "UTF-8"),
    ],
)
def test_what_is_no_readable_spreadsheet_is_told_in_words(content, reason):
    assert reason in refusal(content)


def test_an_xls_of_wrong_bytes_is_read_or_told_and_never_a_fault():
    sound, chance = old_book(PLACES), random.Random(3)
    for _ in range(60):
        broken = bytearray(sound)
        for at in chance.sample(range(8, len(sound)), 20):
            broken[at] = chance.randrange(256)
        with suppress(SheetError):
            assert read_sheets(bytes(broken), "tệp.xls", [])


def test_a_cut_off_file_and_a_zip_of_something_else_are_told_in_words():
    assert "bị hỏng" in refusal(xlsx(PLACES)[:-200])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    assert "không phải bảng tính" in refusal(stream.getvalue())


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", reading.MEGABYTE)
    bomb = replaced(xlsx(PLACES), "xl/media/image1.png", bytes(3 * reading.MEGABYTE))
    assert "giải nén" in refusal(bomb)


def test_a_cell_at_the_far_corner_is_refused_before_it_takes_the_memory():
    sheet = (
        b'<worksheet xmlns="x"><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "«Trang 1»" in refusal(replaced(xlsx(PLACES), "xl/worksheets/sheet1.xml", sheet))


def test_too_large_a_file_and_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("config.sheets.finding.MAX_ROWS", 3)
    assert "quá 3 dòng" in refusal(xlsx([PLACES[0], *([str(n), "Tỉnh", "tỉnh"] for n in range(5))]))
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    assert "lớn hơn" in refusal(xlsx(PLACES))


def test_a_sheet_is_read_with_all_its_rows():
    (sheet,) = read_sheets(xlsx(PLACES), "a.xlsx", [])
    assert (sheet.name, sheet.rows) == ("Trang 1", PLACES)


def test_exact_numbers_of_a_unit_keep_their_decimals():
    rows = [["Mã đơn vị tính", "Đơn vị tính", "Đại lượng", "Hệ số về đơn vị gốc"], ["m2", "m²", "area", 0.000001]]
    (row,) = preview(UnitResource(), xlsx(rows)).rows
    assert row.values["factor"] == Decimal("0.000001")


# As departments send them


def hidden(content, name):
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[name].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("fonts", [{}, {"B62": ".VnTime"}])
def test_letters_of_before_unicode_are_found_however_far_down(fonts):
    rows = [PLACES[0], *([str(number), "A", "tỉnh"] for number in range(60)), ["99", "Hßa B×nh", "tỉnh"]]
    (problem,) = told(preview(PlaceResource(), old_book(rows, fonts=fonts)))
    assert problem.startswith("Tệp viết bằng bảng mã TCVN3 (ABC): «Hßa B×nh» → «Hòa Bình»")


def test_a_hidden_sheet_is_neither_imported_nor_in_the_way():
    assert found(hidden(xlsx(PLACES, PLACES), "Trang 1")).title == "Trang 2"


def test_a_web_page_named_as_a_spreadsheet_is_told_as_what_it_is():
    assert "trang web" in refusal("\ufeff<html><table><tr><td>Mã địa bàn</td></tr></table></html>".encode(), "a.xls")

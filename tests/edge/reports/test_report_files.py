"""Reports as CSV, workbooks, pages and JSON, read back as a program or a browser reads them."""

import base64
import csv
import hashlib
import html
import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_days import a_day, a_full_day

from edge.reports.model import Column, Picture, Report, Series, Shape, Table, Unit, Words
from edge.reports.writers.csv_files import csv_files, guarded
from edge.reports.writers.html import html_day_sheet, html_page
from edge.reports.writers.json_text import json_text, report_from_json
from edge.reports.writers.svg import drawn
from edge.reports.writers.terminal import as_text
from edge.reports.writers.xlsx import workbook

FORMULAS = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]
EVIL = "</td><script>alert(1)</script>&amp;'\""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_cell(cell: str) -> Report:
    """Return a report in which somebody wrote `cell` as a reason and as a name."""
    column = Column("reason", Words(cell, cell), Unit.TEXT)
    table = Table("reasons", Words("原因", "Reasons"), (column,), ((cell,),))
    series = (Series("s", Words(cell), (1.0,)),)
    picture = Picture("p", Words(cell), Shape.STACKS, Words(cell), (cell,), series)
    report = a_day()
    return replace(report, hall=Words(cell, cell), tables=(table,), pictures=(picture,))


# --- CSV ---


def test_each_table_is_a_csv_file_that_excel_opens_as_utf_8():
    files = dict(csv_files(a_day()))
    assert files.keys() >= {"summary.csv", "by_service.csv", "devices.csv"}
    assert all(text.startswith("\ufeff") for text in files.values())
    header, *rows = csv.reader(io.StringIO(files["by_service.csv"][1:]))
    assert header[:3] == ["业务 Service", "名称 Name", "英文名称 In English"]
    pay = dict(zip(header, rows[1], strict=True))
    assert pay["等候平均 Wait, mean（秒 s）"] == "420"
    assert pay["达标率 In time（%）"] == "50"
    assert pay["名称 Name"] == "交电费"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_file_is_a_formula(text: str):
    (file,) = [file for name, file in csv_files(with_cell(text)) if name == "reasons.csv"]
    (_header, (cell,)) = csv.reader(io.StringIO(file[1:], newline=""))
    assert cell == f"'{text}"
    assert guarded("A-1") == "A-1"


def test_a_negative_number_is_a_number_all_the_same():
    columns = (Column("bias", Words("偏差", "Bias"), Unit.MINUTES),)
    report = replace(a_day(), tables=(Table("t", Words("t"), columns, ((-1.5,),)),))
    assert dict(csv_files(report))["t.csv"].splitlines()[1] == "-1.5"


# --- XLSX ---


def opened(report: Report) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(workbook(report)))


def sheets(book: zipfile.ZipFile) -> dict[str, Xml.Element]:
    listed = Xml.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    names = [sheet.attrib["name"] for sheet in listed]
    return {
        name: Xml.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        for number, name in enumerate(names, 1)
    }


def test_a_workbook_has_a_sheet_a_table_and_pictures_beside_the_headlines():
    report = a_day()
    book = opened(report)
    found = sheets(book)
    assert list(found)[:2] == ["总览 Summary", "分业务 By service"]
    assert list(found)[-1] == "图 Pictures"
    assert len(found) == 2 + len(report.tables)
    charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == len(report.pictures)


def test_in_a_workbook_numbers_are_numbers_and_times_are_times():
    book = opened(a_day())
    sheet = sheets(book)["分业务 By service"]
    strings = [
        "".join(item.itertext()) for item in Xml.fromstring(book.read("xl/sharedStrings.xml"))
    ]
    header = [strings[int(cell[0].text or "")] for cell in next(sheet.iter(f"{_MAIN}row"))]
    place = header.index("等候平均\nWait, mean")
    pay = list(sheet.iter(f"{_MAIN}row"))[2]
    cell = next(each for each in pay if each.attrib["r"] == f"{chr(65 + place)}3")
    assert "t" not in cell.attrib  # no string
    assert float(cell[0].text or "") == pytest.approx(7 / 24 / 60)  # seven minutes, in days
    assert "[h]:mm:ss" in book.read("xl/styles.xml").decode()


def test_the_heading_of_each_sheet_stays_and_can_be_filtered():
    for name, sheet in list(sheets(opened(a_day())).items())[1:-1]:
        pane = next(sheet.iter(f"{_MAIN}pane"))
        assert (pane.attrib["state"], pane.attrib["topLeftCell"]) == ("frozen", "B2"), name
        assert sheet.find(f"{_MAIN}autoFilter") is not None


@pytest.mark.parametrize("text", [*FORMULAS, "http://x.example", EVIL])
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(text: str):
    book = opened(with_cell(text))
    for sheet in sheets(book).values():
        assert list(sheet.iter(f"{_MAIN}f")) == []
        assert list(sheet.iter(f"{_MAIN}hyperlink")) == []


def test_the_same_report_is_the_same_workbook():
    assert workbook(a_day()) == workbook(a_day())


# --- HTML ---


class Seen(HTMLParser):
    """What a browser would run, load or fetch from a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.styled: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "action"):
                self.fetched.append(f"{tag} {value}")
            if name == "style" or name.startswith("on"):
                self.styled.append(f"{tag} {name}")


@pytest.mark.parametrize("page", [html_page, html_day_sheet])
def test_a_page_runs_nothing_and_fetches_nothing(page):
    seen = Seen(page(a_day(), "2026-03-02 18:00"))
    assert seen.tags & {"script", "link", "img", "iframe", "object", "form"} == set()
    assert seen.fetched == []
    assert seen.styled == []


@pytest.mark.parametrize("page", [html_page, html_day_sheet])
def test_a_page_allows_its_own_style_sheet_and_nothing_else(page):
    text = page(a_day(), "")
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html.unescape(text)


@pytest.mark.parametrize("page", [html_page, html_day_sheet])
def test_what_people_wrote_is_text_on_a_page(page):
    text = page(with_cell(EVIL), EVIL)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_page_says_everything_in_both_languages_and_numbers_as_people_read_them():
    text = html_page(a_day(), "")
    assert text.startswith("<!DOCTYPE html>")
    for said in ("营业日报", "Day report", "交电费", "Pay a bill", "平均等候", "7:00", "50.0%"):
        assert said in text


@given(st.text(), st.lists(st.floats(0, 1e9), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_picture_is_well_formed(words: str, values: list[float]):
    words = "".join(letter for letter in words if letter.isprintable())
    for shape in Shape:
        labels = tuple(words for _ in values)
        series = (Series("a", Words(words), tuple(values)), Series("b", Words("乙"), tuple(values)))
        svg = Xml.fromstring(drawn(Picture("p", Words(words), shape, Words("个"), labels, series)))
        bars = svg.iter("{http://www.w3.org/2000/svg}rect")
        assert all(float(bar.attrib["height"]) >= 0 for bar in bars)


def test_a_picture_of_nothing_is_well_formed_too():
    series = (Series("a", Words("甲"), ()),)
    for shape in Shape:
        Xml.fromstring(drawn(Picture("p", Words("图"), shape, Words("个"), (), series)))


def test_a_day_that_is_too_big_says_what_was_left_out():
    text = html_day_sheet(a_full_day(), "")
    assert "另有 21 行" in text  # of 31 services, 10 are there
    assert "20 more in the whole report" in text  # of 30 clerks, 10


@pytest.mark.real("chromium")
@pytest.mark.parametrize("report", [a_day, a_full_day])
def test_a_day_sheet_is_one_page_of_a4(tmp_path: Path, report):
    page, pdf = tmp_path / "day.html", tmp_path / "day.pdf"
    page.write_text(html_day_sheet(report(), "2026-03-02 18:00"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = ["chromium", *flags, f"--user-data-dir={tmp_path}", f"--print-to-pdf={pdf}", page]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    printed = pdf.read_bytes()
    assert len(re.findall(rb"/Type /Page\b", printed)) == 1
    (width, height) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)[0]
    assert (round(float(width)), round(float(height))) == (595, 842)  # points


# --- JSON and terminals ---


def test_a_report_comes_back_from_json_as_it_was():
    for report in (a_day(), a_full_day()):
        assert report_from_json(json.loads(json_text(report))) == report


def test_a_terminal_of_eighty_columns_shows_it_without_breaking_a_line():
    text = as_text(a_day(), width=80)
    assert "交电费" in text
    assert "营业日报 Day report" in text
    assert max(map(len, text.splitlines())) <= 80


def test_markup_in_a_reason_is_shown_as_it_is():
    assert "[red]x[/red]" in as_text(with_cell("[red]x[/red]"))

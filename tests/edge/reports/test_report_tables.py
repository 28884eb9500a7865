"""Figures as tables, headlines and pictures: what stands where, and what is left out."""

from dataclasses import replace

from report_days import NAMES, a_day, report_of
from report_story import MINUTE, bare_story, story

from edge.reports.formats import brief, header, lines, span, text, without_empty_columns
from edge.reports.model import Column, Table, Unit, Words
from edge.reports.names import Names

REASONS = {
    ("transfer", "specialist"): Words("需专席办理", "Specialist"),
    ("outcome", "done"): Words("办成", "Done"),
}


def cell(key: str, row: str, column: str) -> object:
    table = a_day().table(key)
    assert table is not None
    rows = table.column(table.columns[0].key)
    return table.column(column)[rows.index(row)]


def test_a_service_has_its_counts_its_times_and_its_name():
    # Two tickets for "pay", called after 4 and 10 minutes; the target is five.
    assert cell("by_service", "pay", "issued") == 2
    assert cell("by_service", "pay", "wait_mean") == 7 * MINUTE
    assert cell("by_service", "pay", "in_time") == 0.5
    assert cell("by_service", "pay", "name") == "交电费"
    assert cell("by_service", "pay", "name_english") == "Pay a bill"


def test_a_further_leg_is_no_ticket_of_its_service_and_is_told_apart():
    assert cell("by_service", "meter", "issued") == 1
    assert cell("by_service", "meter", "joined") == 1
    assert cell("by_service", "meter", "served") == 1


def test_clerks_are_told_by_number_and_by_nothing_else():
    table = a_day().table("by_clerk")
    assert table is not None
    assert table.column("staff") == ("1001", "1002")
    assert "name" not in [column.key for column in table.columns]


def test_counters_are_in_the_order_of_their_numbers():
    facts = bare_story(
        "08:00 day 2026-03-02\n"
        + "\n".join(f"08:00 {counter} opens 1\n09:00 {counter} closes 1" for counter in (10, 9, 1))
    )
    table = report_of(facts).table("time_by_counter")
    assert table is not None
    assert table.column("counter") == ("1", "9", "10")


def test_a_reason_of_the_halls_own_list_is_called_by_its_name():
    facts = story(
        """
        09:00 V1 takes pay
        09:01 V1 called
        09:02 V1 starts
        09:03 V1 transferred reason=specialist
        09:00 V2 takes pay
        09:04 V2 called
        09:05 V2 noshow reason=left
        09:00 V3 takes pay
        09:06 V3 called
        09:07 V3 starts
        09:08 V3 finishes outcome=done
        """
    )
    table = report_of(facts, replace(NAMES, reasons=REASONS)).table("reasons")
    assert table is not None
    assert {row[1] for row in table.rows} >= {"需专席办理 Specialist", "left", "办成 Done"}


def test_a_slip_of_the_paper_roll_has_a_word_of_its_own():
    facts = story("09:00 V1 reserves pay delivery=roll\n09:00 V1 issued delivery=roll")
    table = report_of(facts).table("reasons")
    assert table is not None
    assert ("出号方式 Delivery", "纸卷 paper roll", 1) in table.rows


def test_a_device_that_never_failed_is_there_with_all_of_its_time():
    # Open 8:30 to 12:00; the printer was gone for 80 minutes of these 210.
    assert cell("devices", "reader", "available") == 1
    assert cell("devices", "printer", "available") == 130 / 210
    table = a_day().table("devices")
    assert table is not None
    assert table.column("device") == ("printer", "reader")


def test_one_day_is_not_told_day_by_day_and_two_are():
    assert a_day().table("by_day") is None
    two = report_of(
        bare_story(
            """
            08:00 day 2026-03-02
            09:00 V1 takes pay
            28:00 dayend 2026-03-02
            28:00 day 2026-03-03
            33:00 V2 takes pay
            """
        )
    )
    table = two.table("by_day")
    assert table is not None
    assert table.column("day") == ("2026-03-02", "2026-03-03")
    assert two.period == "2026-03-02 – 2026-03-03"


def test_headlines_that_nobody_measured_are_left_out():
    report = report_of(bare_story("08:00 day 2026-03-02\n09:00 V1 takes pay"))
    assert report.headline("issued") is not None
    assert report.headline("wait") is None
    assert report.headline("satisfied") is None


def test_what_is_doubtful_undated_or_unfinished_is_said_at_the_head():
    report = report_of(
        bare_story(
            """
            08:00 day 2026-03-02
            09:00 V1 takes pay
            09:10 boot
            09:10 clock -7200
            09:10 clock unsynced
            09:20 V1 called
            09:30 V2 takes pay
            """
        )
    )
    said = " ".join(note.english for note in report.notes)
    assert "1 were still waiting" in said
    assert "1 tickets were taken while the clock was wrong" in said
    assert "A doubtful length" in said
    assert a_day().notes == ()


def test_an_hour_in_which_nothing_happened_stands_in_the_picture():
    report = report_of(bare_story("08:00 day 2026-03-02\n09:00 V1 takes pay\n12:00 V2 takes pay"))
    picture = report.picture("hours")
    assert picture is not None
    assert picture.labels == ("09", "10", "11", "12")
    assert picture.series[0].values == (1, 0, 0, 1)


def test_a_report_of_nothing_has_no_tables_and_no_pictures():
    report = report_of([], Names())
    assert report.tables == ()
    assert report.pictures == ()
    assert report.period == ""


def test_every_row_of_every_table_has_a_cell_for_every_column():
    for table in a_day().tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.key
        assert len({column.key for column in table.columns}) == len(table.columns)


def test_every_heading_is_in_both_languages():
    report = a_day()
    words = [line.words for line in report.headlines]
    for table in report.tables:
        words += [table.words, *(column.words for column in table.columns)]
    for picture in report.pictures:
        words += [picture.words, picture.axis, *(series.words for series in picture.series)]
    assert [each for each in words if not (each.chinese and each.english)] == []


def test_lengths_of_time_are_written_as_people_read_them():
    assert span(0) == "0:00"
    assert span(59_499) == "0:59"
    assert span(59_500) == "1:00"
    assert span(3_600_000) == "1:00:00"
    assert text(None, Unit.SPAN) == "–"
    assert text(0.125, Unit.SHARE) == "12.5%"
    assert text(-1.25, Unit.MINUTES) == "-1.2"
    assert text(12345, Unit.COUNT) == "12,345"


def test_a_wide_table_has_a_short_form_for_a_terminal():
    table = a_day().table("by_service")
    assert table is not None
    shown = brief(table)
    assert [key for key, _heading in header(shown)] == [
        *("service", "name", "issued", "served", "no_show"),
        *("wait_mean", "wait_p90", "in_time", "serve_mean"),
    ]
    assert header(shown)[0][1] == "业务\nService"
    assert lines(shown)[1] == [*("pay", "交电费", "2", "1", "0", "7:00", "10:00", "50.0%", "7:00")]


def test_columns_of_nothing_are_left_out_where_people_look():
    columns = (
        *(Column(key, Words(key, key)) for key in ("first", "zero", "some")),
        Column("share", Words("率", "Share"), Unit.SHARE),
    )
    table = Table("t", Words("表", "Table"), columns, ((0, 0, 1, 0.0), (0, None, 0, 0.0)))
    kept = without_empty_columns(table)
    assert [column.key for column in kept.columns] == ["first", "some", "share"]
    assert kept.rows == ((0, 1, 0.0), (0, 0, 0.0))


def test_names_come_from_the_plan_and_staff_have_none():
    assert not any("staff" in field for field in Names.__slots__)
    assert NAMES.services["pay"].english == "Pay a bill"

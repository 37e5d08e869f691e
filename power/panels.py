"""What the pages of the grid show above their lists: year-ends by voltage, plants by kind, works by year."""

from django.urls import reverse

from config.pages.panels import Line, bar_panel, column_panel, year_line
from config.values.numbers import format_number
from power.models import GridProject


def of_substations(stations, machines):
    """Substations, transformers and their rating at the end of each year, by voltage of the substation."""
    return [
        _by_voltage("Số trạm biến áp đang vận hành", stations, "stations", unit="trạm"),
        _by_voltage("Số máy biến áp đang vận hành", machines, "machines", unit="máy"),
        _by_voltage("Công suất máy biến áp (MVA)", machines, "rated_mva", unit="MVA"),
    ]


def of_lines(lines):
    """Kilometres of line and lines in service at the end of each year, by voltage."""
    note = "Chiều dài tuyến, không nhân với số mạch; chỉ gồm các đường dây đã có số chiều dài."
    return [
        _by_voltage("Chiều dài đường dây (km)", lines, "km", unit="km", note=note),
        _by_voltage("Số đường dây", lines, "lines", unit="đường dây"),
    ]


def of_plants(asked, types):
    """The capacity of plants by type."""
    return [
        bar_panel(
            "Công suất đặt theo loại nhà máy (MW)",
            head="Loại nhà máy",
            heads=["công suất đặt (MW)", "nhà máy"],
            lines=[
                Line(
                    line["label"],
                    [line["mw"], line["plants"]],
                    asked.address_of(reverse("plant-list"), loai=line["code"]),
                    line["is_demonstration"],
                )
                for line in types
            ],
            unit="MW",
            total=sum(line["mw"] for line in types),
        )
    ]


def of_works(asked, years):
    """Works of each year by what became of them, and their capital."""

    def lines(numbers):
        return [
            Line(
                str(line["year"]),
                numbers(line),
                asked.address_of(reverse("grid-project-list"), nam=line["year"]),
                line["is_demonstration"],
            )
            for line in years
        ]

    statuses = [status for status in GridProject.Status if any(status in line["statuses"] for line in years)]
    return [
        column_panel(
            "Công trình theo năm và tình trạng",
            head="Năm",
            heads=[*(status.label for status in statuses), "tất cả"],
            lines=lines(lambda line: [*(line["statuses"].get(status, 0) for status in statuses), line["works"]]),
            unit="công trình",
            drawn=list(range(len(statuses))),
            stacked=True,
        ),
        column_panel(
            "Vốn đầu tư theo năm (tỷ đồng)",
            head="Năm",
            heads=["vốn đầu tư (tỷ đồng)", "công trình có số vốn", "công trình"],
            lines=lines(lambda line: [line["capital"], line["with_capital"], line["works"]]),
            unit="tỷ đồng",
            drawn=[0],
            note="Tổng chỉ gồm các công trình đã có số vốn.",
        ),
    ]


def _by_voltage(title, years, name, *, unit, note=""):
    """One amount at each year-end, a column for each voltage, the highest first."""
    voltages = sorted({voltage for line in years for voltage in line["by_voltage"]}, reverse=True)
    lines = [
        year_line(
            line["until"],
            [line["by_voltage"].get(voltage, {}).get(name) for voltage in voltages],
            is_demonstration=any(told["invented"] for told in line["by_voltage"].values()),
        )
        for line in years
    ]
    heads = [f"{format_number(voltage)} kV" for voltage in voltages]
    stacked = len(voltages) > 1
    # Several voltages are named beside their colours.
    title = title if stacked else ", ".join([title, *heads])
    return column_panel(title, head="Đến hết năm", heads=heads, lines=lines, unit=unit, stacked=stacked, note=note)

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.clipboard import cells_of


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", []),
        ("5", [["5"]]),
        ("5\r\n", [["5"]]),
        ("1,5\t2\r\n3\t4\r\n", [["1,5", "2"], ["3", "4"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("1\r2\r", [["1"], ["2"]]),
        ("\r\n", [[""]]),
        ("1\r\n\r\n", [["1"], [""]]),
        ("1\r\n\r\n2\r\n", [["1"], [""], ["2"]]),
        ("1\t\t\r\n\t2\t\r\n", [["1", "", ""], ["", "2", ""]]),
        ('"một\nhai"\t3\r\n', [["một\nhai", "3"]]),
        ('"một\r\nhai"\t3\r\n', [["một\nhai", "3"]]),
        ('"ống ""6"" phân\n"\t3', [['ống "6" phân\n', "3"]]),
        ('"a\tb"\tc', [["a\tb", "c"]]),
        ('""\t5\r\n', [["", "5"]]),
        ('ống 6"\t3\r\n4\t5"\r\n', [['ống 6"', "3"], ["4", '5"']]),
        ('"chưa đóng\t3\r\n4\t5\r\n', [['"chưa đóng', "3"], ["4", "5"]]),
        ('"Sông Đà" số 1\t3', [['"Sông Đà" số 1', "3"]]),
    ],
)
def test_a_pasted_block_keeps_its_cells(text, cells):
    assert cells_of(text) == cells


@given(
    st.lists(st.lists(st.text('ab"\t\n,1 '), min_size=1, max_size=4), max_size=5),
    st.sampled_from(["\r\n", "\n"]),
)
def test_what_a_spreadsheet_quotes_is_read_back(rows, row_end):
    written = io.StringIO()
    csv.writer(written, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator=row_end).writerows(rows)
    assert cells_of(written.getvalue()) == rows

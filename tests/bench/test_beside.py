"""The same in short: nobody who saves a form beside an import is refused, and both are written."""

import pytest

from indicators.models import Figure
from tests.bench import book
from tests.bench.beside import Box, Saves, confirm, saving, upload, wait_for, worker
from tests.served import Server


@pytest.mark.django_db(transaction=True)
def test_clerks_save_while_a_sheet_is_read_and_written(live_server, settings, tmp_path, monkeypatch):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 10)
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 1)
    book.make_vocabulary(3_000)
    boxes = [Box.new() for _ in range(4)]
    saves, server = Saves("all"), Server(None, live_server.thread.port, None)
    with worker(), saving(server, boxes, saves, pause=0.05):
        preview = wait_for(upload(book.workbook(3_000)))
        assert wait_for(confirm(preview)).context["job"].written
    assert saves.errors == []
    assert len(saves.seconds) > 4
    assert Figure.objects.count() == 3_000 + len(boxes)

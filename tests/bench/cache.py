"""Public pages from the cache of nginx against the same bytes as files of the same nginx."""

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.fronted import fronted, quieten
from tests.served import ROOT, own_database

PAGES = {"overview": "/", "indicator": "/chi-tieu/grdp-so-sanh/", "project-list": "/du-an/"}
SECONDS, CONNECTIONS = 6, 32


@dataclass
class Rates:
    """Requests a second of one address in each run, from the cache and as a file."""

    name: str
    kilobytes: float
    kept: list = field(default_factory=list)
    file: list = field(default_factory=list)

    @property
    def line(self):
        ratios = [kept / file for kept, file in zip(self.kept, self.file, strict=True)]
        told = f"{median(self.file):.0f} | {median(self.kept):.0f} | {median(ratios):.2f}"
        return f"| {self.name} | {self.kilobytes:.1f} | {told} | {min(ratios):.2f} | {max(ratios):.2f} |"


def cache(times):
    """The table of both, in turns in one run."""
    if shutil.which("wrk") is None:
        sys.exit("LỖI: cần wrk để đo. Hãy chạy: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with own_database(folder) as database, fronted(folder, database) as (_, front, _, env):
            for command in ("collectstatic --noinput", "migrate", "load_book", "load_demonstration"):
                made = [sys.executable, "manage.py", *command.split(), "-v0"]
                subprocess.run(made, cwd=ROOT, env=env, check=True)
            quieten(front, folder)
            rates = [measured(folder, front, name, address, times) for name, address in PAGES.items()]
    head = f"### Requests a second of {CONNECTIONS} connections, gzip over TLS, from nginx's cache and as a file"
    columns = ["| page | KB | file | kept | times, median | min | max |", "| --- | --: | --: | --: | --: | --: | --: |"]
    return "\n".join([head, "", *columns, *(each.line for each in rates), ""])


def measured(folder, front, name, address, times):
    body = front.ask(address)[2].encode()
    packed = gzip.compress(body)
    (folder / "static" / "bench").mkdir(parents=True, exist_ok=True)
    (folder / "static" / "bench" / f"{name}.html").write_bytes(body)
    (folder / "static" / "bench" / f"{name}.html.gz").write_bytes(packed)
    rates = Rates(name, len(packed) / 1024)
    for _ in range(times):
        rates.file.append(rate(front, f"/static/bench/{name}.html"))
        rates.kept.append(rate(front, address))
    return rates


def rate(front, address):
    wrk = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip"]
    told = subprocess.run([*wrk, f"{front.origin}:{front.port}{address}"], capture_output=True, text=True, check=True)
    assert "Non-2xx" not in told.stdout, told.stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)[1])

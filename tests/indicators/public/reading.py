"""Every number a reader of the pages of figures sees, address by address: from the pages and the files.

Run as a module, with a file to write to, it reads the book of the database that DATABASE_URL names.
"""

import gzip
import io
import json
import re
import sys
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

from config.sheets.reading import read_sheets

# What a page prints as a number of the book.
NUMBERS = re.compile(
    r'<(?P<tag>td|span|p|dd)\b[^>]*class="(?:[^"]* )?(?:number|figure|movement|card-year|card-figure)(?: [^"]*)?"[^>]*>'
    r"(?P<text>.*?)</(?P=tag)>",
    re.S,
)
# «Recent» tells when a figure was written, which releases changed; registers are counted as of today.
LEFT_OUT = re.compile(
    r'<ul class="recent">.*?</ul>|<section class="section" aria-labelledby="danh-ba">.*?</section>', re.S
)
LINKS = re.compile(r'<a\b[^>]*\shref="([^"#]+)')
TAGS = re.compile(r"<[^>]+>")


def numbers_of_pages(client, known=None):
    """For each address that links lead to, or of these the known: its numbers in their order, or its file's rows."""
    waiting, found = ["/"], {}
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        query = parse_qs(urlsplit(address).query)
        if "tai" in query:
            found[address] = READERS[query["tai"][0]](answer.getvalue())
            continue
        page = LEFT_OUT.sub("", answer.content.decode())
        found[address] = [" ".join(unescape(TAGS.sub(" ", hit["text"])).split()) for hit in NUMBERS.finditer(page)]
        links = (urljoin(address, unescape(link)) for link in LINKS.findall(page))
        waiting += [link for link in links if is_followed(link) and (known is None or link in known)]
    return found


def is_followed(link):
    """Pages and files of figures; of a list its pages, not its every order and filter."""
    parts = urlsplit(link)
    if parts.netloc or not parts.path.startswith(("/chu-de/", "/chi-tieu/", "/so-lieu/", "/nguon/")):
        return False
    query = parse_qs(parts.query)
    return set(query) <= {"tai"} or set(query) == {"trang"}


def rows_of_csv(content):
    return content.decode("utf-8-sig").splitlines()


def rows_of_xlsx(content):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return [[str(cell) for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)]


def rows_of_ods(content):
    (rows, _) = read_sheets(content, "tệp.ods", [])
    return [[str(cell) for cell in row if cell != ""] for row in rows.rows]


READERS = {"xlsx": rows_of_xlsx, "ods": rows_of_ods, "csv": rows_of_csv}


if __name__ == "__main__":
    import django

    django.setup()
    from django.test import Client

    found = numbers_of_pages(Client(headers={"host": "localhost"}))
    with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as file:
        file.write(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=0).encode())

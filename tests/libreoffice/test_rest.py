import io, openpyxl
from tests.libreoffice.test_taken_out import *
def test_csv(book, again):
    for name, content in again["xlsx"].items():
        if name.endswith("csv"):
            (a,), (b,) = read_sheets(book.files[name], name, []), read_sheets(content, name, [])
            for i,(r, q) in enumerate(zip(a.rows, b.rows)):
                for j,(c,d) in enumerate(zip(r,q)):
                    if c!=d: print(name, i,j, repr(c), repr(d))
def test_back(book, again):
    for kind in KINDS:
        for name, content in again[kind].items():
            if name.startswith(("bảng", "lỗi")): continue
            p=book.plan_of(content, name); o=book.plan_of(book.files[name], name)
            print(kind, name, dict(p.counts), [str(x) for x in p.problems][:2], p.warnings[:2], "" if (p.counts,p.warnings, p.notes)==(o.counts,o.warnings,o.notes) else f"<<<< {o.counts} {o.warnings} {o.notes} {p.notes}")
def test_rules(book, again):
    for name, content in again["xlsx"].items():
        if name.endswith("csv"): continue
        a=openpyxl.load_workbook(io.BytesIO(content)); 
        o=openpyxl.load_workbook(io.BytesIO(book.files[name])) if name.endswith("xlsx") else None
        for p in a:
            f=[c.coordinate for r in p.iter_rows() for c in r if c.data_type in "fe"]
            ru={str(v.sqref): (v.type, v.formula1, v.formula2, v.errorStyle, v.prompt and len(v.prompt)) for v in p.data_validations.dataValidation}
            print(name, p.title, f, p.protection.sheet, p.freeze_panes, len(ru), len(o[p.title].data_validations.dataValidation) if o else "", list(ru.items())[:3])

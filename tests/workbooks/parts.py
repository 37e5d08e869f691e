"""What the folder of a trait says of the sheets of its files."""

from config.sheets.batches import survey


def said_of(told):
    """Each part of a trait's files, with what is to be read of it: the file, the sheet («» for its one table)."""
    for name, said in told["files"].items():
        for sheet, one in said.get("sheets", {"": said}).items():
            yield name, sheet, one


def parts_of(content, name, resource):
    """The sheets that are the parts of a file; «» for its one table."""
    _, parts = survey(content, name, resource)
    return [part.sheet for part in parts if part.has_table]

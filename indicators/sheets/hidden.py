"""What of a table the sheet does not show: told, and left out where a person says so."""

from config.sheets.table import letters
from indicators.sheets.laid import Role


def take_hidden(laid, is_left_out):
    """What of the table is hidden, in words; where it is to be left out, its columns and lines are taken away."""
    columns = [each for each in laid.columns if each.position in laid.hidden_columns and each.role == Role.VALUE]
    lines = [each for each in laid.lines if each.number - 1 in laid.hidden_rows and each.has_values]
    if is_left_out:
        for each in columns:
            each.role = Role.UNKNOWN
        laid.lines = [each for each in laid.lines if each not in lines]
    told = [f"cột {', '.join(letters(each.position) for each in columns)}"] if columns else []
    return told + ([f"dòng {', '.join(str(each.number) for each in lines)}"] if lines else [])

"""What config.sheets asks of the history of imports."""

from indicators.imports.recording import address, address_of_all, begin, brought, earlier, record
from indicators.imports.taking_back import undo

__all__ = ["address", "address_of_all", "begin", "brought", "earlier", "record", "undo"]

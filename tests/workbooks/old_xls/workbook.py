"""The old binary format, of which error cells cannot be told from empty ones."""


def files():
    return {"should_fail.xls": bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)}

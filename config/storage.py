"""Where static files are gathered for a server."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Files named for what is in them; modules of a script name each other so too, or an old one would meet a new."""

    support_js_module_import_aggregation = True

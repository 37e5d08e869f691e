"""The base class of every sheet: rows come in and go out by their business keys."""

from import_export.resources import ModelResource


class RecordedResource(ModelResource):
    """One model as one sheet: a column for each field staff may edit, headed by its label."""

    class Meta:
        abstract = True

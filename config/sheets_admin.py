"""The admin's import and export of sheets."""

from import_export.admin import ImportExportMixin


class SheetsAdmin(ImportExportMixin):
    """Lends an admin class its sheets; mixed in before ModelAdmin, with `resource_classes`."""

    def has_import_permission(self, request):
        """An import both adds and changes rows, so it needs both permissions."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

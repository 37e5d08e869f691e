"""What PostgreSQL plans its answers by: how many rows a table has, and of what kinds."""

from django.db import connections


def tell_planner(models, using="default"):
    """Count the rows of these models for PostgreSQL, which does so by itself only within a minute of a large write.

    Till then a table that was empty is planned for as if it still were, and a page that joins three such takes minutes.
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        tables = ", ".join(sorted(connection.ops.quote_name(model._meta.db_table) for model in models))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")

from django.db import migrations

# By what the page of projects groups: told of them together, PostgreSQL adds up without sorting all rows first.
STATISTICS = {
    "project_groups": "estate_id, place_id, industry_id FROM projects_investmentproject",
    "project_status_years": (
        '(EXTRACT(YEAR FROM "on")), (EXTRACT(YEAR FROM until)), status FROM projects_projectstatus'
    ),
}


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, groups in STATISTICS.items():
            schema_editor.execute(f"CREATE STATISTICS {name} (ndistinct) ON {groups}")
        schema_editor.execute("ANALYZE projects_investmentproject, projects_projectstatus")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in STATISTICS:
            schema_editor.execute(f"DROP STATISTICS {name}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_names_kept_back")]

    operations = [migrations.RunPython(add, remove)]

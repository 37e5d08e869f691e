from django.db import migrations

from config.values import trigrams

TABLES = [
    "projects_investmentproject",
    "projects_estate",
    "projects_mineralsite",
    "projects_beneficiary",
    "projects_extensionscheme",
    "projects_typicalproduct",
    "projects_handicraftkind",
]


def add(apps, schema_editor):
    trigrams.add(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    trigrams.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_list_order")]

    operations = [migrations.RunPython(add, remove)]

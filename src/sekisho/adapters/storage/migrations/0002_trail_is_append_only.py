"""The audit trail gets its head row, and triggers that refuse to change or delete an entry."""

from typing import Final

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL: Final = "the audit trail is append-only"

SQLITE: Final = (
    f"CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes without asking the trigger above.
    f"""CREATE TRIGGER trail_no_replace BEFORE INSERT ON trail
    WHEN EXISTS (SELECT 1 FROM trail WHERE seq = NEW.seq OR reference = NEW.reference)
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",  # noqa: S608 - constants
)
POSTGRESQL: Final = (
    f"""CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    """CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON trail
    FOR EACH ROW EXECUTE FUNCTION trail_is_append_only()""",
    """CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail
    FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()""",
)


def guard(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Install the triggers of this database."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def begin(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write the head of an empty trail."""
    apps.get_model("storage", "TrailHeadRow").objects.create(id=1, seq=0, digest="", at=0)


class Migration(migrations.Migration):
    """Guard first, then the head."""

    dependencies = (("storage", "0001_initial"),)
    operations = (
        migrations.RunPython(guard, migrations.RunPython.noop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    )

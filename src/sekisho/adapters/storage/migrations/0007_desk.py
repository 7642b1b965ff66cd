"""The desk: calls, evidence, stop links, password codes, and what holders are found by."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from sekisho.adapters.storage.desk_terms import terms_of


def find_holders_by(apps: Any, schema_editor: Any) -> None:
    """Write what the desk finds the holders by who are there already."""
    del schema_editor
    term_row = apps.get_model("storage", "HolderTermRow")
    for holder in apps.get_model("storage", "HolderRow").objects.iterator():
        terms = terms_of(
            username=holder.username,
            numbers=(holder.account_id, holder.own_number),
            name=holder.name,
            email=holder.email,
            phone=holder.phone,
        )
        term_row.objects.bulk_create(term_row(holder_id=holder.id, term=term) for term in terms)


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0006_card_showing"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallRow",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=16)),
                ("opened_at", models.BigIntegerField()),
                ("ends_at", models.BigIntegerField()),
                ("closed_at", models.BigIntegerField(null=True)),
                ("pair", models.CharField(max_length=32)),
                ("deed", models.CharField(default="", max_length=32)),
                ("deed_at", models.BigIntegerField(null=True)),
                ("reference", models.CharField(default="", max_length=16)),
                ("asked_deed", models.CharField(default="", max_length=32)),
                ("asked_reason", models.CharField(default="", max_length=1000)),
                ("asked_details", models.TextField(default="")),
                ("asked_at", models.BigIntegerField(null=True)),
                ("second_id", models.CharField(default="", max_length=40)),
                ("approved_at", models.BigIntegerField(null=True)),
                ("declined_at", models.BigIntegerField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.holderrow"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.holderrow"
                    ),
                ),
            ],
            options={
                "db_table": "desk_call",
            },
        ),
        migrations.CreateModel(
            name="CallEvidenceRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=24)),
                ("outcome", models.CharField(max_length=8)),
                ("at", models.BigIntegerField()),
                ("call", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.callrow")),
            ],
            options={
                "db_table": "call_evidence",
            },
        ),
        migrations.CreateModel(
            name="HolderTermRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=120)),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="storage.holderrow")),
            ],
            options={
                "db_table": "holder_term",
            },
        ),
        migrations.CreateModel(
            name="PasswordResetRow",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("code_print", models.CharField(max_length=64)),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("wrong", models.IntegerField(default=0)),
                ("used_at", models.BigIntegerField(null=True)),
                ("cancelled_at", models.BigIntegerField(null=True)),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.holderrow")),
            ],
            options={
                "db_table": "password_reset",
            },
        ),
        migrations.CreateModel(
            name="StopRow",
            fields=[
                ("print", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=16)),
                ("deed", models.CharField(max_length=32)),
                ("deed_at", models.BigIntegerField()),
                ("subject", models.TextField()),
                ("expires_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.holderrow")),
            ],
            options={
                "db_table": "desk_stop",
            },
        ),
        migrations.AddIndex(
            model_name="callrow",
            index=models.Index(fields=["account", "-opened_at"], name="calls_about_an_account"),
        ),
        migrations.AddIndex(
            model_name="callrow",
            index=models.Index(fields=["ends_at"], name="calls_by_end"),
        ),
        migrations.AddIndex(
            model_name="callevidencerow",
            index=models.Index(fields=["account", "-at"], name="evidence_about_an_account"),
        ),
        migrations.AddIndex(
            model_name="holdertermrow",
            index=models.Index(fields=["term", "holder"], name="holders_by_term"),
        ),
        migrations.AddIndex(
            model_name="stoprow",
            index=models.Index(fields=["account", "-used_at"], name="stops_of_an_account"),
        ),
        migrations.RunPython(find_holders_by, migrations.RunPython.noop),
    ]

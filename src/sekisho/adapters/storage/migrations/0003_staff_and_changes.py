"""The desk's people, proofs asked inside a session, addresses of record and former ones, and several channels of the outbox."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0002_trail_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffRow",
            fields=[
                (
                    "holder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="storage.holderrow",
                    ),
                ),
                ("role", models.CharField(max_length=24)),
                ("own_account", models.CharField(default="", max_length=16)),
            ],
            options={
                "db_table": "staff",
            },
        ),
        migrations.AddField(
            model_name="holderrow",
            name="address",
            field=models.CharField(default="", max_length=400),
        ),
        migrations.AddField(
            model_name="loginrow",
            name="purpose",
            field=models.CharField(default="sign_in", max_length=32),
        ),
        migrations.AddField(
            model_name="loginrow",
            name="session",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddField(
            model_name="loginrow",
            name="subject",
            field=models.CharField(default="", max_length=96),
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="channel",
            field=models.CharField(default="mail", max_length=8),
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="recipient",
            field=models.CharField(default="", max_length=400),
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.CreateModel(
            name="FormerContactRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("value", models.CharField(max_length=400)),
                ("replaced_at", models.BigIntegerField()),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.holderrow")),
            ],
            options={
                "db_table": "former_contact",
            },
        ),
    ]

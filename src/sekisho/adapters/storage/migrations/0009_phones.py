"""Phones on their way into use; codes are kept under what they are for. A code lives an hour: the old ones are not carried over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0007_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneRegistrationRow",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="storage.accountrow",
                    ),
                ),
                ("deed", models.CharField(max_length=32)),
                ("made_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(db_index=True)),
                ("invitation_print", models.CharField(db_index=True, default="", max_length=64)),
                ("session", models.CharField(default="", max_length=64)),
                ("proved_by", models.CharField(default="", max_length=40)),
                ("replaces", models.CharField(default="", max_length=40)),
                ("password_print", models.CharField(default="", max_length=64)),
                ("not_before", models.BigIntegerField(null=True)),
                ("token_print", models.CharField(db_index=True, default="", max_length=64)),
                ("device_id", models.CharField(default="", max_length=40)),
                ("platform", models.CharField(default="", max_length=16)),
                ("suite", models.CharField(default="", max_length=64)),
                ("sealed_key", models.BinaryField(default=b"")),
                ("challenge", models.CharField(default="", max_length=16)),
                ("tries", models.IntegerField(default=0)),
                ("admitted_at", models.BigIntegerField(null=True)),
                ("done_at", models.BigIntegerField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.holderrow"
                    ),
                ),
            ],
            options={
                "db_table": "phone_registration",
            },
        ),
        migrations.DeleteModel(name="MailedCodeRow"),
        migrations.CreateModel(
            name="MailedCodeRow",
            fields=[
                ("subject", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("code_print", models.CharField(max_length=64)),
                ("sent_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("tries", models.IntegerField(default=0)),
                ("sends", models.IntegerField(default=1)),
                ("window_at", models.BigIntegerField()),
                ("is_used", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "mailed_code",
            },
        ),
    ]

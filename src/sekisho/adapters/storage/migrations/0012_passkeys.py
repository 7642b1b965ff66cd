"""Passkeys: the public part of each, and invitations to make one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0013_intake"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasskeyRow",
            fields=[
                (
                    "authenticator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="storage.authenticatorrow",
                    ),
                ),
                ("credential", models.CharField(max_length=1364, unique=True)),
                ("transports", models.CharField(default="", max_length=96)),
                ("counted", models.BigIntegerField(default=0)),
                ("is_synced", models.BooleanField(default=False)),
            ],
            options={"db_table": "passkey"},
        ),
        migrations.CreateModel(
            name="PasskeyInvitationRow",
            fields=[
                ("session", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("deed", models.CharField(max_length=32)),
                ("challenge", models.CharField(max_length=64)),
                ("proved_by", models.CharField(default="", max_length=40)),
                ("made_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="storage.accountrow",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.holderrow"
                    ),
                ),
            ],
            options={"db_table": "passkey_invitation"},
        ),
    ]

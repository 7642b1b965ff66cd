"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccountRow",
            fields=[
                ("number", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=16)),
                ("trades_from", models.BigIntegerField(null=True)),
                ("closed_cause", models.CharField(default="", max_length=16)),
                ("has_opted_out", models.BooleanField(default=False)),
                ("paper_number", models.CharField(max_length=16, null=True, unique=True)),
            ],
            options={
                "db_table": "account",
            },
        ),
        migrations.CreateModel(
            name="TrailHeadRow",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.BigIntegerField()),
            ],
            options={
                "db_table": "trail_head",
            },
        ),
        migrations.CreateModel(
            name="AuthenticatorRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=24)),
                ("platform", models.CharField(default="", max_length=16)),
                ("name", models.CharField(default="", max_length=128)),
                ("serial", models.CharField(default="", max_length=32)),
                ("state", models.CharField(max_length=16)),
                ("ever_active", models.BooleanField(default=False)),
                ("suite", models.CharField(default="", max_length=64)),
                ("sealed_key", models.BinaryField(default=b"")),
                ("passcode_hash", models.CharField(default="", max_length=256)),
                ("created_at", models.BigIntegerField()),
                ("activated_at", models.BigIntegerField(null=True)),
                ("shipped_at", models.BigIntegerField(null=True)),
                ("promised_by", models.BigIntegerField(null=True)),
                ("activates_at", models.BigIntegerField(null=True)),
                ("is_held", models.BooleanField(default=False)),
                ("full_until", models.BigIntegerField(null=True)),
                ("expires_at", models.BigIntegerField(null=True)),
                ("cells", models.IntegerField(default=0)),
                ("cells_left", models.IntegerField(default=0)),
                ("pair_first", models.IntegerField(null=True)),
                ("pair_second", models.IntegerField(null=True)),
                ("pair_tries", models.IntegerField(default=0)),
                ("pair_expires_at", models.BigIntegerField(null=True)),
                ("wrong_in_row", models.IntegerField(default=0)),
                ("last_used_at", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number", on_delete=django.db.models.deletion.PROTECT, to="storage.accountrow"
                    ),
                ),
            ],
            options={
                "db_table": "authenticator",
            },
        ),
        migrations.CreateModel(
            name="HolderRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=64, unique=True)),
                ("password_hash", models.CharField(max_length=256)),
                ("credentials", models.CharField(max_length=8)),
                ("own_number", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=8)),
                ("residence", models.CharField(max_length=2)),
                ("name", models.CharField(default="", max_length=128)),
                ("email", models.CharField(default="", max_length=254)),
                ("phone", models.CharField(default="", max_length=32)),
                ("created_at", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number", on_delete=django.db.models.deletion.PROTECT, to="storage.accountrow"
                    ),
                ),
            ],
            options={
                "db_table": "holder",
            },
        ),
        migrations.CreateModel(
            name="LoginRow",
            fields=[
                ("id_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("surface", models.CharField(max_length=16)),
                ("mode", models.CharField(max_length=8)),
                ("credentials", models.CharField(max_length=8)),
                ("created_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(db_index=True)),
                ("is_over", models.BooleanField(default=False)),
                ("outcome", models.CharField(default="", max_length=8)),
                ("reason", models.CharField(default="", max_length=32)),
                ("reference", models.CharField(default="", max_length=16)),
                ("challenge_id", models.BigIntegerField(null=True)),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="storage.holderrow")),
            ],
            options={
                "db_table": "login",
            },
        ),
        migrations.CreateModel(
            name="ChallengeRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=64)),
                ("tries", models.IntegerField(default=0)),
                ("most_tries", models.IntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("used_at", models.BigIntegerField(null=True)),
                (
                    "authenticator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
                ),
                (
                    "login",
                    models.ForeignKey(
                        db_column="login_hash", on_delete=django.db.models.deletion.CASCADE, to="storage.loginrow"
                    ),
                ),
            ],
            options={
                "db_table": "challenge",
            },
        ),
        migrations.CreateModel(
            name="OutboxRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.CharField(max_length=48)),
                ("params", models.TextField()),
                ("at", models.BigIntegerField()),
                ("sent_at", models.BigIntegerField(null=True)),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="storage.holderrow")),
            ],
            options={
                "db_table": "outbox",
            },
        ),
        migrations.CreateModel(
            name="SessionRow",
            fields=[
                ("id_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("surface", models.CharField(max_length=16)),
                ("mode", models.CharField(max_length=8)),
                ("credentials", models.CharField(max_length=8)),
                ("answered", models.CharField(default="", max_length=40)),
                ("reference", models.CharField(max_length=16)),
                ("created_at", models.BigIntegerField()),
                ("last_seen_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(db_index=True)),
                ("ended_at", models.BigIntegerField(null=True)),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="storage.holderrow")),
            ],
            options={
                "db_table": "session",
            },
        ),
        migrations.CreateModel(
            name="TrailRow",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.BigIntegerField()),
                ("happening", models.CharField(max_length=32)),
                ("actor_kind", models.CharField(max_length=16)),
                ("actor_id", models.CharField(max_length=40)),
                ("holder_id", models.CharField(max_length=40)),
                ("account", models.CharField(max_length=16)),
                ("reference", models.CharField(max_length=16, null=True, unique=True)),
                ("reason", models.CharField(max_length=32)),
                ("surface", models.CharField(max_length=16)),
                ("detail", models.TextField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "trail",
                "indexes": [models.Index(fields=["holder_id", "-seq"], name="trail_of_holder")],
            },
        ),
        migrations.CreateModel(
            name="TriesRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=96)),
                ("kind", models.CharField(max_length=24)),
                ("in_row", models.IntegerField(default=0)),
                ("moments", models.TextField(default="")),
                ("closed_until", models.BigIntegerField(null=True)),
                ("version", models.BigIntegerField()),
            ],
            options={
                "db_table": "tries",
                "constraints": [models.UniqueConstraint(fields=("subject", "kind"), name="one_counter_each")],
            },
        ),
        migrations.CreateModel(
            name="BrowserRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(db_index=True, max_length=64)),
                ("known_since", models.BigIntegerField()),
                ("holder", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="storage.holderrow")),
            ],
            options={
                "db_table": "browser",
                "constraints": [models.UniqueConstraint(fields=("holder", "mark"), name="a_browser_is_known_once")],
            },
        ),
        migrations.CreateModel(
            name="QuestionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=64)),
                (
                    "authenticator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
                ),
            ],
            options={
                "db_table": "question",
                "constraints": [
                    models.UniqueConstraint(fields=("authenticator", "question"), name="a_question_is_asked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SpentCellRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cell", models.IntegerField()),
                ("spent_at", models.BigIntegerField()),
                (
                    "authenticator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
                ),
            ],
            options={
                "db_table": "spent_cell",
                "constraints": [models.UniqueConstraint(fields=("authenticator", "cell"), name="a_cell_is_spent_once")],
            },
        ),
    ]

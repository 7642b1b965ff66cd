"""Documents by mail: what was taken in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0011_approvals"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailRow",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("identity", models.CharField(max_length=64, unique=True)),
                ("way", models.CharField(max_length=8)),
                ("sender", models.CharField(max_length=320)),
                ("recipients", models.TextField()),
                ("peer", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.BigIntegerField(db_index=True)),
            ],
            options={"db_table": "mail"},
        ),
    ]

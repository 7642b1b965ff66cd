"""What was announced: one row for each thing told ahead of its moment."""

from django.db import models

from sekisho.adapters.storage.rows import AuthenticatorRow


class AnnouncementRow(models.Model):
    """A device's activation, a card's or a passcode's end at `happens_at`, told `ahead` microseconds before."""

    authenticator = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    subject = models.CharField(max_length=24)
    happens_at = models.BigIntegerField()
    ahead = models.BigIntegerField()
    told_at = models.BigIntegerField()

    class Meta:
        """The UNIQUE is the rule, and the lock between two workers."""

        db_table = "announcement"
        constraints = (
            models.UniqueConstraint(
                fields=("authenticator", "subject", "happens_at", "ahead"), name="an_announcement_is_told_once"
            ),
        )

"""The table of cards on screens. What a card shows is never in it, nor is the address under which it is shown."""

from django.db import models

from sekisho.adapters.storage.rows import AuthenticatorRow


class ShowingRow(models.Model):
    """One card, the one session that may look at it, until when, and whether it was printed or saved."""

    authenticator = models.OneToOneField(AuthenticatorRow, on_delete=models.PROTECT, primary_key=True)
    session = models.CharField(max_length=64, db_index=True)
    shown_at = models.BigIntegerField()
    shown_until = models.BigIntegerField()
    printed_at = models.BigIntegerField(null=True)
    saved_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "card_showing"

"""The desk's tables: calls, their evidence, links that stop a deed, codes for a new password, and the terms of the search."""

from django.db import models

from sekisho.adapters.storage.rows import HolderRow


class CallRow(models.Model):
    """One call of one agent about one account, with the one deed done in it and what a second person was asked."""

    id = models.CharField(max_length=64, primary_key=True)
    agent = models.ForeignKey(HolderRow, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(HolderRow, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=16)
    opened_at = models.BigIntegerField()
    ends_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    pair = models.CharField(max_length=32)
    deed = models.CharField(max_length=32, default="")
    deed_at = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=16, default="")
    asked_deed = models.CharField(max_length=32, default="")
    asked_reason = models.CharField(max_length=1000, default="")
    asked_details = models.TextField(default="")
    asked_at = models.BigIntegerField(null=True)
    second_id = models.CharField(max_length=40, default="")
    approved_at = models.BigIntegerField(null=True)
    declined_at = models.BigIntegerField(null=True)

    class Meta:
        """Looked up by account, by agent, and by what waits."""

        db_table = "desk_call"
        indexes = (
            models.Index(fields=("account", "-opened_at"), name="calls_about_an_account"),
            models.Index(fields=("ends_at",), name="calls_by_end"),
        )


class CallEvidenceRow(models.Model):
    """One item that was recorded in a call. Items are added and never changed."""

    call = models.ForeignKey(CallRow, on_delete=models.PROTECT)
    account = models.CharField(max_length=16)
    kind = models.CharField(max_length=24)
    outcome = models.CharField(max_length=8)
    at = models.BigIntegerField()

    class Meta:
        """Failures are counted by account, over all calls."""

        db_table = "call_evidence"
        indexes = (models.Index(fields=("account", "-at"), name="evidence_about_an_account"),)


class StopRow(models.Model):
    """A link that stops a deed, by the keyed print of its 256 bits."""

    print = models.CharField(max_length=64, primary_key=True)
    holder = models.ForeignKey(HolderRow, on_delete=models.PROTECT)
    account = models.CharField(max_length=16)
    deed = models.CharField(max_length=32)
    deed_at = models.BigIntegerField()
    subject = models.TextField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        """The newest use flags the account."""

        db_table = "desk_stop"
        indexes = (models.Index(fields=("account", "-used_at"), name="stops_of_an_account"),)


class PasswordResetRow(models.Model):
    """A code with which a holder sets a new password, by its keyed print."""

    id = models.CharField(max_length=64, primary_key=True)
    holder = models.ForeignKey(HolderRow, on_delete=models.PROTECT)
    code_print = models.CharField(max_length=64)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    wrong = models.IntegerField(default=0)
    used_at = models.BigIntegerField(null=True)
    cancelled_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "password_reset"


class HolderTermRow(models.Model):
    """A beginning by which the desk finds a holder; hexadecimal, so that every database sorts it the same way."""

    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE)
    term = models.CharField(max_length=120)

    class Meta:
        """Read as ranges."""

        db_table = "holder_term"
        indexes = (models.Index(fields=("term", "holder"), name="holders_by_term"),)

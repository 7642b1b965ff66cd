"""The tables beside a permanent device: its file, and the code mailed for a first one."""

from django.db import models

from sekisho.adapters.storage.rows import AuthenticatorRow


class DeviceCaseRow(models.Model):
    """One device's order, deposit, reported status and return."""

    device = models.OneToOneField(AuthenticatorRow, on_delete=models.PROTECT, primary_key=True)
    deposit = models.CharField(max_length=8, default="none")
    deposit_account = models.CharField(max_length=16, default="")
    address = models.CharField(max_length=400, default="")
    ordered_at = models.BigIntegerField(null=True)
    status = models.CharField(max_length=24, default="")
    status_at = models.BigIntegerField(null=True)
    return_reason = models.CharField(max_length=16, default="")
    return_reference = models.CharField(max_length=16, default="")
    return_at = models.BigIntegerField(null=True)
    received_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "device_case"


class DeviceDraftRow(models.Model):
    """An order or a new PIN between the form and the answer that confirms it; the PIN is sealed, and gone with the row."""

    id = models.CharField(max_length=96, primary_key=True)
    session = models.CharField(max_length=64)
    deed = models.CharField(max_length=32)
    device_id = models.CharField(max_length=40, default="")
    deposit_account = models.CharField(max_length=16, default="")
    address = models.CharField(max_length=400, default="")
    sealed_pin = models.BinaryField(default=b"")
    at = models.BigIntegerField()

    class Meta:
        """One draft for each session and deed."""

        db_table = "device_draft"
        constraints = (models.UniqueConstraint(fields=("session", "deed"), name="one_draft_each"),)


class MailedCodeRow(models.Model):
    """A code sent to an address on file, as a keyed hash; tries are counted by conditional UPDATE."""

    subject = models.CharField(max_length=64, primary_key=True)  # what it is for: a device, or a holder's deed
    code_print = models.CharField(max_length=64)
    sent_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    tries = models.IntegerField(default=0)
    sends = models.IntegerField(default=1)
    window_at = models.BigIntegerField()
    is_used = models.BooleanField(default=False)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "mailed_code"

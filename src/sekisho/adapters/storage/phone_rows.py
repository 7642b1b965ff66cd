"""The table of phones on their way into use."""

from django.db import models

from sekisho.adapters.storage.rows import AccountRow, HolderRow


class PhoneRegistrationRow(models.Model):
    """One registration for each account: a new one takes the row over, so that the one before it is dead."""

    account = models.OneToOneField(
        AccountRow, on_delete=models.CASCADE, db_column="account_number", primary_key=True, related_name="+"
    )
    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE, related_name="+")
    deed = models.CharField(max_length=32)
    made_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(db_index=True)
    invitation_print = models.CharField(max_length=64, db_index=True, default="")
    session = models.CharField(max_length=64, default="")
    proved_by = models.CharField(max_length=40, default="")
    replaces = models.CharField(max_length=40, default="")
    password_print = models.CharField(max_length=64, default="")
    not_before = models.BigIntegerField(null=True)
    token_print = models.CharField(max_length=64, db_index=True, default="")
    device_id = models.CharField(max_length=40, default="")
    platform = models.CharField(max_length=16, default="")
    suite = models.CharField(max_length=64, default="")
    sealed_key = models.BinaryField(default=b"")
    challenge = models.CharField(max_length=16, default="")
    tries = models.IntegerField(default=0)
    admitted_at = models.BigIntegerField(null=True)
    done_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "phone_registration"

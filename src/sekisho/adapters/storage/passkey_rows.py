"""The tables of passkeys: the credential beside its authenticator, and invitations to make one."""

from django.db import models

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, HolderRow

LONGEST_CREDENTIAL = 1364
"""An id of 1,023 bytes, the most that Web Authentication allows, in base64url."""


class PasskeyRow(models.Model):
    """The public part of a passkey; its key lies sealed with the authenticator. No two authenticators have one credential."""

    authenticator = models.OneToOneField(AuthenticatorRow, on_delete=models.PROTECT, primary_key=True, related_name="+")
    credential = models.CharField(max_length=LONGEST_CREDENTIAL, unique=True)
    transports = models.CharField(max_length=96, default="")
    counted = models.BigIntegerField(default=0)
    is_synced = models.BooleanField(default=False)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "passkey"


class PasskeyInvitationRow(models.Model):
    """One invitation for each session: a new one takes the row over, so that the one before it is dead."""

    session = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(AccountRow, on_delete=models.CASCADE, db_column="account_number", related_name="+")
    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE, related_name="+")
    deed = models.CharField(max_length=32)
    challenge = models.CharField(max_length=64)
    proved_by = models.CharField(max_length=40, default="")
    made_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(db_index=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "passkey_invitation"

"""The mail door: an SMTP server for the addresses at which documents are taken in. It keeps what comes, and judges nothing."""

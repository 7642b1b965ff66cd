"""The programs' door: `/api/v1`, JSON in and out, refusals and faults as RFC 9457 problem documents."""

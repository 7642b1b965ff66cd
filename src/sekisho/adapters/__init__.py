"""What Sekisho drives: each module implements ports of `sekisho.workflows.ports`, and nothing imports it but the wiring."""

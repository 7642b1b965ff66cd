"""Which languages and screens a walkthrough is seen in at every run, and which are left to the long one."""

import pytest


def later(look):
    """Leave a look to `./dev test --all`: another walkthrough of the same pages takes it at every run."""
    return pytest.param(*look.values, id=look.id, marks=pytest.mark.slow)

"""The light measures of examples, which a browser must find as well: each picture is written in words that any language can follow.

A picture is 200 by 160 greys: a ground with a grid of dark strokes, and then what is said to be done to it, rounded at the end.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from sekisho.adapters.imaging.measuring import cut_up, measure

VECTORS = json.loads((Path(__file__).parents[1] / "core" / "intake" / "coach_vectors.json").read_text("utf-8"))
WIDTH, HEIGHT = VECTORS["width"], VECTORS["height"]


def draw(vector):
    """Ground with a grid in `ink`, `stroke` wide every `every` pixels; then blur, light, gleam."""
    across, down = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    is_bar = (across % vector["every"] < vector["stroke"]) | (down % vector["every"] < vector["stroke"])
    grey = np.where(is_bar, float(vector["ink"]), float(vector["ground"]))
    for axis, reach in ((1, vector["blur_across"]), (0, vector["blur_down"])):
        if reach:
            grey = sum(np.roll(grey, step, axis=axis) for step in range(-reach, reach + 1)) / (2 * reach + 1)
    grey = np.where(across >= vector["dim_from"], grey * vector["dim_by"], grey)
    grey = np.where((across >= vector["burnt_from"]) & (across < vector["burnt_to"]), 255.0, grey)
    return np.floor(grey + 0.5).astype(np.uint8)


@pytest.mark.parametrize("vector", VECTORS["pictures"], ids=lambda vector: vector["name"])
def test_the_measures_of_a_picture_in_words_are_those_that_are_written_down(vector):
    found = measure(cut_up(draw(vector)))
    for name, wanted in vector["measures"].items():
        assert getattr(found, name) == (wanted if wanted is None else pytest.approx(wanted, abs=1e-3)), name

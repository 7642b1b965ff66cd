"""How well a picture was taken, in numbers, from its grey pixels alone: what a browser can compute just so from a canvas.

The picture is brought to `WORKING_SIDE` and cut into squares of `TILE`. Squares with dark signs on lighter ground are inked,
and tell everything: how sharp the signs are, in four directions; how light the paper between them is, here and there; where a
reflection has burnt it out. docs/pictures.md says each measure in words, tests/core/intake/coach_vectors.json in examples.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float32]

WORKING_SIDE: Final = 1600
TILE: Final = 40
REACH: Final = 4
"""The second blur takes as many pixels on each side: nine in a row."""
MOST_SAMPLED: Final = 200
"""Squares in which sharpness is looked at: those with most contrast."""
LEAST_CONTRAST: Final = 0.12
LEAST_STEP: Final = 12
STEEP: Final = 0.2
"""Of the contrast: what changes less from pixel to pixel is noise or the grain of a table, and says nothing of sharpness."""
BURNT: Final = 250
WHITE: Final = 235
"""Paper as light as this where it is dimmest is that of a scan, or of a picture taken too light: nothing shines on it."""
DIRECTIONS: Final = ((0, 1), (1, 0), (1, 1), (1, -1))
"""Down and across: along the lines, down the page, and the two slants."""
LEVELS: Final = (10, 90)
"""Ranks, in a hundred, of the light of the paper: where it is dim, and where it is light."""
STEEPEST: Final = 98.5
SCANNED: Final = 0.9
PAPER: Final = 0.6
"""Of the light of the paper: a square beside it that is lighter than that is paper, too."""
NEAR: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Squares:
    """The picture cut into squares: rows, columns; of each the darkest, the middle and the lightest grey that count."""

    pixels: NDArray[np.uint8]
    ink: Numbers
    middle: Numbers
    paper: Numbers
    inked: Mask


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """See `core.intake.pictures.Measures`; None where no square is inked, but for the light, which is then that of all."""

    softness: float | None = None
    shake: float | None = None
    light: float | None = None
    evenness: float | None = None
    step: float | None = None
    glare: float | None = None
    out: float | None = None


def to_working_size(picture: NDArray[np.uint8]) -> Grey:
    """Give a BGR picture in grey with `WORKING_SIDE` pixels on its longer side, or its own if it has fewer."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    scale = WORKING_SIDE / max(grey.shape)
    if scale >= 1:
        return grey
    size = (max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def cut_up(grey: Grey) -> Squares:
    """Cut into squares; what is left over at the right and below is not looked at."""
    rows, columns = grey.shape[0] // TILE, grey.shape[1] // TILE
    pixels = grey[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE).swapaxes(1, 2)
    flat = pixels.reshape(rows, columns, TILE * TILE)
    ranks = [TILE * TILE * share // 100 for share in (5, 50, 90)]
    sorted_some = np.partition(flat, ranks, axis=-1)[..., ranks].astype(np.float32)
    ink, middle, paper = sorted_some[..., 0], sorted_some[..., 1], sorted_some[..., 2]
    contrast = paper - ink
    inked = (contrast > np.maximum(LEAST_STEP, LEAST_CONTRAST * paper)) & (middle - ink > contrast / 2)
    return Squares(pixels=pixels, ink=ink, middle=middle, paper=paper, inked=inked)


def measure(squares: Squares, *, page: Mask | None = None) -> Taken:
    """Measure the inked squares, of the whole picture or of where the page is."""
    seen = squares.inked if page is None or not (squares.inked & page).any() else squares.inked & page
    if not seen.any():
        return Taken(light=float(np.median(squares.paper)) if squares.paper.size else None)
    softness, shake = _sharpness(squares, seen)
    dim, bright = (max(float(level), 1.0) for level in np.percentile(squares.paper[seen], LEVELS))
    return Taken(
        softness=softness,
        shake=shake,
        light=bright,
        evenness=dim / bright,
        step=_step(squares.paper, seen) / bright,
        glare=_glare(squares, seen),
        out=_out(squares, seen),
    )


def _sharpness(squares: Squares, seen: Mask) -> tuple[float, float]:
    """How little is lost by blurring again (Crété 2007), in the worst direction, and that to the best."""
    contrast = np.where(seen, squares.paper - squares.ink, 0).ravel()
    chosen = np.argsort(-contrast, kind="stable")[: min(MOST_SAMPLED, int(seen.sum()))]
    stack = squares.pixels.reshape(-1, TILE, TILE)[chosen].astype(np.float32)
    least = STEEP * float(np.median(contrast[chosen]))
    found = [_softness(stack, down, across, least=least) for down, across in DIRECTIONS]
    return max(found), max(found) / max(min(found), 0.01)


def _softness(stack: Numbers, down: int, across: int, *, least: float) -> float:
    blurred = np.zeros_like(stack)
    for step in range(-REACH, REACH + 1):
        blurred += _shifted(stack, down * step, across * step) / (2 * REACH + 1)
    inner = (slice(None), slice(REACH + 1, -REACH - 1), slice(REACH + 1, -REACH - 1))
    first = np.abs(stack - _shifted(stack, down, across))[inner]
    second = np.abs(blurred - _shifted(blurred, down, across))[inner]
    steep = first > least
    there = float(first[steep].sum())
    if not there:
        return 1.0  # not one steep place: there is nothing left to lose
    return 1 - float(np.maximum(first - second, 0)[steep].sum()) / there


def _shifted(stack: Numbers, down: int, across: int) -> Numbers:
    return np.roll(stack, (down, across), axis=(1, 2))


def _step(paper: Numbers, seen: Mask) -> float:
    """How far the light of inked squares `NEAR` to each other is apart, where it is most."""
    steps = [np.zeros(1, np.float32)]
    for down, across in ((0, NEAR), (NEAR, 0)):
        one = (slice(None, paper.shape[0] - down), slice(None, paper.shape[1] - across))
        other = (slice(down, None), slice(across, None))
        both = seen[one] & seen[other]
        steps.append(np.abs(paper[one] - paper[other])[both])
    return float(np.percentile(np.concatenate(steps), STEEPEST))


def _glare(squares: Squares, seen: Mask) -> float:
    """What is burnt out of the figure that the inked squares span, unless the paper is as light all over."""
    if float(np.percentile(squares.paper[seen], LEVELS[0])) >= WHITE:
        return 0.0
    rows, columns = np.nonzero(seen)
    outline = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
    figure = cv2.fillConvexPoly(np.zeros(seen.shape, np.uint8), outline, 1) > 0
    return float((squares.ink >= BURNT)[figure].mean())


def _out(squares: Squares, seen: Mask) -> float:
    """How much of the picture's border the paper reaches. All of it: a scan, which ends where its paper ends."""
    light = float(np.median(squares.paper[seen]))
    like = ((squares.paper > PAPER * light) | seen).astype(np.uint8)
    _, parts = cv2.connectedComponents(like, connectivity=4)
    there = np.isin(parts, np.unique(parts[seen]))
    border = np.concatenate([there[0], there[-1], there[1:-1, 0], there[1:-1, -1]])
    reached = float(border.mean())
    return 0.0 if reached > SCANNED else reached

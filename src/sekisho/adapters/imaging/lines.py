"""The lines of writing on a picture, Latin and Japanese, and which way up they stand.

By RapidOCR (PP-OCRv6) on one thread; its models lie in its package, and nothing is fetched. Lines are found on a picture of
`FINDING_SIDE` and read from the larger one. A phone held flat over a table does not know which way is up, so the writing decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Quad = NDArray[np.float32]
"""Four points: top left, top right, bottom right, bottom left, in pixels."""

FINDING_SIDE: Final = 1280
BATCH: Final = 1  # a line beside a longer one is padded to its length, which costs more than two turns
LEAST_SCORE: Final = 0.5
SURE: Final = 0.8
"""Mean score above which nobody asks whether the page stands on its head."""
GAIN: Final = 0.1
TALL: Final = 1.5  # height to width of a line that runs down the page


@dataclass(frozen=True, slots=True)
class Written:
    """One line as it was read."""

    text: str
    score: float
    quad: Quad


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read, on the picture turned by `quarters` (counter-clockwise) so that it stands upright."""

    quarters: int
    lines: tuple[Written, ...]


class LineReader:
    """Reads one picture at a time; the models (about 400 MB) are loaded at the first."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._engine: Any = None
        self._nothing: type[Exception] = Exception

    def read(self, picture: Picture) -> Sheet:
        """Find and read the lines of a BGR picture."""
        with self._turn:
            if self._engine is None:
                self._engine, self._nothing = _load()
            try:
                crops, found = self._engine.detect_and_crop(picture, {})
                return self._read_found(crops, found.boxes, picture.shape[:2])
            except self._nothing:
                return Sheet(0, ())

    def _read_found(self, crops: Sequence[Picture], quads: Sequence[Quad], size: tuple[int, int]) -> Sheet:
        lies = _runs_down(quads)
        texts = self._recognise(crops)
        is_flipped = False
        if _mean(texts) < SURE:
            flipped = self._recognise([np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])
            is_flipped = _mean(flipped) > _mean(texts) + GAIN
            texts = flipped if is_flipped else texts
        quarters = (1 if lies else 0) + (2 if is_flipped else 0)
        if lies and _mean(texts) < LEAST_SCORE:  # columns of Japanese, which run down an upright page
            quarters = 0
        lines = [
            Written(text.strip(), score, turn_quad(quad, quarters=quarters, size=size))
            for (text, score), quad in zip(texts, quads, strict=True)
            if text.strip() and score >= LEAST_SCORE
        ]
        return Sheet(quarters, tuple(_in_reading_order(lines)))

    def _recognise(self, crops: Sequence[Picture]) -> list[tuple[str, float]]:
        found = self._engine.recognize_txt(list(crops))
        return list(zip(found.txts, (float(score) for score in found.scores), strict=True))


def turn_quad(quad: Quad, *, quarters: int, size: tuple[int, int]) -> Quad:
    """Give a quad's place after `np.rot90(picture, quarters)`; `size` is the picture's height and width before."""
    points, (height, width) = np.asarray(quad, dtype=np.float32), size
    for _ in range(quarters % 4):
        points = np.stack([points[:, 1], width - points[:, 0]], axis=1)
        height, width = width, height
    return np.roll(points, quarters % 4, axis=0)


def _load() -> tuple[Any, type[Exception]]:
    """Give the engine, and what it raises where nothing is written."""
    from rapidocr.main import RapidOCR, RapidOCRError  # noqa: PLC0415 - a process that reads no picture never pays for it

    settings = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.max_side_len": 4096,
        "Global.use_vertical_padding": False,
        "Rec.rec_batch_num": BATCH,
        "Det.limit_type": "max",
        "Det.limit_side_len": FINDING_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=settings), RapidOCRError


def _sides(quad: Quad) -> tuple[float, float]:
    width = float(np.linalg.norm(quad[0] - quad[1]))
    return width, float(np.linalg.norm(quad[0] - quad[3]))


def line_height(quad: Quad) -> float:
    """Give the height of a line's writing in pixels, however the line lies."""
    return min(_sides(quad))


def _runs_down(quads: Sequence[Quad]) -> bool:
    across = down = 0.0
    for quad in quads:
        width, height = _sides(np.asarray(quad))
        if height > TALL * width:
            down += height
        else:
            across += width
    return down > across


def _mean(texts: Sequence[tuple[str, float]]) -> float:
    """The mean score of a sign, so that a stray mark weighs less than a line."""
    signs = sum(len(text) for text, _ in texts)
    return sum(len(text) * score for text, score in texts) / signs if signs else 0.0


def _in_reading_order(lines: Sequence[Written]) -> list[Written]:
    """Top to bottom, and left to right where lines stand beside each other."""
    rows: list[list[Written]] = []
    for line in sorted(lines, key=lambda line: float(line.quad[:, 1].mean())):
        middle = float(line.quad[:, 1].mean())
        last = rows[-1][0] if rows else None
        if last is not None and middle - float(last.quad[:, 1].mean()) < line_height(last.quad) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: float(line.quad[:, 0].min()))]

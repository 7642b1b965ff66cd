"""Where the page lies on a picture, and the page alone as if taken from right above.

The page is the largest convex figure of four corners that brightness, colour or edges part from the table. Where it fills the
picture, or nothing parts it, there are no corners, and nobody guesses.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.core.intake.pictures import Corners

Picture = NDArray[np.uint8]
Points = NDArray[np.float32]

SIDE: Final = 500
LEAST_SHARE: Final = 0.12
MOST_SHARE: Final = 0.97
BORDER: Final = 3
CORNERS: Final = 4
LEAST_ANGLE: Final = 55
FLAT: Final = 0.02
"""How far a side may bend, as a share of the outline, and still be a side."""
FILLS: Final = 0.9
"""How much of the figure with four corners the found outline must fill: a hand or a cup at the edge is no page's corner."""


def find_corners(picture: Picture) -> Corners | None:
    """Give the corners of the page in a BGR picture, or None."""
    height, width = picture.shape[:2]
    scale = SIDE / max(height, width)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    best, most = None, LEAST_SHARE * small.shape[0] * small.shape[1]
    for mask in _masks(small):
        for quad, area in _quads(mask):
            if area > most:
                best, most = quad, area
    if best is None:
        return None
    placed = [(float(x) / size[0], float(y) / size[1]) for x, y in best]
    return Corners((placed[0], placed[1], placed[2], placed[3]))


def straighten(picture: Picture, corners: Corners) -> Picture:
    """Give the page alone, its sides as long as they look."""
    height, width = picture.shape[:2]
    quad = np.asarray(corners.points, dtype=np.float32) * np.array([width, height], dtype=np.float32)
    across = max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2]))
    down = max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))
    size = (min(max(int(across), 1), 2 * width), min(max(int(down), 1), 2 * height))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], dtype=np.float32)
    turned = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(quad, target), size, flags=cv2.INTER_LINEAR)
    return np.asarray(turned, dtype=np.uint8)


def _masks(small: Picture) -> Iterator[Picture]:
    """Give what may be the page, in white: by each channel of L, a, b, and within edges."""
    smooth = cv2.GaussianBlur(small, (5, 5), 0)
    for channel in cv2.split(cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB)):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        for found in (mask, cv2.bitwise_not(mask)):
            yield _closed(np.asarray(found, dtype=np.uint8), 9)
    edges = cv2.Canny(cv2.cvtColor(smooth, cv2.COLOR_BGR2GRAY), 40, 120)
    yield _closed(np.asarray(cv2.dilate(edges, np.ones((3, 3), np.uint8)), dtype=np.uint8), 5)


def _closed(mask: Picture, reach: int) -> Picture:
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), dtype=np.uint8)


def _quads(mask: Picture) -> Iterator[tuple[Points, float]]:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    height, width = mask.shape
    for outline in outlines:
        hull = cv2.convexHull(outline)
        quad = (
            cv2.approxPolyDP(hull, FLAT * cv2.arcLength(hull, closed=True), closed=True)
            .reshape(-1, 2)
            .astype(np.float32)
        )
        area = float(cv2.contourArea(quad)) if len(quad) == CORNERS else 0.0
        is_inside = area > 0 and bool(
            (quad > BORDER).all() and (quad[:, 0] < width - BORDER).all() and (quad[:, 1] < height - BORDER).all()
        )
        if (
            is_inside
            and area < MOST_SHARE * height * width
            and cv2.contourArea(hull) > FILLS * area
            and _is_square(quad)
        ):
            yield _from_top_left(quad), area


def _is_square(quad: Points) -> bool:
    for index in range(4):
        one, two = quad[index - 1] - quad[index], quad[(index + 1) % 4] - quad[index]
        cosine = float(one @ two) / (float(np.linalg.norm(one) * np.linalg.norm(two)) or 1.0)
        if np.degrees(np.arccos(np.clip(cosine, -1, 1))) < LEAST_ANGLE:
            return False
    return True


def _from_top_left(quad: Points) -> Points:
    middle = quad.mean(axis=0)
    clockwise = quad[np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))]
    return np.asarray(np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0), dtype=np.float32)

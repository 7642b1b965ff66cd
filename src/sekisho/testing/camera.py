"""A simulated camera: a printed page on a table, photographed well or badly in a known way.

In the order of the real thing: the page lies askew in perspective on a table, light falls on it (uneven, with a shadow or a
gleam), the lens is out of focus or the hand moves, the sensor adds noise, and the file is written as a JPEG.
"""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """How one photograph is taken. The defaults are a good one."""

    side: int = 2400  # pixels of the longer side, before `shrink`
    fills: float = 0.86  # of the picture's length, by the page
    slant: float = 0.03  # how far the corners are off, as a share of the picture
    turn: float = 2.0  # degrees
    shift: tuple[float, float] = (
        0.0,
        0.0,
    )  # of the page's middle, as a share of the picture: beyond the frame when large
    light: float = 0.9  # of the sensor's range, where paper is white
    fall: float = 0.1  # how much darker the dim end is, as a share
    shadow: float = 0.0  # how much light the shadow takes
    soft: float = 0.03  # width of the shadow's edge
    gleam: float = 0.0  # radius of a reflection, as a share of the picture
    focus: float = 0.6  # radius of the blurred point, in pixels of the full picture
    shake: float = 0.0  # pixels
    noise: float = 1.5  # of 255
    shrink: float = 1.0  # as mail programs do it
    quality: int = 90


GOOD: Final = Shot()


def photograph(page: Image.Image, shot: Shot, *, seed: int = 0) -> bytes:
    """Give the JPEG of `page` as `shot` has it; the same seed gives the same table, corners and noise."""
    dealt = Random(seed)
    scene = _lay_down(np.asarray(page.convert("RGB"), dtype=np.uint8), shot, dealt)
    scene = _expose(scene, shot, dealt)
    seen = _blur(scene, shot, dealt)
    if shot.shrink < 1:
        seen = cv2.resize(seen, None, fx=shot.shrink, fy=shot.shrink, interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(seed).normal(0, shot.noise, seen.shape[:2]).astype(np.float32)
    final = np.clip(seen + grain[..., None], 0, 255).astype(np.uint8)
    is_written, coded = cv2.imencode(".jpg", final[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, shot.quality])
    if not is_written:
        raise ValueError("no such picture can be written")
    return coded.tobytes()


def _lay_down(page: Picture, shot: Shot, dealt: Random) -> Picture:
    is_wide = page.shape[1] > page.shape[0]
    width, height = (shot.side, shot.side * 3 // 4) if is_wide else (shot.side * 3 // 4, shot.side)
    scale = min(width / page.shape[1], height / page.shape[0]) * shot.fills
    half = np.array([page.shape[1], page.shape[0]]) * scale / 2
    angle = np.radians(shot.turn * dealt.choice((-1, 1)))
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([width * (0.5 + shot.shift[0]), height * (0.5 + shot.shift[1])])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half @ spin.T + middle
    corners += np.array([[dealt.uniform(-1, 1), dealt.uniform(-1, 1)] for _ in range(4)]) * shot.slant * shot.side / 2
    source = np.array(
        [(0, 0), (page.shape[1], 0), (page.shape[1], page.shape[0]), (0, page.shape[0])], dtype=np.float32
    )
    warp = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    table = _table((height, width), dealt)
    laid = cv2.warpPerspective(page, warp, (width, height), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), warp, (width, height))[..., None] / 255.0
    return np.asarray(laid * mask + table * (1 - mask), dtype=np.uint8)


def _table(size: tuple[int, int], dealt: Random) -> Picture:
    """Wood, cloth or a dark mat: a colour, with a grain along one axis."""
    colour = np.array(
        dealt.choice(((120, 85, 55), (70, 70, 75), (45, 60, 85), (150, 140, 125), (35, 32, 30))), dtype=np.float32
    )
    dice = np.random.default_rng(dealt.randint(0, 10**6))
    grain = cv2.resize(dice.normal(0, 12, (size[0] // 8 + 1, size[1] // 60 + 1)).astype(np.float32), size[::-1])
    return np.asarray(np.clip(colour + grain[..., None], 0, 255), dtype=np.uint8)


def _expose(scene: Picture, shot: Shot, dealt: Random) -> Picture:
    height, width = scene.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = dealt.uniform(0, 2 * np.pi)
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    falling = 1 - shot.fall * (along + 0.5)
    light = shot.light / 0.97 * np.clip(falling, 0, 1)
    if shot.shadow:
        edge = dealt.uniform(0, 2 * np.pi)
        across = (x / width - 0.5) * np.cos(edge) + (y / height - 0.5) * np.sin(edge) + dealt.uniform(-0.12, 0.12)
        light = light * (1 - shot.shadow / (1 + np.exp(-across / max(shot.soft, 1e-3) * 4)))
    lit = scene.astype(np.float32) * light[..., None]
    if shot.gleam:
        at = (width * dealt.uniform(0.35, 0.65), height * dealt.uniform(0.35, 0.65))
        radius = shot.gleam * max(width, height)
        far = np.hypot(x - at[0], (y - at[1]) * dealt.uniform(0.8, 1.6)) / radius
        lit = lit + (400 * np.exp(-(far**4)))[..., None].astype(np.float32)
    return np.asarray(np.minimum(lit, 255), dtype=np.float32)


def _blur(scene: Picture, shot: Shot, dealt: Random) -> Picture:
    radius = int(np.ceil(shot.focus)) + 1
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    disc = np.clip(shot.focus + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    seen = cv2.filter2D(scene, -1, disc / disc.sum())
    if shot.shake:
        reach = int(np.ceil(shot.shake / 2)) + 1
        angle = dealt.uniform(0, np.pi)
        path = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        for step in np.linspace(-shot.shake / 2, shot.shake / 2, 8 * reach):
            path[round(reach + step * np.sin(angle)), round(reach + step * np.cos(angle))] += 1
        seen = cv2.filter2D(seen, -1, path / path.sum())
    return np.asarray(seen, dtype=np.float32)

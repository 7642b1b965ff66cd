"""The app as it is served: the files of `app/`, the words and the house's own data, under one version that names them all.

Read once and kept; an address is looked up in this table and never on the disk. The version is a digest of every byte, so two
releases never mix in a phone, and a file under its version never changes.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from sekisho.core.regions import Region
from sekisho.entrypoints.site.installation import Brand
from sekisho.wording.catalogue import CATALOGUE, words
from sekisho.wording.language import Language

DRAWINGS: Final = {"icon.svg": "mark.svg", "gate.svg": "gate.svg"}
"""Pictures of the site that the app shows as well: name here -> name there."""

ROOM: Final = "key_app."
"""Where the app's words stand in the catalogue."""

TYPES: Final = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
WORKER: Final = "sw.js"
"""Served at an address of its own, because a service worker reaches no higher than its folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One file: as it is, and packed for those who can unpack. It holds nothing secret that its packed length could tell."""

    content: bytes
    packed: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """Everything that a phone fetches, by its name below the version's folder."""

    version: str
    parts: Mapping[str, Part]
    worker: str

    @property
    def modules(self) -> tuple[str, ...]:
        """The scripts, to be fetched side by side."""
        return tuple(name for name in self.parts if name.endswith(".js"))

    @property
    def kept(self) -> tuple[str, ...]:
        """What the app needs to open without a network: everything but the pictures that the phone's system takes itself."""
        return tuple(name for name in self.parts if not name.endswith(".png"))


@lru_cache(maxsize=8)
def bundle_of(brand: Brand, regions: tuple[Region, ...]) -> Bundle:
    """Put the app together for one house."""
    parts = {name: file.read_bytes() for name, file in _files_of(files(__package__).joinpath("app"))}
    worker = parts.pop(WORKER)
    site = files("sekisho.entrypoints.site").joinpath("static", "site")
    parts.update({name: site.joinpath(drawn).read_bytes() for name, drawn in DRAWINGS.items()})
    parts["words.js"] = _module("WORDS", {language.value: _said(language) for language in Language})
    parts["house.js"] = _module("HOUSE", _house(brand, regions))
    return Bundle(
        version=_digest_of({**parts, WORKER: worker}),
        parts={name: Part(content=parts[name], packed=gzip.compress(parts[name], mtime=0)) for name in sorted(parts)},
        worker=worker.decode(),
    )


def content_type(name: str) -> str:
    """Give the type of a part by the end of its name."""
    return TYPES[name.rpartition(".")[2]]


def _files_of(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files_of(entry, f"{path}{entry.name}/")
        elif entry.name.rpartition(".")[2] in TYPES:
            yield path + entry.name, entry


def _said(language: Language) -> dict[str, str]:
    """Say every message of the app; what only the app can fill in stays as `{name}`."""
    return {
        name.removeprefix(ROOM): words(name, language=language, **{key: f"{{{key}}}" for key in message.params})
        for name, message in CATALOGUE.items()
        if name.startswith(ROOM)
    }


def _house(brand: Brand, regions: tuple[Region, ...]) -> dict[str, Any]:
    return {
        "brand": {"ja": brand.ja, "en": brand.en},
        "telephones": [
            {
                "region": {tongue.value: words(f"term.region.{region.code}", language=tongue) for tongue in Language},
                "shown": region.direct.shown,
                "dialled": region.direct.dialled,
            }
            for region in regions
        ],
    }


def _module(name: str, value: Any) -> bytes:
    return f"export const {name} = {json.dumps(value, ensure_ascii=False, indent=0)};\n".encode()


def _digest_of(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(parts.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]

"""Makes the font files of the printed card anew: subsets of BIZ UDGothic, from a folder that holds the whole fonts.

    python -m sekisho.testing.card_fonts /usr/share/fonts/truetype/bizud-gothic

Debian's `fonts-morisawa-bizud-gothic` is such a folder. The sentences' own signs, kana, Latin letters and the characters of most
broker names are kept; hinting and layout tables are not.
"""

import sys
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont

from sekisho.entrypoints.printing.faces import FOLDER, UNKNOWN
from sekisho.entrypoints.printing.marks import Face
from sekisho.wording.catalogue import CATALOGUE

SOURCES: Final = {
    Face.TEXT: "BIZUDPGothic-Regular.ttf",
    Face.STRONG: "BIZUDPGothic-Bold.ttf",
    Face.INDEX: "BIZUDGothic-Regular.ttf",
    Face.VALUE: "BIZUDGothic-Bold.ttf",
}
LATIN: Final = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "–—‘’“”…"
KANA: Final = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30FD)))) + "　、。「」（）・ー～／：，．＋＆"
NAMES: Final = (
    "関所証券証劵證銀行株式会社信託投資金融日本東京大阪名古屋和野村三井菱住友楽天松岡丸安藍沢岩幸極内藤立花水戸"
    "東海四国九州北洋中部南西極東光世豊商先物為替資産運用総合第一二四五六七八九十百千万山川田島木林森石橋原富士"
    "新生明治昭和平成令共栄相互国際産業農林漁業協同組合公社団法人地域未来創造大中小上下左右前後春夏秋冬青赤白黒"
)
"""Characters that brokers like in their names. A brand with another one is shown by its English name."""

PRINTED: Final = ("card.print.", "moment.")
"""The messages that the card is made of."""


def signs_of(face: Face) -> str:
    """Give the signs that a face needs."""
    if face in {Face.INDEX, Face.VALUE}:
        return LATIN[:95] + UNKNOWN
    said = "".join(message.ja + message.en for name, message in CATALOGUE.items() if name.startswith(PRINTED))
    return "".join(sorted({*said, *LATIN, *KANA, *NAMES, *UNKNOWN}))


def make(folder: Path) -> None:
    """Write the four files."""
    for face, name in SOURCES.items():
        options: Any = subset.Options(hinting=False, layout_features=[], name_IDs=["*"], drop_tables=["meta", "DSIG"])
        font = TTFont(folder / name)
        chosen = subset.Subsetter(options)
        chosen.populate(text=signs_of(face))
        chosen.subset(font)
        font.save(FOLDER / f"{face}.ttf")


if __name__ == "__main__":
    make(Path(sys.argv[1]))

"""Which of the eleven situations do these words of a message belong to? Japanese is compared by pairs of letters, so no lexicon is needed.

Searched are the titles of the situations, the titles and causes of all refusals that lead to each, and what other platforms
write on such screens; what stands in most of them counts least. A query is only cut into pieces, never run as a pattern.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from math import log
from types import MappingProxyType
from typing import Final

from sekisho.core.help.leads import ANY, LEADS
from sekisho.core.help.plights import Plight
from sekisho.wording.catalogue import CATALOGUE
from sekisho.wording.refusals import ways_of

RUNS: Final = re.compile(r"[a-z0-9]+|[^\W\x00-\x7f_]+")
MOST_TYPED: Final = 200  # signs that are looked at
ENOUGH: Final = 0.5  # of what the query's pieces weigh
CLOSE: Final = 0.8  # of the best one's share: what is much further off is not shown
MOST_FOUND: Final = 3

ELSEWHERE: Final[Mapping[Plight, tuple[str, ...]]] = MappingProxyType(
    {
        Plight.CREDENTIALS_REFUSED: (
            "Login failed - Invalid username or password",
            "Invalid user name password combination",
            "ログイン失敗 - ユーザー名またはパスワードが無効です",
        ),
        Plight.VALUES_REFUSED: ("Login failed", "ログイン失敗", "security device values", "OTP", "response string"),
        Plight.CREDENTIALS_FORGOTTEN: ("forgot my user name or password", "パスワードを忘れました"),
        Plight.NO_CONNECTION: (
            "Log in progress (attempt #1)",
            "ログイン処理中（試行回数 1）",
            "接続できない 4000 4001",
            "port hotel café wifi ホテル カフェ",
        ),
        Plight.DEVICE_AWAY: ("device at home travelling", "デバイスを家に忘れた 旅行中"),
        Plight.DEVICE_LOST: ("lost stolen damaged device phone", "紛失 盗難 破損 故障 スマートフォンをなくした"),
        Plight.DEVICE_AWAITED: ("waiting for delivery of my device", "代替品が届かない"),
    }
)


def find_plights(typed: str) -> tuple[Plight, ...]:
    """Give the situations that the words are closest to, best first; () where none is close."""
    wanted = _marks(typed[:MOST_TYPED])
    weights = {mark: _weight(mark) for mark in wanted}
    whole = sum(weights.values())
    if not whole:
        return ()
    share: dict[Plight, float] = defaultdict(float)
    for plight, known in _known():
        share[plight] = max(share[plight], sum(weights[mark] for mark in wanted & known) / whole)
    best = max(share.values())
    found = [plight for plight in Plight if share[plight] >= max(ENOUGH, best * CLOSE)]
    return tuple(sorted(found, key=lambda plight: -share[plight])[:MOST_FOUND])


@cache
def _known() -> tuple[tuple[Plight, frozenset[str]], ...]:
    """Give the marks of every text that is searched, with the situation that it belongs to."""
    messages = [(plight, f"plight.{plight.value}.{part}") for plight in Plight for part in ("title", "lead")]
    for (reason, how, holding), lead in LEADS.items():
        if lead is not None and holding == ANY:
            ways = [f"manner.{reason}.{way}" for way in ways_of(reason) if way.value == how]
            names = ways or [f"refusal.{reason}", f"remedy.{lead.remedy}"]
            messages += [
                (lead.plight, f"{name}.{part}") for name in names for part in ("title", "explanation", "cause")
            ]
    said = [(plight, CATALOGUE[name]) for plight, name in messages if name in CATALOGUE]
    texts = [(plight, text) for plight, message in said for text in (message.ja, message.en)]
    texts += [(plight, text) for plight, elsewhere in ELSEWHERE.items() for text in elsewhere]
    return tuple((plight, _marks(text)) for plight, text in texts)


@lru_cache(maxsize=4096)
def _weight(mark: str) -> float:
    """Tell how much a mark says: one that stands in every text says nothing."""
    known = _known()
    return log((1 + len(known)) / (1 + sum(mark in marks for _, marks in known)))


def _marks(text: str) -> frozenset[str]:
    """Cut a text into what is compared: words of Latin letters and digits, pairs of all other letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    marks: set[str] = set()
    for run in RUNS.findall(folded):
        marks |= {run} if run.isascii() else {run[at : at + 2] for at in range(len(run) - 1)}
    return frozenset(marks)

"""The word pair of the two-way check: the portal shows it to the holder while a call is open, and the caller reads it out.

The agent never sees it, so a pair typed rightly came from somebody who is logged in to this holder's portal. It is kept and
compared by the names below; how each is said is wording.
"""

from typing import Final

WORDS: Final = (
    "apple autumn bamboo bear bell bird boat book bread bridge butterfly candle carrot castle cat cherry clock cloud coffee "
    "desert dolphin drum eagle elephant festival flower forest fox garden grape guitar harbour hat honey horse island kettle "
    "lantern lemon library melon mirror moon mountain mushroom ocean onion orange panda peach pencil piano rabbit rainbow "
    "river rocket snow sparrow strawberry temple tiger tomato turtle umbrella"
).split()
LOWEST: Final = 10
HIGHEST: Final = 99


def write_pair(word: str, number: int) -> str:
    """Give the pair as it is kept: `grape-17`."""
    return f"{word}-{number}"

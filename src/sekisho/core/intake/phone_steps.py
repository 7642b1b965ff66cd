"""The capture guide as a table: what to do on each kind of phone, step by step, from the camera to the mail (facts A013 to A043).

The two lists differ where the source's do: on Android the picture is looked at before it is opened (A036). The words are in
`wording/texts/guide.toml`, the drawings in the templates, each by the name that stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from sekisho.core.intake.judging import GuideStep
from sekisho.core.tables import TableError, read_rows


@unique
class PhoneSystem(StrEnum):
    """The phones that the guide speaks of. Names are anchors of its page: never rename one."""

    IOS = "ios"
    ANDROID = "android"


@unique
class Deed(StrEnum):
    """What a step does; also the name of its title."""

    OPEN_CAMERA = "open_camera"
    FRAME = "frame"
    TAKE = "take"
    OPEN_PICTURE = "open_picture"
    LOOK = "look"
    SHARE = "share"
    CHOOSE_MAIL = "choose_mail"
    SEND = "send"


TEXT: Final = """
    phone    deed          drawing     says
    ios      open_camera   swipe       swipe, home_screen, rear_camera
    ios      frame         frame       above_iphone
    ios      take          light       light, no_shadow, steady, shutter
    ios      open_picture  thumbnail   thumbnail
    ios      look          pinch       legible, enlarge, repeat
    ios      share         share_box   share
    ios      choose_mail   mail        mail, set_up
    ios      send          send_arrow  fields, actual_size, arrow
    android  open_camera   apps        camera_app, other_name, rear_camera
    android  frame         frame       above_phone
    android  take          light       light, no_shadow, steady, shutter
    android  look          pinch       legible, enlarge, repeat
    android  open_picture  round       round_icon
    android  share         share_dots  share
    android  choose_mail   mail_apps   mail_app, set_up
    android  send          send_plane  fields, actual_size, plane
"""

LINKED: Final = "fields"
"""What leads to the part of the page on recipient and subject (A006)."""

HELPED: Final = MappingProxyType(
    {
        GuideStep.FRAME: Deed.FRAME,
        GuideStep.LIGHT: Deed.TAKE,
        GuideStep.SHADOW: Deed.TAKE,
        GuideStep.GLARE: Deed.TAKE,
        GuideStep.STEADY: Deed.TAKE,
        GuideStep.FOCUS: Deed.TAKE,
        GuideStep.CHECK: Deed.LOOK,
        GuideStep.ORIGINAL_SIZE: Deed.SEND,
    }
)
"""What a holder is asked to repeat -> the step of either list that it is part of; total."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneStep:
    """One step. `number` counts from 1 on each phone."""

    phone: PhoneSystem
    number: int
    deed: Deed
    drawing: str
    says: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Give the name that a link to exactly this step ends in."""
        return f"{self.phone}-{self.number}"


def read_phone_steps(text: str) -> Mapping[PhoneSystem, tuple[PhoneStep, ...]]:
    """Read the table: each phone does every deed once, in the order of its rows."""
    lists: dict[PhoneSystem, list[PhoneStep]] = {phone: [] for phone in PhoneSystem}
    for phone, deed, drawing, says in read_rows(text, columns=("phone", "deed", "drawing", "says")):
        steps = lists[PhoneSystem(phone)]
        one = PhoneStep(
            phone=PhoneSystem(phone),
            number=len(steps) + 1,
            deed=Deed(deed),
            drawing=drawing,
            says=tuple(says.split(", ")),
        )
        steps.append(one)
    for phone, steps in lists.items():
        if sorted(step.deed for step in steps) != sorted(Deed):
            raise TableError(f"the guide for {phone} leaves out a deed, or has one twice")
    return MappingProxyType({phone: tuple(steps) for phone, steps in lists.items()})


PHONE_STEPS: Final = read_phone_steps(TEXT)

if {*HELPED} != {*GuideStep}:
    raise TableError("something that holders are asked to repeat stands in no step of the guide")


def step_of(phone: PhoneSystem, part: GuideStep) -> PhoneStep:
    """Give the step that `part` belongs to on this phone."""
    return next(step for step in PHONE_STEPS[phone] if step.deed is HELPED[part])

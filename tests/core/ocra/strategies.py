"""What the properties draw from: every suite there is, and inputs that fit it."""

import string
from typing import Final

from hypothesis import strategies as st

from sekisho.core.ocra import (
    HashFunction,
    Inputs,
    MutualQuestion,
    QuestionFormat,
    QuestionShape,
    SessionShape,
    Suite,
    TimeStep,
    TimeUnit,
)

ALPHABETS: Final = {
    QuestionFormat.ALPHANUMERIC: string.ascii_letters + string.digits,
    QuestionFormat.NUMERIC: string.digits,
    QuestionFormat.HEXADECIMAL: string.hexdigits,
}
hash_functions: Final = st.sampled_from(HashFunction)
question_shapes: Final = st.builds(
    QuestionShape, format=st.sampled_from(QuestionFormat), length=st.integers(min_value=4, max_value=64)
)
session_shapes: Final = st.one_of(
    st.just(SessionShape(length=64, is_implied=True)),
    st.builds(SessionShape, length=st.integers(min_value=1, max_value=512)),
)
time_steps: Final = st.sampled_from(TimeUnit).flatmap(
    lambda unit: st.builds(TimeStep, count=st.sampled_from(unit.counts), unit=st.just(unit))
)
suites: Final = st.builds(
    Suite,
    hash_function=hash_functions,
    digits=st.sampled_from((0, 4, 5, 6, 7, 8, 9, 10)),
    question=question_shapes,
    has_counter=st.booleans(),
    pin_hash_function=st.none() | hash_functions,
    session=st.none() | session_shapes,
    time_step=st.none() | time_steps,
)
keys: Final = st.binary(min_size=1, max_size=200)
pins: Final = st.text(st.sampled_from("0123456789aZ -\0é暗証😀"), min_size=1, max_size=12)
eight_bytes: Final = st.integers(min_value=0, max_value=2**64 - 1)


def questions(shape: QuestionShape) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(ALPHABETS[shape.format]), min_size=1, max_size=shape.length)


@st.composite
def inputs_for(draw: st.DrawFn, suite: Suite) -> Inputs:
    one = questions(suite.question)
    inputs = Inputs(question=draw(one | st.builds(MutualQuestion, asked=one, own=one)))
    if suite.has_counter:
        inputs["counter"] = draw(eight_bytes)
    if suite.pin_hash_function:
        inputs["pin"] = draw(pins)
    if suite.session:
        inputs["session"] = draw(st.binary(min_size=1, max_size=suite.session.length))
    if suite.time_step:
        inputs["time_steps"] = draw(eight_bytes)
    return inputs

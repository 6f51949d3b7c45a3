"""Seen: the same answers as a plain dictionary gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.seen import Earlier, Seen

ROWS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 2)), max_size=30)


@given(st.lists(ROWS, max_size=8))
def test_it_remembers_as_a_dictionary_does(chunks: list[list[tuple[str, int]]]) -> None:
    seen, model, place = Seen(), dict[str, tuple[int, int]](), 0
    for chunk in chunks:
        places = list(range(place, place + len(chunk)))
        expected = {}
        for at, ((key, content), row) in enumerate(zip(chunk, places, strict=True)):
            if key in model:
                expected[at] = Earlier(model[key][0], model[key][1] == content)
            model.setdefault(key, (row, content))
        assert seen.add([key for key, _ in chunk], [content for _, content in chunk], places) == expected
        place += len(chunk)

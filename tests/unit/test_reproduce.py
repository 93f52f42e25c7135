"""What `make reproduce` says of two builds."""

from __future__ import annotations

from tests.reproduce import differing


def test_two_equal_builds_have_nothing_to_tell() -> None:
    assert differing({"a.html": "1", "b.css": "2"}, {"b.css": "2", "a.html": "1"}) == []


def test_every_kind_of_difference_is_named_with_its_file() -> None:
    first = {"changed.html": "1", "gone.html": "1", "same.html": "1"}
    second = {"changed.html": "2", "new.html": "1", "same.html": "1"}
    assert differing(first, second) == [
        "changed.html: not the same",
        "gone.html: only in the first",
        "new.html: only in the second",
    ]

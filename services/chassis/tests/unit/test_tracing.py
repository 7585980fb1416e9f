"""One request keeps one trace id."""

import pytest

from chassis.tracing import current_trace_id, current_traceparent, traced


def test_a_trace_is_continued_with_a_span_of_our_own() -> None:
    parent = f"00-{'a' * 32}-{'b' * 16}-01"
    with traced(parent):
        assert current_trace_id() == "a" * 32
        assert current_traceparent() != parent


SPAN = "b" * 16


@pytest.mark.parametrize("parent", [None, "", "garbage", f"00-{'0' * 32}-{SPAN}-01", f"00-{'A' * 32}-{SPAN}-01"])
def test_an_absent_or_malformed_parent_begins_a_new_trace(parent: str | None) -> None:
    with traced(parent):
        first = current_trace_id()
    with traced(parent):
        assert current_trace_id() not in (None, first, "0" * 32)


def test_outside_any_request_there_is_no_trace() -> None:
    assert current_traceparent() is None

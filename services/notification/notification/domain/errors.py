"""Faults of notification; none of them is shown to a person."""


class UnknownMove(Exception):
    """A move that the table of transitions does not have: a fault of ours."""


class NotYetKnown(Exception):
    """A neighbour's fact has not arrived yet; trying later helps. Says which kind of fact."""

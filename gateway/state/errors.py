"""The one refusal of everything that reads state files."""


class StateError(Exception):
    """A state file says something wrong, unknown, or impossible for the chosen target; the message says where."""

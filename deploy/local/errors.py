class CannotGoOn(Exception):
    """Its text is the one line that a person reads: what is missing and how to get it."""

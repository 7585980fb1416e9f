"""The verbs of the procedure, one a file."""

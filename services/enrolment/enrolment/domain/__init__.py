"""The rules of the procedure, as plain Python."""

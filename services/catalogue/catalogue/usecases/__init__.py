"""The verbs of the catalogue, one per file."""

"""Formats of others, written and read: LHÉO, the reference language of French training offers."""

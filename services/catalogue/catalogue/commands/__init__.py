"""The operator's doors."""

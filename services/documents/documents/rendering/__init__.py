"""Typesetting: content in, PDF out. Takes no decision."""

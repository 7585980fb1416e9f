"""Rows of notification; takes no decision."""

"""Rows and files of documents; takes no decision."""

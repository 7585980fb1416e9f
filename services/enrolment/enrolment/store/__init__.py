"""Rows and queries; decides nothing."""

"""The JSON doors of identity, under /api/identity/v1."""

"""The database of identity, its key ring and its password hashes."""

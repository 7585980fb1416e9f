"""The verbs of signing in and out."""

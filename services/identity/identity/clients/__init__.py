"""Calls to the platforms that rely on our sign-in."""

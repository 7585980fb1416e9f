"""The fixtures of the whole house; see tests/support."""

pytest_plugins = ["tests.support.fixtures"]

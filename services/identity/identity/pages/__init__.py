"""Pages that people open in a browser: identification, and what stands beside it."""

"""Which fact makes which message for whom, and how a message moves; no framework, no I/O, no French."""

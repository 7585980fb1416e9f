"""One verb of the procedure, or of the protocol, per file."""

"""One verb of the procedure per file; no HTTP, no broker, no clock."""

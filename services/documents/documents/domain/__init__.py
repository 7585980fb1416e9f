"""What a document is and how it moves; no framework, no file, no French."""

"""HTTP doors of documents."""

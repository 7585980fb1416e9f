"""HTTP JSON doors."""

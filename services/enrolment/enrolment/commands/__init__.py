"""What an operator calls."""

"""What web knows itself: sign-ins. Everything else is asked of the other services."""

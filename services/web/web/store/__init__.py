"""Where sign-ins are kept."""

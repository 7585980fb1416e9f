"""OpenID Connect: the endpoints, and the checks of each request as one ordered list (see `checks`)."""

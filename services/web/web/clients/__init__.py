"""Those web asks, over HTTP: the OpenID provider and the services' APIs behind the gateway."""

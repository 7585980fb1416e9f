"""Identity: the Cap Métiers account, organisations, rights, and the OpenID provider that other platforms use too."""

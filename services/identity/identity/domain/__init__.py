"""People, organisations, rights, sign-ins and what is granted to clients. Plain Python."""

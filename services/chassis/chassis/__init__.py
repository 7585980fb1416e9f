"""What the services share. Imports no service; knows account, organisation and role, no other word of the domain."""

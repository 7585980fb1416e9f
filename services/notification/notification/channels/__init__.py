"""How a message is written and how it leaves; takes no decision."""

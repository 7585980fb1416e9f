"""The training actions of Cap Métiers and their sessions: what is offered, to whom, when and where."""

"""Who may come to which desk; the use cases look closer."""

from chassis.principal import Role

# A deputy comes as a person of the organisation: the mandate is ours, not a role of identity.
AT_HR_DESK = (Role.HR_VALIDATOR, Role.BENEFICIARY)
RUNNING = (Role.TRAINING_PROVIDER, Role.STAFF)

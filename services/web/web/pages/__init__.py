"""The screens, one file an area. Doors only: what is true is asked of the services."""

from web.pages import (
    actions,
    back_channel,
    enrolment_form,
    home,
    hr_validator,
    hr_validator_decisions,
    hr_validator_deputies,
    hr_validator_exports,
    my_space,
    my_space_requests,
    platforms,
    profile,
    sign_in,
    training_provider,
    training_provider_sessions,
    verification,
)

BLUEPRINTS = (
    home.pages,
    actions.pages,
    enrolment_form.pages,
    my_space.pages,
    my_space_requests.pages,
    hr_validator.pages,
    hr_validator_decisions.pages,
    hr_validator_exports.pages,
    hr_validator_deputies.pages,
    training_provider.pages,
    training_provider_sessions.pages,
    profile.pages,
    sign_in.pages,
    back_channel.pages,
    platforms.pages,
    verification.pages,
)

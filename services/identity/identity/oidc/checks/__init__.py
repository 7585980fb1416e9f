"""Every check of an authorization request, in the order in which they are made. One check, one small file."""

from collections.abc import Callable

from identity.oidc.attempts import Attempt
from identity.oidc.checks.client_is_registered import client_is_registered
from identity.oidc.checks.code_challenge_is_s256 import code_challenge_is_s256
from identity.oidc.checks.id_token_hint_is_ours import id_token_hint_is_ours
from identity.oidc.checks.max_age_is_a_number import max_age_is_a_number
from identity.oidc.checks.parameters_stand_once import parameters_stand_once
from identity.oidc.checks.prompt_is_understood import prompt_is_understood
from identity.oidc.checks.redirect_uri_is_registered import redirect_uri_is_registered
from identity.oidc.checks.request_is_no_object import request_is_no_object
from identity.oidc.checks.response_mode_is_query import response_mode_is_query
from identity.oidc.checks.response_type_is_code import response_type_is_code
from identity.oidc.checks.scope_is_registered import scope_is_registered

# Before these have passed nobody is redirected anywhere.
TRUST: tuple[Callable[[Attempt], None], ...] = (
    client_is_registered,
    redirect_uri_is_registered,
)
# A failure of these goes back to the client.
REQUEST: tuple[Callable[[Attempt], None], ...] = (
    parameters_stand_once,
    request_is_no_object,
    response_type_is_code,
    response_mode_is_query,
    scope_is_registered,
    code_challenge_is_s256,
    prompt_is_understood,
    max_age_is_a_number,
    id_token_hint_is_ours,
)

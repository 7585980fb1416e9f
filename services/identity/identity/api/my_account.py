"""What a person does with their own account: correct it, end sign-ins, take their data along."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from identity.api.my_account_schemas import (
    KeptSignInSchema,
    MyDataSchema,
    ProfileSchema,
    SignInListSchema,
    dump_data,
    dump_sign_in,
)
from identity.api.schemas import MeSchema, dump_me
from identity.domain.profiles import Civility, Profile
from identity.usecases.change_profile import change_profile
from identity.usecases.my_sign_ins import end_my_sign_in, end_other_sign_ins, list_sign_ins
from identity.usecases.tell_me import tell_me
from identity.usecases.tell_my_data import tell_my_data

blp = Blueprint("own_account", __name__, url_prefix="/api/identity/v1", description="The account of the bearer")


@blp.put("/me")
@requires()
@blp.arguments(ProfileSchema)
@blp.response(200, MeSchema)
@blp.alt_response(404, description="The account is gone")
@blp.alt_response(409, description="The account is closed")
@blp.alt_response(422, description="A name is missing, or a number cannot exist")
def correct(profile: dict[str, Any]) -> dict[str, Any]:
    """Correct name, function and telephone numbers; the whole profile is given."""
    civility = Civility(profile["civility"]) if profile["civility"] else None
    wanted = Profile(**{**profile, "civility": civility})
    account_id = current_principal().account_id
    with transaction() as session:
        change_profile(session, account_id, profile=wanted, now=now())
        return dump_me(tell_me(session, account_id, now=now()))


@blp.get("/me/sign-ins")
@requires()
@blp.response(200, SignInListSchema)
def read_sign_ins() -> dict[str, Any]:
    """Where this account is signed in, newest first."""
    with transaction() as session:
        found = list_sign_ins(session, current_principal().account_id, now=now())
        return {"items": [dump_sign_in(one) for one in found]}


@blp.delete("/me/sign-ins/<uuid:sign_in_id>")
@requires()
@blp.response(204)
@blp.alt_response(404, description="This account has no such sign-in")
def end_one(sign_in_id: UUID) -> None:
    """End a sign-in and what it gave to platforms; a second time changes nothing."""
    with transaction() as session:
        end_my_sign_in(session, current_principal().account_id, sign_in_id=sign_in_id, now=now())


@blp.post("/me/sign-ins/end-others")
@requires()
@blp.arguments(KeptSignInSchema)
@blp.response(204)
@blp.alt_response(404, description="This account has no such sign-in to keep")
def end_others(kept: dict[str, Any]) -> None:
    """End every sign-in but one."""
    with transaction() as session:
        end_other_sign_ins(session, current_principal().account_id, keep=kept["keep"], now=now())


@blp.get("/me/data")
@requires()
@blp.response(200, MyDataSchema)
@blp.alt_response(404, description="The account is gone")
def data() -> dict[str, Any]:
    """Everything that identity holds about the person; secrets are not told."""
    with transaction() as session:
        return dump_data(tell_my_data(session, current_principal().account_id, now=now()))

"""What people do with accounts that the demo does not do."""

from datetime import timedelta

from chassis import clock, worker
from chassis.database import transaction
from identity.domain.profiles import Civility, Profile
from identity.usecases.ask_for_link import AccountWish, ask_for_account, ask_for_new_password
from identity.usecases.notice_inactivity import notice_inactivity
from tests.contracts.parts import service_of
from tests.contracts.world import World


def write_to_people(world: World) -> None:
    """Accounts and a new password are asked for, and two years pass without a sign-in."""
    world.bind("identity")
    profile = Profile(
        civility=Civility.MR,
        given_name="Jean",
        family_name="Aimarre",
        job_title="Conseiller",
        phone=None,
        mobile_phone=None,
    )
    for email in ("jean.aimarre@example.org", "alain.proviste@example.org"):
        wish = AccountWish(email=email, password="cheval-agrafe-batterie-2026", profile=profile, organisation_id=None)
        ask_for_account(wish, address="192.0.2.1", now=clock.now())
    ask_for_new_password("alain.proviste@example.org", address="192.0.2.1", now=clock.now())
    described = service_of("identity")
    while worker.run_due(described.part(described.tasks)):
        pass
    with transaction() as session:
        notice_inactivity(session, now=clock.now() + timedelta(days=720))
    world.carry()

"""Who cannot be reached by e-mail: told to their referent and to staff, to nobody else, until it is corrected."""

from typing import Any

import pytest

from services.notification.tests.conftest import ALAIN, ANNIE, EMPLOYER, PROVIDER, House
from tests.support.tokens import bearer

PATH = "/api/notification/v1/failing-addresses"


@pytest.fixture
def bounced(house: House) -> House:
    """Alain's mailbox is gone."""
    house.tell_neighbours()
    house.role(ALAIN, "beneficiary", EMPLOYER)
    house.mailbox.at_recipient = ["550 5.1.1 No such mailbox"]
    house.move("declined", previous_status="pre_enrolled")
    house.work()
    return house


def flagged(house: House, of: str = EMPLOYER, **who: Any) -> tuple[int, list[str]]:
    headers = bearer(ANNIE, **{"role": "referent", "organisation_id": EMPLOYER, **who})
    answer = house.client.get(f"{PATH}?organisation_id={of}", headers=headers)
    return answer.status_code, [item["account_id"] for item in answer.json.get("items", [])]


def test_the_referent_and_staff_read_whose_address_fails_and_since_when(bounced: House) -> None:
    assert flagged(bounced) == (200, [ALAIN])
    assert flagged(bounced, role="staff", organisation_id=None) == (200, [ALAIN])
    headers = bearer(ANNIE, role="referent", organisation_id=EMPLOYER)
    (item,) = bounced.client.get(f"{PATH}?organisation_id={EMPLOYER}", headers=headers).json["items"]
    assert set(item) == {"account_id", "since"}


def test_another_organisation_and_another_role_read_nothing(bounced: House) -> None:
    assert flagged(bounced, PROVIDER) == (403, [])
    assert flagged(bounced, role="hr_validator")[0] == 403
    assert flagged(bounced, PROVIDER, role="staff", organisation_id=None) == (200, [])


def test_a_corrected_address_is_flagged_no_more(bounced: House) -> None:
    newer = {"subjectversion": 60}
    bounced.tell("account.profile_changed.v1", envelope=newer, account_id=ALAIN, email="alain.p@example.org")
    assert flagged(bounced) == (200, [])


def test_who_has_left_the_organisation_is_flagged_there_no_more(bounced: House) -> None:
    bounced.role(ALAIN, "beneficiary", PROVIDER)
    assert flagged(bounced) == (200, [])


def test_an_organisation_is_named(bounced: House) -> None:
    headers = bearer(ANNIE, role="referent", organisation_id=EMPLOYER)
    for query in ("", "?organisation_id=x"):
        assert bounced.client.get(f"{PATH}{query}", headers=headers).json["code"] == "invalid-input"

"""Open badges: who asks, who decides, what is issued; verified by libraries that are not ours."""

import copy
import json
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openbadgeslib import baking
from openbadgeslib.ob2.verifier import OB2VerificationError, OB2Verifier
from openbadgeslib.ob3 import contexts
from openbadgeslib.ob3.verifier import OB3Verifier

from chassis.ids import new_id
from deploy.local.keys import new_ed25519_key, new_rsa_key
from documents.domain.credentials import CREDENTIALS, OPEN_BADGES
from documents.rendering import badge_keys
from documents.rendering.proofs import context_of
from documents.usecases.read_badge_publications import MULTIKEY
from tests.support.tokens import bearer

ALAIN = UUID("01930000-0000-7000-8000-000000000001")
GUY = UUID("01930000-0000-7000-8000-000000000003")
EMPLOYER = UUID("01930000-0000-7000-8000-000000000101")
PROVIDER = UUID("01930000-0000-7000-8000-000000000104")
ENROLMENT = "01930000-0000-7000-8000-000000000401"
ADDRESS = "alain.proviste@example.org"
BASE = "/api/documents/v1/badges"
PERSON = bearer(ALAIN, role="beneficiary", organisation_id=EMPLOYER)
TRAINER = bearer(GUY, role="training_provider", organisation_id=PROVIDER)
HR = bearer(new_id(), role="hr_validator", organisation_id=EMPLOYER)
STRANGER = bearer(new_id(), role="training_provider", organisation_id=EMPLOYER)
STAFF = bearer(UUID("01930000-0000-7000-8000-000000000004"), role="staff")
VERIFIER = Path(__file__).parents[1] / "verifiers/verify.mjs"
EVIDENCE = {"evidence_url": "https://example.org/projet", "evidence_text": "Le dossier que j’ai monté"}


def _ask(house: Any, **wish: Any) -> Any:
    return house.client.post(BASE, headers=PERSON, json={"enrolment_id": ENROLMENT, **wish})


def _decide(house: Any, badge_id: str, headers: Any = TRAINER, **body: Any) -> Any:
    return house.client.post(f"{BASE}/{badge_id}/decision", headers=headers, json={"decision": "accept", **body})


@pytest.fixture
def attended(house: Any) -> Any:
    house.tell_neighbours()
    house.record(840)
    return house


@pytest.fixture
def issued(attended: Any) -> dict[str, Any]:
    badge: dict[str, Any] = _ask(attended, **EVIDENCE).json
    assert _decide(attended, badge["badge_id"]).status_code == 200
    attended.work()
    attended.work()
    return badge


def _file(house: Any, badge: dict[str, Any], name: str) -> bytes:
    answer = house.client.get(f"{BASE}/{badge['badge_id']}/{name}", headers=PERSON)
    assert answer.status_code == 200, answer.text
    content: bytes = answer.data
    return content


def _path(url: str) -> str:
    return url.split("#")[0].removeprefix("http://127.0.0.1:8080")


def _verify(house: Any, **given: Any) -> dict[str, Any]:
    """What the JavaScript libraries say; every document they may load comes from our public doors."""
    own = badge_keys.bound()
    paths = (f"{BASE}/issuer", f"{BASE}/keys/{own.ed25519_id}", f"{BASE}/status-lists/1")
    documents = {f"http://127.0.0.1:8080{path}": house.client.get(path).get_json(force=True) for path in paths}
    documents |= {OPEN_BADGES: context_of(OPEN_BADGES), CREDENTIALS: context_of(CREDENTIALS)}
    documents[MULTIKEY] = json.loads(files(contexts).joinpath("security-multikey-v1.json").read_text())
    asked = json.dumps({"documents": documents, "jwk": house.client.get(f"{BASE}/keys/{own.rsa_id}").json, **given})
    done = subprocess.run(["node", VERIFIER], input=asked, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_digital_bazaar_and_jose_accept_what_was_issued(house: Any, issued: dict[str, Any]) -> None:
    credential, jwt = (
        json.loads(_file(house, issued, "credential.json")),
        _file(house, issued, "credential.jwt").decode(),
    )
    told = _verify(house, credential=credential, jwt=jwt)
    assert (told["verified"], told["revoked"], told["faults"]) == (True, False, [])
    assert told["header"]["alg"] == "RS256"
    assert told["payload"]["credentialSubject"]["achievement"]["name"] == credential["name"]
    assert told["payload"]["evidence"][0]["id"] == EVIDENCE["evidence_url"]


def test_a_changed_credential_is_refused_by_both(house: Any, issued: dict[str, Any]) -> None:
    credential = json.loads(_file(house, issued, "credential.json"))
    forged = copy.deepcopy(credential)
    forged["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    jwt = _file(house, issued, "credential.jwt").decode()
    head, body, signature = jwt.split(".")
    told = _verify(house, credential=forged, jwt=f"{head}.{body[:-4]}AAAA.{signature}")
    assert told["verified"] is False
    assert told["jwtFault"] == "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"


def test_a_revoked_badge_is_revoked_for_others_too_and_gone_as_hosted(house: Any, issued: dict[str, Any]) -> None:
    credential = json.loads(_file(house, issued, "credential.json"))
    hosted = f"{BASE}/v2/assertions/{issued['badge_id']}"
    assert house.client.get(hosted).status_code == 200
    done = house.client.post(
        f"{BASE}/{issued['badge_id']}/revocation", headers=TRAINER, json={"reason": "Erreur de personne"}
    )
    house.work()
    told = _verify(house, credential=credential)
    gone = house.client.get(hosted)
    assert done.json["status"] == "revoked"
    assert (told["verified"], told["revoked"]) == (True, True)
    assert (gone.status_code, gone.get_json(force=True)["revoked"]) == (410, True)


def test_open_badges_lib_accepts_the_jwt_and_reads_it_from_both_pictures(house: Any, issued: dict[str, Any]) -> None:
    jwt = _file(house, issued, "credential.jwt").decode()
    public = badge_keys.bound().rsa.as_pem(private=False)
    verified = OB3Verifier(public).verify(jwt)
    png, svg = _file(house, issued, "image.png"), _file(house, issued, "image.svg")
    assert verified is not None
    assert baking.extract_png(png, keyword=b"openbadgecredential") == jwt
    assert baking.extract_svg(svg, element="openbadges:credential") == jwt


def _hosted_verifier(house: Any) -> OB2Verifier:
    """The library's own verification of hosted badges, with another way to fetch.

    Its downloader takes HTTPS alone and our site is plain HTTP in tests, so each address is asked of our public doors;
    what is fetched, in which order, and what must agree is the library's.
    """

    def fetch(url: str) -> bytes:
        answer = house.client.get(_path(url))
        if answer.status_code != 200:
            raise OSError(f"{url} answers {answer.status}")
        content: bytes = answer.data
        return content

    return OB2Verifier(download=fetch)


def _hosted(house: Any, badge: dict[str, Any]) -> dict[str, Any]:
    assertion: dict[str, Any] = house.client.get(f"{BASE}/v2/assertions/{badge['badge_id']}").get_json(force=True)
    return assertion


def test_open_badges_lib_accepts_the_hosted_view_for_its_person(house: Any, issued: dict[str, Any]) -> None:
    assertion = _hosted(house, issued)
    verified = _hosted_verifier(house).verify_hosted(assertion, expected_recipient=ADDRESS, check_revocation=True)
    badge_class = house.client.get(_path(verified.badge)).get_json(force=True)
    image = house.client.get(_path(badge_class["image"]))
    assert verified.id == assertion["id"]
    assert (image.status_code, image.content_type) == (200, "image/png")


def test_open_badges_lib_refuses_a_hosted_view_for_another_person(house: Any, issued: dict[str, Any]) -> None:
    with pytest.raises(OB2VerificationError, match="Recipient mismatch"):
        _hosted_verifier(house).verify_hosted(_hosted(house, issued), expected_recipient="guy.rembourg@example.org")


@pytest.mark.parametrize(
    "forged",
    [{"issuedOn": "2020-01-01T00:00:00Z"}, {"badge": "http://127.0.0.1:8080/api/documents/v1/badges/v2/issuer"}],
)
def test_open_badges_lib_refuses_a_copy_that_differs_from_what_is_hosted(
    house: Any, issued: dict[str, Any], forged: dict[str, str]
) -> None:
    with pytest.raises(OB2VerificationError, match="does not match the badge's local claims"):
        _hosted_verifier(house).verify_hosted({**_hosted(house, issued), **forged})


def test_open_badges_lib_refuses_the_hosted_view_of_a_revoked_badge(house: Any, issued: dict[str, Any]) -> None:
    kept = _hosted(house, issued)
    why = {"reason": "Erreur de personne"}
    house.client.post(f"{BASE}/{issued['badge_id']}/revocation", headers=TRAINER, json=why)
    with pytest.raises(OB2VerificationError, match="answers 410"):
        _hosted_verifier(house).verify_hosted(kept)


def test_the_person_is_named_and_the_address_only_as_a_hash(house: Any, issued: dict[str, Any]) -> None:
    said = _file(house, issued, "credential.json").decode()
    assert "Alain Proviste" in said
    assert "alain.proviste@example.org" not in said
    assert "alain.proviste" not in house.client.get(f"{BASE}/v2/assertions/{issued['badge_id']}").text


def test_a_badge_follows_from_presence_and_is_asked_for_once(attended: Any) -> None:
    first, again = _ask(attended), _ask(attended)
    assert (first.status_code, first.json["status"]) == (201, "requested")
    assert (again.status_code, again.json["code"]) == (409, "badge-already-requested")
    attended.record(0, version=5, fact="absent", enrolment_id=str(new_id()))
    absent = attended.rows("SELECT enrolment_id FROM enrolments WHERE net_minutes = 0")[0]["enrolment_id"]
    refused = _ask(attended, enrolment_id=str(absent))
    assert (refused.status_code, refused.json["code"]) == (409, "badge-not-earned")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "x", "https://" + "a" * 600 + ".org"])
def test_evidence_that_is_no_web_address_is_refused(attended: Any, url: str) -> None:
    answer = _ask(attended, evidence_url=url)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")


def test_only_the_provider_of_the_action_or_staff_decide_once_and_declining_needs_a_reason(attended: Any) -> None:
    badge_id = _ask(attended).json["badge_id"]
    assert _decide(attended, badge_id, STRANGER).status_code == 404
    assert _decide(attended, badge_id, PERSON).status_code == 403
    assert _decide(attended, badge_id, HR).status_code == 403
    bare = _decide(attended, badge_id, decision="decline")
    assert (bare.status_code, bare.json["code"]) == (422, "reason-required")
    declined = _decide(attended, badge_id, decision="decline", reason="Acquis non démontrés")
    assert (declined.json["status"], declined.json["reason"]) == ("declined", "Acquis non démontrés")
    late = _decide(attended, badge_id, STAFF)
    assert (late.status_code, late.json["code"]) == (409, "badge-decided")
    assert _ask(attended).status_code == 201


def test_nobody_decides_their_own_badge(attended: Any) -> None:
    badge_id = _ask(attended).json["badge_id"]
    own = bearer(ALAIN, role="training_provider", organisation_id=PROVIDER)
    answer = _decide(attended, badge_id, own)
    assert (answer.status_code, answer.json["code"]) == (403, "own-request")


def test_readers_are_the_person_the_provider_and_staff(house: Any, issued: dict[str, Any]) -> None:
    path = f"{BASE}/{issued['badge_id']}"
    for headers in (PERSON, TRAINER, STAFF):
        assert house.client.get(path, headers=headers).json["status"] == "issued"
        assert len(house.client.get(BASE, headers=headers).json["items"]) == 1
    for headers in (HR, STRANGER):
        assert house.client.get(path, headers=headers).status_code == 404
        assert house.client.get(f"{path}/image.png", headers=headers).status_code == 404
        assert house.client.get(BASE, headers=headers).json["items"] == []


def test_a_badge_that_is_not_signed_yet_answers_202_and_where_to_look(attended: Any) -> None:
    badge_id = _ask(attended).json["badge_id"]
    _decide(attended, badge_id)
    answer = attended.client.get(f"{BASE}/{badge_id}/image.png", headers=PERSON)
    assert (answer.status_code, answer.json["look_at"]) == (202, f"{BASE}/{badge_id}")


def test_keys_stay_at_their_addresses_after_a_change(house: Any, issued: dict[str, Any]) -> None:
    before = {key["kid"] for key in house.client.get(f"{BASE}/keys").get_json(force=True)["keys"]}
    old = badge_keys.bound()
    fresh = badge_keys.badge_keys_from(**_fresh())
    badge_keys.bind(fresh)
    after = {key["kid"] for key in house.client.get(f"{BASE}/keys").get_json(force=True)["keys"]}
    assert before < after
    assert house.client.get(f"{BASE}/keys/{old.ed25519_id}").status_code == 200
    assert house.client.get(f"{BASE}/keys/nothing").status_code == 404


def _fresh() -> dict[str, str]:
    return {"rsa": new_rsa_key(2048).decode(), "ed25519": new_ed25519_key().decode()}


def test_a_forgotten_person_leaves_no_badge_behind(house: Any, issued: dict[str, Any]) -> None:
    house.tell("account.anonymised.v1", account_id=str(ALAIN))
    house.work()
    left = json.dumps(house.rows("SELECT * FROM badges"), default=str)
    assert "Proviste" not in left
    assert house.client.get(f"{BASE}/v2/assertions/{issued['badge_id']}").status_code == 404
    assert [path for path in (house.files / "badges").rglob("*") if issued["badge_id"] in path.name] == []

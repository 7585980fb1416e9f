"""The theme: its files, its headers, its error pages."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient

from chassis import theme
from chassis.auth import public
from chassis.errors import Forbidden
from chassis.theme.assets import MissingAsset, digest, load

SAID = """<p style="color: red">Qui ? « {{ asked }} » : c’est sûr ; {{ "vraiment !" }}</p>"""
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def client() -> FlaskClient:
    """An application that has the theme and four views."""
    app = Flask("themed", static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.secret_key = "of the tests"
    theme.install(app, prefix="/x/assets", assets_dir=ROOT / "node_modules")
    theme.install_error_pages(app)

    @app.get("/far")
    @public
    def far() -> str:
        theme.allow_form_target("https://elsewhere.example/back?x=1")
        return "<p>far</p>"

    @app.get("/framing")
    @public
    def framing() -> str:
        theme.allow_own_frames()
        return "<p>framing</p>"

    @app.get("/refused")
    @public
    def refused() -> str:
        raise Forbidden

    @app.get("/said")
    @public
    def said() -> str:
        return render_template_string(SAID, asked=request.args["asked"])

    @app.get("/broken")
    @public
    def broken() -> str:
        raise RuntimeError("a secret detail")

    return app.test_client()


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingAsset, match=r"bootstrap\.min\.css"):
        load(packages=tmp_path, folders={})


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = digest(load(packages=ROOT / "node_modules", folders={"app": tmp_path}))
    (tmp_path / "a.css").write_text("b{}")
    assert digest(load(packages=ROOT / "node_modules", folders={"app": tmp_path})) != before


def test_a_form_may_lead_to_one_other_origin_where_a_view_says_so(client: FlaskClient) -> None:
    assert (
        client.get("/far").headers["Content-Security-Policy"].endswith("form-action 'self' https://elsewhere.example")
    )
    assert client.get("/refused").headers["Content-Security-Policy"].endswith("form-action 'self'")


def test_a_page_frames_pages_of_this_site_where_a_view_says_so(client: FlaskClient) -> None:
    assert client.get("/framing").headers["Content-Security-Policy"].endswith("; frame-src 'self'")
    assert "frame-src" not in client.get("/refused").headers["Content-Security-Policy"]


def test_over_https_browsers_are_told_to_stay_there(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/far", base_url="https://site.example").headers
    assert "Strict-Transport-Security" not in client.get("/far").headers


def test_a_refusal_is_a_page_with_its_status(client: FlaskClient) -> None:
    answer = client.get("/refused")
    assert answer.status_code == 403
    assert "Cette page ne vous est pas ouverte" in answer.text


def test_a_crash_is_a_page_that_tells_no_detail(client: FlaskClient) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.post("/far")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_sign_that_stands_apart_from_its_word_never_begins_a_line(client: FlaskClient) -> None:
    shown = client.get("/said", query_string={"asked": "Vous ?"}).text
    said = """<p style="color: red">Qui~? «~Vous ?~»~: c’est sûr~; vraiment~!</p>"""
    assert shown == said.replace("~", "\N{NO-BREAK SPACE}")

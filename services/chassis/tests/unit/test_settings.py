"""Settings are read once and refused whole."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from chassis.settings import BadSettings, ServiceSettings, read_settings, setting

REQUIRED = {
    "PP_DATABASE_URL": "postgresql://u:p@127.0.0.1/d",
    "PP_ISSUER": "http://127.0.0.1/sso",
    "PP_JWKS_URL": "file:///keys.json",
    "PP_PUBLIC_URL": "http://127.0.0.1",
}


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    folder: Path = setting("PP_FOLDER", help="a folder")
    eager: bool = setting("PP_EAGER", default=False, help="a truth")


def test_start_up_names_every_missing_variable_at_once() -> None:
    with pytest.raises(BadSettings) as refusal:
        read_settings(Settings, {})
    for variable in [*REQUIRED, "PP_FOLDER"]:
        assert variable in str(refusal.value)


def test_a_malformed_number_is_named_and_its_value_is_not_shown() -> None:
    with pytest.raises(BadSettings, match="PP_HTTP_WORKERS is malformed") as refusal:
        read_settings(Settings, {**REQUIRED, "PP_FOLDER": "/x", "PP_HTTP_WORKERS": "hunter2"})
    assert "hunter2" not in str(refusal.value)


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://u:s@127.0.0.1/d\n")
    environ = {**REQUIRED, "PP_FOLDER": "/x", "PP_EAGER": "yes", "PP_DATABASE_URL_FILE": str(file)}
    del environ["PP_DATABASE_URL"]
    settings = read_settings(Settings, environ)
    assert settings.database_url == "postgresql://u:s@127.0.0.1/d"
    assert settings.folder == Path("/x")
    assert settings.eager is True


def test_a_shifted_clock_is_refused_in_production() -> None:
    environ = {**REQUIRED, "PP_FOLDER": "/x", "PP_CLOCK_OFFSET_S": "60"}
    assert read_settings(Settings, environ).clock_offset_s == 60
    with pytest.raises(BadSettings, match="PP_CLOCK_OFFSET_S"):
        read_settings(Settings, {**environ, "PP_ENVIRONMENT": "production"})

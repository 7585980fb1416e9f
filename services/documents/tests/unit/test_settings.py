"""What the service refuses to start with."""

import pytest

from chassis.settings import BadSettings
from documents.settings import Settings
from tests.contracts.apps import settings_of


@pytest.mark.parametrize("url", ["file:///folder", "s3://bucket/prefix", "s3://bucket"])
def test_a_folder_or_a_bucket_is_taken(url: str) -> None:
    assert isinstance(settings_of("documents", {"PP_DOCUMENTS_STORE_URL": url}), Settings)


@pytest.mark.parametrize("url", ["", "folder", "ftp://host/x", "file://", "s3:///x"])
def test_anything_else_is_refused_by_name(url: str) -> None:
    with pytest.raises(BadSettings, match="PP_DOCUMENTS_STORE_URL"):
        settings_of("documents", {"PP_DOCUMENTS_STORE_URL": url})

"""Files in an S3 bucket keep the promises of files in a folder; moto's server speaks S3's own protocol."""

from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from chassis.ids import new_id
from chassis.storage import Clash, Missing, Store, open_store


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket_name(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh bucket; its address and credentials come from the environment, as in production."""
    environment = {
        "AWS_ENDPOINT_URL_S3": s3_address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-3",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    name = f"papers-{new_id()}"
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    return name


@pytest.fixture
def bucket(bucket_name: str) -> Store:
    return open_store(f"s3://{bucket_name}/certificates")


def test_a_file_is_read_back_and_the_same_content_again_is_no_change(bucket: Store) -> None:
    bucket.put("2026/a.pdf", b"one")
    bucket.put("2026/a.pdf", b"one")
    assert bucket.get("2026/a.pdf") == b"one"


def test_another_content_under_the_same_name_is_refused(bucket: Store) -> None:
    bucket.put("2026/a.pdf", b"one")
    with pytest.raises(Clash):
        bucket.put("2026/a.pdf", b"two")
    assert bucket.get("2026/a.pdf") == b"one"


def test_a_missing_file_is_said_to_be_missing(bucket: Store) -> None:
    with pytest.raises(Missing):
        bucket.get("2026/absent.pdf")


def test_files_lie_below_the_prefix(bucket: Store, bucket_name: str) -> None:
    bucket.put("2026/a.pdf", b"one")
    listed = boto3.client("s3").list_objects_v2(Bucket=bucket_name)["Contents"]
    assert [entry["Key"] for entry in listed] == ["certificates/2026/a.pdf"]

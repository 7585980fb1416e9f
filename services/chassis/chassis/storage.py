"""Files by URL: a local folder (`file:///folder`) or an S3 bucket (`s3://bucket/prefix`). Files are immutable."""

import os
import tempfile
from pathlib import Path, PurePosixPath
from pkgutil import resolve_name
from typing import Any, Protocol
from urllib.parse import urlsplit


class Missing(Exception):
    """There is no such file."""


class Clash(Exception):
    """Another content is stored under this name."""


class Store(Protocol):
    """A place for immutable files; names are relative POSIX paths without `..`."""

    def put(self, name: str, content: bytes) -> None:
        """Store; the same content again is no change. Raises Clash where another content is there."""

    def get(self, name: str) -> bytes:
        """Read. Raises Missing."""

    def delete(self, name: str) -> None:
        """Remove, also where nothing is."""


def _checked(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"not a name of a file: {name!r}")
    return str(path)


class FolderStore:
    """Files below one folder; a file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        target = self._root / _checked(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, target)
        except FileExistsError:
            if target.read_bytes() != content:
                raise Clash(name) from None
        finally:
            os.unlink(draft)

    def get(self, name: str) -> bytes:
        try:
            return (self._root / _checked(name)).read_bytes()
        except FileNotFoundError:
            raise Missing(name) from None

    def delete(self, name: str) -> None:
        (self._root / _checked(name)).unlink(missing_ok=True)


class BucketStore:
    """Objects of an S3 bucket; credentials and endpoint from the AWS variables (AWS_ENDPOINT_URL_S3 and so on)."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = prefix
        # Only who keeps files in a bucket pays for loading the library (0.14 s, 9 MiB).
        self._client: Any = resolve_name("boto3").client("s3")

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{_checked(name)}".lstrip("/")

    def put(self, name: str, content: bytes) -> None:
        try:
            self._client.put_object(Bucket=self._bucket, Key=self._key(name), Body=content, IfNoneMatch="*")
        except self._client.exceptions.ClientError as fault:
            if fault.response["Error"]["Code"] != "PreconditionFailed":
                raise
            if self.get(name) != content:
                raise Clash(name) from None

    def get(self, name: str) -> bytes:
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._key(name))
        except self._client.exceptions.NoSuchKey:
            raise Missing(name) from None
        content: bytes = answer["Body"].read()
        return content

    def delete(self, name: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=self._key(name))


def open_store(url: str) -> Store:
    """The store that `url` names.

    Raises:
        ValueError: neither file:// nor s3://.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStore(Path(parts.path))
    if parts.scheme == "s3":
        return BucketStore(parts.netloc, parts.path.strip("/"))
    raise ValueError("a store is file:///folder or s3://bucket/prefix")

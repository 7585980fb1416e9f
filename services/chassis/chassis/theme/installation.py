"""Puts the theme into an application: templates under `theme/`, files under a prefix, headers on every answer."""

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request

from chassis.auth import public
from chassis.theme.assets import KEPT_S, Asset, digest, load
from chassis.theme.headers import add_headers
from chassis.theme.typography import FrenchSpaces

_HERE = Path(__file__).parent


def install(app: Flask, *, prefix: str, assets_dir: Path, static_dir: Path | None = None) -> None:
    """Give `app` the layout, its files under `prefix`, `asset_url(name)` in templates, and security headers.

    Error pages extend the template named by the Jinja global `error_layout`, the bare layout unless set.

    `assets_dir` is a `node_modules` folder. Files of `static_dir` are named `app/<file>`, those of the theme
    `theme/<file>`, those of packages `vendor/<file>`.

    Raises:
        MissingAsset: a package is not installed in `assets_dir`.
    """
    folders = {"theme": _HERE / "static"} | ({"app": static_dir} if static_dir else {})
    assets = load(packages=assets_dir, folders=folders)
    version = digest(assets)
    blueprint = Blueprint("theme", __name__, template_folder="templates")

    @blueprint.get(f"{prefix}/<version_asked>/<path:name>")
    @public
    def asset(version_asked: str, name: str) -> Response:
        return _answer(assets, name, is_current=version_asked == version)

    def asset_url(name: str) -> str:
        if name not in assets:
            raise KeyError(name)
        return f"{prefix}/{version}/{name}"

    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
    app.jinja_env.globals.setdefault("error_layout", "theme/layout.html")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(FrenchSpaces)
    app.after_request(add_headers)


def _answer(assets: Mapping[str, Asset], name: str, *, is_current: bool) -> Response:
    found = assets.get(name)
    if found is None:
        abort(404)
    compressed = found.gzipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = Response(compressed or found.body, mimetype=found.media_type)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # An address of another version is asked for while a new one is rolled out: answered, but not kept.
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable" if is_current else "no-cache"
    return response

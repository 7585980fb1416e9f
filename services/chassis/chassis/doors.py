"""The blueprint of JSON doors: a body is JSON as RFC 8259 has it, or it is refused."""

from typing import Any

import flask_smorest
import orjson
from flask import Request, abort
from webargs.flaskparser import FlaskParser


class StrictParser(FlaskParser):
    """Reads with orjson. Python's own reader takes NaN and lone surrogates, and crashes on what is nested deep."""

    def _raw_load_json(self, req: Request) -> Any:
        content = req.get_data(cache=True)
        if not req.is_json:
            abort(415 if content else 400)
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError:
            abort(400)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest's, with our reader of bodies."""

    ARGUMENTS_PARSER = StrictParser()

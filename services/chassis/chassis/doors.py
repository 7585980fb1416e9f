"""The blueprint of JSON doors: a body is JSON as RFC 8259 has it, or it is refused."""

from functools import cache
from typing import Any

import flask_smorest
import orjson
from flask import Request, abort
from marshmallow import Schema
from webargs.flaskparser import FlaskParser


@cache
def _reader(schema: type[Schema]) -> Schema:
    """One for all requests: making a schema costs more than reading with it, and reading leaves nothing in it."""
    return schema()


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

    def _get_schema(self, argmap: Any, req: Request) -> Schema:
        return super()._get_schema(_reader(argmap) if isinstance(argmap, type) else argmap, req)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest's, with our reader of bodies."""

    ARGUMENTS_PARSER = StrictParser()

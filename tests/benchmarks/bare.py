"""The baseline: a Flask app that answers a little JSON and nothing else."""

from flask import Flask

app = Flask(__name__)
PATH = "/api/enrolment/v1/enrolments"


@app.route(PATH, methods=["GET", "POST"])
def answer() -> dict[str, object]:
    return {"items": [], "next_cursor": None}

"""The parts of each service as its description names them, without its processes."""

import importlib
from functools import cache

from chassis.consumer import Hearing
from chassis.hearing import Heard
from chassis.service import Service
from chassis.states import State

SPEAKING = ("identity", "catalogue", "enrolment", "documents", "notification")
HEARING = ("catalogue", "enrolment", "documents", "notification")


@cache
def service_of(name: str) -> Service:
    package = importlib.import_module(name)
    described: Service = getattr(package, "SERVICE", None) or importlib.import_module(f"{name}.__main__").SERVICE
    return described


def heard_by(name: str) -> tuple[Heard, ...]:
    described = service_of(name)
    return tuple(described.part(described.heard, ()))


def states_of(name: str) -> tuple[State, ...]:
    described = service_of(name)
    return tuple(described.part(described.states, ()))


def hearing_of(name: str) -> Hearing:
    described = service_of(name)
    return Hearing(heard=heard_by(name), closings=described.part(described.closings, {}))

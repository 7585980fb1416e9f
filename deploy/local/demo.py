"""Demo data: said by the services' own use cases, once per instance."""

from deploy.local import labels
from deploy.local.instance import ROOT
from deploy.local.processes import Processes
from deploy.local.progress import Progress
from deploy.local.services import Surroundings

DATA = ROOT / "deploy/local/demo"
# In this order: each waits for the copies of what the one before has said.
SPEAKERS = ("identity", "catalogue", "enrolment", "documents")
TIMEOUT_S = 180.0


def load_demo(surroundings: Surroundings, processes: Processes, progress: Progress) -> None:
    """Raises CannotGoOn when a service refuses its data."""
    done = surroundings.instance.path("demo-loaded")
    if done.is_file():
        return
    for service in SPEAKERS:
        arguments = ["seed-demo", str(DATA / f"{service}.json")]
        program = surroundings.command(service, f"{service}.seed-demo", arguments)
        processes.run(program, timeout_s=TIMEOUT_S)
    done.touch()
    progress.ready(labels.DEMO)

"""How much of a bare answer's rate is left behind the gateway: RS256, rate limit, correlation id, everything."""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.chain import Chain
from tests.benchmarks.harness import ROUNDS, Benchmark, Figure, at_least, median
from tests.benchmarks.load import Run, wrk


def measure(folder: Path) -> Sequence[Figure]:
    bare: list[Run] = []
    behind: list[Run] = []
    with Chain(folder) as chain:
        wrk(chain.direct, token=chain.token, pids=[], seconds=1)
        wrk(chain.through_gateway, token=chain.token, pids=[], seconds=1)
        for _ in range(ROUNDS):
            bare.append(wrk(chain.direct, token=chain.token, pids=[chain.server_pid]))
            pids = [chain.server_pid, chain.gateway_pid]
            behind.append(wrk(chain.through_gateway, token=chain.token, pids=pids))
    b, through = median(run.rate for run in bare), median(run.rate for run in behind)
    alone, together = median(run.cpu_us for run in bare), median(run.cpu_us for run in behind)
    return [
        Figure(what="B, a bare answer direct", value=f"{b:.0f}/s", note=f"{alone:.0f} µs of processor a request"),
        at_least(
            "the same behind the gateway, in B",
            through / b,
            0.7,
            note=f"{through:.0f}/s, {together:.0f} µs of processor a request, {together - alone:.0f} the gateway's",
        ),
    ]


BENCHMARK = Benchmark(name="gateway-chain", title="The gateway on a bare answer", measure=measure)

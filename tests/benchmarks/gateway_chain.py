"""How much of a bare answer's rate is left behind the gateway: RS256, rate limit, correlation id, everything."""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.chain import Chain
from tests.benchmarks.harness import Benchmark, CpuTaken, Figure, at_least, median
from tests.benchmarks.load import Run, wrk

ROUNDS = 7


def measure(folder: Path) -> Sequence[Figure]:
    bare: list[Run] = []
    behind: list[tuple[Run, float]] = []
    with Chain(folder) as chain:
        wrk(chain.direct, token=chain.token, pids=[], seconds=1)
        wrk(chain.through_gateway, token=chain.token, pids=[], seconds=1)
        for _ in range(ROUNDS):
            bare.append(wrk(chain.direct, token=chain.token, pids=[chain.server_pid]))
            with CpuTaken([chain.gateway_pid]) as gateway:
                run = wrk(chain.through_gateway, token=chain.token, pids=[chain.server_pid])
            behind.append((run, 1e6 * gateway.seconds / run.requests))
    b, through = median(run.rate for run in bare), median(run.rate for run, _ in behind)
    its_own = median(run.cpu_us for run, _ in behind)
    the_gateways = median(cpu_us for _, cpu_us in behind)
    return [
        Figure(
            what="B, a bare answer direct",
            value=f"{b:.0f}/s",
            note=f"{median(run.cpu_us for run in bare):.0f} µs of processor a request",
        ),
        at_least(
            "the same behind the gateway, in B",
            through / b,
            0.7,
            note=f"{through:.0f}/s; processor a request: server {its_own:.0f} µs, gateway {the_gateways:.0f} µs",
        ),
    ]


BENCHMARK = Benchmark(name="gateway-chain", title="The gateway on a bare answer", measure=measure)

"""`python -m tests.benchmarks.papers_worker N`: a process that has loaded what a worker loads, and makes N papers."""

import os
import sys

from documents.jobs import TASKS
from documents.rendering import papers, seal
from tests.benchmarks.harness import pss_mib
from tests.benchmarks.papers_content import AT, TEMPLATE, content, rsa_key


def main(count: int) -> None:
    """Print the memory before, after half, after all."""
    key = rsa_key()
    print(pss_mib(os.getpid()) if TASKS else 0)
    for rank in range(1, count + 1):
        seal.sealed(papers.render(TEMPLATE, content(rank), issued_at=AT), now=AT, key=key)
        if rank == count // 2:
            print(pss_mib(os.getpid()))
    print(pss_mib(os.getpid()))


if __name__ == "__main__":
    main(int(sys.argv[1]))

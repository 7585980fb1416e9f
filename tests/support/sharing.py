"""One platform for all test files of a process: started once, then made as new for each of them."""

from datetime import date

from chassis import clock
from deploy.local.platform import EVERY_PROCESS
from tests.support.keeping import Kept
from tests.support.platforms import PlatformUnderTest, new_platform

# Another run of the tests in the same folder may have the instance.
PATIENCE_S = 600.0


def _today() -> date:
    return clock.now().astimezone(clock.PARIS).date()


class SharedPlatform:
    """Starts at the first demand; a start takes most of a minute, making it as new a few seconds."""

    def __init__(self) -> None:
        self._platform = new_platform()
        self._kept: Kept | None = None
        self._given: PlatformUnderTest | None = None
        self._day = _today()

    def as_new(self) -> PlatformUnderTest:
        """The processes, rows, files, queues, clock and keys of a platform just started on the demo's data."""
        if self._kept is None or not self._is_usable():
            self._start()
        else:
            self._make_as_new(self._kept)
        self._given = PlatformUnderTest(self._platform)
        return self._given

    def _is_usable(self) -> bool:
        """The days of the demo's data are counted from the day of the start; a process may have died by itself."""
        return self._day == _today() and all(running.exit_code is None for running in self._platform.processes)

    def _start(self) -> None:
        self.close()
        self._day = _today()
        self._platform.start(afresh=True, patience_s=PATIENCE_S)
        PlatformUnderTest(self._platform).settle()
        self._kept = Kept(self._platform)

    def _make_as_new(self, kept: Kept) -> None:
        assert self._given is not None
        if not self._given.was_handled:
            self._given.settle()
            kept.put_back()
            return
        self._platform.processes.stop(*EVERY_PROCESS)
        kept.put_back()
        self._platform.restart_services(clock_offset_s=0)
        self._platform.reload_gateway()

    def close(self) -> None:
        """Also for one whose start failed half-way."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        self._platform.stop()

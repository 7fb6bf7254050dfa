"""What a server's processes take: memory, and processor time by the part they play."""

import os
from dataclasses import dataclass

import psutil

MIB = 2**20


@dataclass(frozen=True)
class Usage:
    """Processor seconds so far: of the server, of its readers, of this process, of the whole machine."""

    server: float
    readers: float
    clients: float
    machine: float

    def __sub__(self, before: "Usage") -> "Usage":
        return Usage(
            self.server - before.server,
            self.readers - before.readers,
            self.clients - before.clients,
            self.machine - before.machine,
        )

    def others(self) -> float:
        """Of everything else on the machine."""
        return self.machine - self.server - self.readers - self.clients


class Tree:
    """A server's process and its children, by the process id of the first."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)

    def readers(self) -> list[psutil.Process]:
        """The processes that read notes; none where the server reads by itself."""
        return [child for child in self._root.children() if "spawn_main" in " ".join(_command(child))]

    def memory(self) -> float:
        """MiB that only these processes hold."""
        return sum(_private(process) for process in [self._root, *self._root.children()]) / MIB

    def usage(self) -> Usage:
        """Processor seconds until now."""
        times, own = psutil.cpu_times(), os.times()
        return Usage(
            _seconds(self._root),
            sum(_seconds(reader) for reader in self.readers()),
            own.user + own.system,
            sum(times) - times.idle - getattr(times, "iowait", 0.0),
        )


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _private(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except psutil.Error:
        return 0


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)

"""A real upsd with a real dummy-ups, as ordinary processes in a folder of their own."""

import asyncio
import getpass
import os
import signal
import socket
from pathlib import Path

# Debian's /sbin/upsd is a script that asks /etc whether it may; these are the programs themselves.
PROGRAMS = Path("/lib/nut")
_WITHIN_S = 60.0
_ON_MAINS = {"ups.status": "OL", "battery.charge": "100", "battery.runtime": "1800"}


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class RealNut:
    """One UPS named `hall`, whose variables are what the test writes down."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self._folder = folder
        self._state = folder / "state"
        self._processes = {}
        self._readers = {}
        self._state.mkdir(mode=0o700)
        self._write(
            "ups.conf",
            f"[hall]\ndriver = dummy-ups\nport = {folder}/hall.dev\n"
            'desc = "Hall \\"UPS\\""\npollinterval = 1\n',
        )
        self._write("upsd.conf", f"LISTEN 127.0.0.1 {self.port}\nMAXAGE 2\n")
        self._write("upsd.users", "[atrium]\npassword = geheim\n")
        self.say()

    def _write(self, name, text):
        path = self._folder / name
        path.write_text(text, "utf-8")
        path.chmod(0o600)

    def say(self, **variables):
        """Have the UPS say this: the driver reads the file anew when it has changed."""
        said = _ON_MAINS | {name.replace("_", "."): value for name, value in variables.items()}
        self._write("hall.dev", "".join(f"{name}: {value}\n" for name, value in said.items()))

    async def start_driver(self):
        await self._start("dummy-ups", "-a", "hall", ready=(self._state / "dummy-ups-hall").exists)

    async def start_server(self):
        await self._start("upsd", ready=self._listens)

    async def stop(self, program):
        process = self._processes.pop(program)
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        await process.wait()
        await self._readers.pop(program)

    def freeze_driver(self):
        self._processes["dummy-ups"].send_signal(signal.SIGSTOP)

    def thaw_driver(self):
        self._processes["dummy-ups"].send_signal(signal.SIGCONT)

    async def close(self):
        for program in list(self._processes):
            await self.stop(program)

    async def _start(self, program, *arguments, ready):
        places = dict.fromkeys(("NUT_STATEPATH", "NUT_ALTPIDPATH"), str(self._state))
        process = await asyncio.create_subprocess_exec(
            PROGRAMS / program,
            *("-F", "-D", "-u", getpass.getuser(), *arguments),
            env={**os.environ, **places, "NUT_CONFPATH": str(self._folder)},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._processes[program] = process
        async with asyncio.timeout(_WITHIN_S):
            while not ready():  # whatever it does, it says so
                said = await process.stderr.readline()
                assert said, f"{program} ended before it was ready"
        self._readers[program] = asyncio.create_task(_read_on(process.stderr))

    def _listens(self):
        with socket.socket() as trying:
            return trying.connect_ex(("127.0.0.1", self.port)) == 0


async def _read_on(stream):
    while await stream.readline():
        pass

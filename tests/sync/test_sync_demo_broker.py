import signal
import subprocess
import sys

import pytest
from realparts import DEADLINE_S, broker_process, free_port

from sync.demo_broker import NoBrokerError, amqtt_command, broker_command

ITSELF = [sys.executable, "-m", "sync.demo_broker"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ITSELF, *arguments], capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )


def test_without_mosquitto_and_amqtt_it_says_what_to_install(tmp_path):
    with pytest.raises(NoBrokerError, match="apt install mosquitto"):
        broker_command(1883, tmp_path, installed=lambda _name: None, importable=lambda _name: None)


def test_without_mosquitto_the_broker_in_python_is_taken(tmp_path):
    command = broker_command(18830, tmp_path, installed=lambda _name: None)
    assert command == amqtt_command(18830)


def test_mosquitto_listens_on_loopback_and_keeps_nothing(tmp_path):
    command = broker_command(18830, tmp_path / "b", installed=lambda _name: "/usr/sbin/mosquitto")
    assert command == ["/usr/sbin/mosquitto", "-c", str(tmp_path / "b" / "mosquitto.conf")]
    lines = (tmp_path / "b" / "mosquitto.conf").read_text().splitlines()
    assert "listener 18830 127.0.0.1" in lines
    assert "persistence false" in lines


@pytest.mark.parametrize("listen", ["0.0.0.0:1883", "192.0.2.1:1883", "1883", "127.0.0.1:0", "x:y"])
def test_it_listens_on_loopback_only(listen):
    ended = run("--listen", listen)
    assert ended.returncode == 1
    assert "expected a loopback HOST:PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("more", [[], ["--amqtt"]], ids=["chosen", "amqtt"])
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_as_a_process_it_listens_until_it_is_told_to_stop(tmp_path, more, told):
    port = free_port()
    command = [*ITSELF, "--listen", f"127.0.0.1:{port}", "--state", str(tmp_path), *more]
    with broker_process(port, command) as broker:
        assert broker.end(told) == 0


def test_a_port_in_use_is_one_line(tmp_path):
    port = free_port()
    with broker_process(port, amqtt_command(port)):
        ended = run("--listen", f"127.0.0.1:{port}", "--state", str(tmp_path), "--amqtt")
    assert ended.returncode == 1
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr

"""The broker port over TLS with certificates on both sides and a password."""

import datetime as dt
import ipaddress
import os
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from realparts import broker_process, free_port

from sync.broker import BrokerLostError, Message
from sync.broker.config import BrokerConfig, check_broker, read_password
from sync.broker.mqtt import mqtt_connector

pytestmark = pytest.mark.real("mosquitto")

DAY = dt.timedelta(days=1)


class Authority:
    """A small CA that writes PEM files into a folder."""

    def __init__(self, folder, name: str) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        own = self._signed(self.name, self.key, x509.BasicConstraints(ca=True, path_length=0))
        self.ca = str(folder / f"{name}.pem")
        (folder / f"{name}.pem").write_bytes(own)

    def issue(self, name: str, usage: x509.ObjectIdentifier) -> tuple[str, str]:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._signed(
            subject,
            key,
            x509.ExtendedKeyUsage([usage]),
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
        )
        files = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        files[0].write_bytes(certificate)
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return str(files[0]), str(files[1])

    def _signed(self, subject, key, *extensions) -> bytes:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder(self.name, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - DAY)
            .not_valid_after(now + DAY)
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def settings(tmp_path):
    authority = Authority(tmp_path, "ca")
    server = authority.issue("server", ExtendedKeyUsageOID.SERVER_AUTH)
    client = authority.issue("client", ExtendedKeyUsageOID.CLIENT_AUTH)
    passwords, port = tmp_path / "passwords", free_port()
    passwords.touch(0o600)
    subprocess.run(["mosquitto_passwd", "-b", str(passwords), "hall", "secret"], check=True)
    (tmp_path / "secret").write_text("secret\n")
    lines = [
        f"listener {port} 127.0.0.1",
        f"cafile {authority.ca}",
        f"certfile {server[0]}",
        f"keyfile {server[1]}",
        "require_certificate true",
        f"password_file {passwords}",
        *(["user root"] if os.geteuid() == 0 else []),
    ]
    (tmp_path / "m.conf").write_text("\n".join(lines) + "\n")
    command = ["/usr/sbin/mosquitto", "-c", str(tmp_path / "m.conf")]
    with broker_process(port, command, hides=True):
        yield BrokerConfig(
            port=port,
            username="hall",
            password_file=str(tmp_path / "secret"),
            tls_ca=authority.ca,
            tls_cert=client[0],
            tls_key=client[1],
            answer_timeout_s=1.0,
        )


async def round_trip(config: BrokerConfig) -> Message:
    check_broker(config, "here")
    connect = mqtt_connector(config, "tester", read_password(config, "here"))
    async with connect() as wire:
        await wire.subscribe("a/+")
        await wire.publish(Message("a/b", b"\x00\xff"))
        async for message in wire.messages():
            return message
    raise AssertionError


async def test_with_certificates_and_password_messages_go_through(settings):
    assert await round_trip(settings) == Message("a/b", b"\x00\xff")


# The MQTT library drops a socket whose handshake failed without closing it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_broker_of_another_authority_is_not_believed(settings, tmp_path):
    stranger = Authority(tmp_path, "stranger")
    with pytest.raises(BrokerLostError, match="CERTIFICATE_VERIFY_FAILED"):
        await round_trip(changed(settings, tls_ca=stranger.ca))


async def test_without_a_certificate_nobody_gets_in(settings):
    with pytest.raises(BrokerLostError):
        await round_trip(changed(settings, tls_cert="", tls_key=""))


async def test_with_a_wrong_password_nobody_gets_in(settings, tmp_path):
    (tmp_path / "wrong").write_text("guess")
    with pytest.raises(BrokerLostError, match="Not authorized"):
        await round_trip(changed(settings, password_file=str(tmp_path / "wrong")))


def changed(config: BrokerConfig, **changes) -> BrokerConfig:
    values = {name: getattr(config, name) for name in config.__dataclass_fields__}
    return BrokerConfig(**(values | changes))

"""The commands of the screens: `atrium run kiosk`, and `atrium screens` of `kiosk.pairing`."""

import asyncio
import dataclasses
import datetime as dt
import logging
from pathlib import Path
from typing import Annotated

import typer

from edge.api.shapes import MobileDimension
from edge.client import HallClient
from edge.config import load_section
from edge.listening import TcpAddress
from edge.mobile.config import MobileConfig
from kiosk.config import KioskConfig, hall_timezone
from kiosk.counter.config import CounterConfig
from kiosk.counter.script import counter_screens
from kiosk.form.config import FormConfig
from kiosk.form.script import form_screens
from kiosk.mobile.serving import serve_visitors_where_declared
from kiosk.pairing.cli import register as register_screens
from kiosk.pairing.house import House
from kiosk.pairing.house import Ports as PairingPorts
from kiosk.query.config import QueryConfig
from kiosk.query.script import query_screens
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.house import Ports
from kiosk.reception.mounting import mount
from kiosk.server import serve
from kiosk.web import create_app


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the commands."""
    run.command("kiosk")(run_kiosk)
    register_screens(app)


def run_kiosk(
    config: Annotated[Path, typer.Option(help="The hall's configuration, a TOML file.")],
    state: Annotated[
        Path, typer.Option(help="Where the hall keeps its journal, keys and sockets.")
    ] = Path("/var/lib/atrium"),
    listen: Annotated[str, typer.Option(help="HOST:PORT, instead of the configured one.")] = "",
) -> None:
    """Run the customer screens: ticket machines, evaluators, main board."""
    settings = load_section(config, "kiosk", KioskConfig)
    tablets = load_section(config, "reception", ReceptionConfig)
    zone = hall_timezone(config)
    if listen:
        settings = dataclasses.replace(settings, listen=listen)
    listener = TcpAddress.parse(settings.listen).bind()
    _set_up_logging()
    hall = str(state / "sockets" / "kiosk.sock")
    house = House(PairingPorts(state), settings.pairing_code_s, is_open=not settings.pairing)

    def local_time() -> dt.datetime:
        return dt.datetime.now(zone)

    mobile = load_section(config, "mobile", MobileConfig)
    dimensions = [
        MobileDimension(id=each.id, name=each.name, name_english=each.name_english)
        for each in mobile.dimensions
    ]
    forms = load_section(config, "form", FormConfig)
    kinds = [
        counter_screens(load_section(config, "counter", CounterConfig), dimensions),
        form_screens(forms),
        query_screens(load_section(config, "query", QueryConfig), local_time, forms),
    ]
    app = create_app(settings, lambda: HallClient(hall), local_time, kinds=kinds, house=house)
    staff = str(state / "sockets" / "staff.sock")
    ports = Ports(lambda: HallClient(staff))
    reception = mount(app, tablets, ports, settings.language, house)
    serve_visitors_where_declared(app, config, lambda: HallClient(hall))

    def send_away() -> None:
        reception.close()
        house.close()

    if not asyncio.run(serve(app, listener, send_away)):
        raise typer.Exit(3)


def _set_up_logging() -> None:
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        datefmt="%H:%M:%S",
    )
    logging.getLogger("kiosk").setLevel(logging.INFO)

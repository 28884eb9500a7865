"""The chip card reader as the hall has it: its worker talks to pcscd."""

from drivers.chip.pcsc.options import PcscOptions
from drivers.contract import ChipCardReader, Declaration, Kind
from drivers.workers.driver import LINE, WorkerDriver


class PcscReader(WorkerDriver, ChipCardReader):
    """Tells what card was put in, and what stands on a purchase card. Not verified on hardware.

    Nothing is ever written to a card, and no number of a bank card is read.
    """

    declaration = Declaration(
        kind=Kind.CHIP,
        protocol="pcsc",
        title="Chip card reader, PC/SC",
        options=PcscOptions,
        line=LINE,
    )
    options: PcscOptions

"""How the contract suite uses the reader: cards are laid, read once each, and lifted."""

from drivers.conformance import Case
from drivers.reader.laying import lay_and_read
from drivers.reader.sam.driver import SamReader
from drivers.reader.sam.options import SamOptions
from drivers.reader.sam.twin import SamTwin

CASE = Case(driver=SamReader, twin=SamTwin, exercise=lay_and_read, options=SamOptions())

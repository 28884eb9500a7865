"""How the contract suite uses the reader: cards are laid, read once each, and lifted."""

from drivers.conformance import Case
from drivers.reader.laying import lay_and_read
from drivers.reader.mfreader.driver import MfReader
from drivers.reader.mfreader.options import MfOptions
from drivers.reader.mfreader.twin import MfTwin

CASE = Case(driver=MfReader, twin=MfTwin, exercise=lay_and_read, options=MfOptions())

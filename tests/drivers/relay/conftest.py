"""The room of these tests is that of all Modbus devices."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "modbus"))

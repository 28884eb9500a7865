"""Makes the helpers of the staff's and the API's tests importable here, too."""

import sys
from pathlib import Path

for _folder in (Path(__file__).parents[1], Path(__file__).parents[2] / "api"):
    sys.path.insert(0, str(_folder))

"""`python -m edge` is `atrium`: for processes that start others by their interpreter."""

from edge.cli import main

main()

"""Before a hall runs: what is plugged in where, whether it will do, and how it is written down."""

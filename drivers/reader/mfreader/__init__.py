"""The multi-function reader: identity cards, chip cards and security modules behind STX and ETX."""

"""Onbon BX-5K/6K font cards on a shared RS-485 line."""

"""The controller of one business hall: rules, journal, devices, API, staff terminal, commands."""

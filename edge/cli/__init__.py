"""The `atrium` command."""

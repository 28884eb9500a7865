"""The visitor's side of a counter 双屏: what is done, to be confirmed, signed and rated."""

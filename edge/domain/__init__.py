"""The hall's rules: what is, what has happened, what may happen next. Pure."""

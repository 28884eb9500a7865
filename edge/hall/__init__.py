"""Use cases, the only writers: decide, record, commit, answer. `Hall` is their common door."""

from edge.hall.hall import Hall

__all__ = ["Hall"]

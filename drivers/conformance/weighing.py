"""How much an object keeps in memory, all it leads to included."""

import asyncio
import gc
import sys
import types
from typing import Any

# What is shared with everybody else, and leads to all there is.
_SHARED = (
    type,
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.CodeType,
    asyncio.AbstractEventLoop,
    asyncio.Future,
)


def retained_bytes(thing: Any) -> int:
    """Return the bytes that `thing` keeps, each object counted once; code is not counted."""
    seen: set[int] = set()
    waiting = [thing]
    total = 0
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found, _SHARED):
            continue
        seen.add(id(found))
        total += sys.getsizeof(found)
        waiting += gc.get_referents(found)
    return total

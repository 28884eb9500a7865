"""Hard callers on the clerks' desks and the evaluators beside them."""

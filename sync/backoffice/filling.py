"""What a folder holds as documents of a hall: its files by their paths, and customers split up.

`customers.jsonl` has an account on each line: the fields of a customer, `account`, and in
`identities` the identity numbers of whoever it belongs to. It becomes private documents; every
other file is a document of its own. Pure.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from edge.content.customers import (
    Customer,
    Customers,
    Identities,
    customers_document,
    identities_document,
    identity_digest,
)
from edge.content.reading import BadDocumentError, read_document

CUSTOMERS = "customers.jsonl"


def documents_of(files: Mapping[str, bytes], made: int) -> dict[str, bytes]:
    """Return the documents that are in `files`, by name. Raises `BadDocumentError`.

    `made` (wall ms) is what the documents of customers say of their time.
    """
    documents = {name: data for name, data in files.items() if name != CUSTOMERS}
    if CUSTOMERS in files:
        documents |= customers_documents(files[CUSTOMERS].decode().splitlines(), made)
    return documents


def customers_documents(lines: Iterable[str], made: int) -> dict[str, bytes]:
    """Return the private documents of customers who stand on `lines`. Raises `BadDocumentError`."""
    accounts: dict[str, dict[str, Any]] = defaultdict(dict)
    owners: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for number, line in enumerate(lines, 1):
        account, identities, customer = _read(f"{CUSTOMERS}: line {number}", line)
        accounts[customers_document(account)][account] = customer
        for identity in identities:
            of_document = owners[identities_document(identity)]
            of_document.setdefault(identity_digest(identity), []).append(account)
    return {
        **{name: _written(made, accounts=found) for name, found in accounts.items()},
        **{name: _written(made, identities=found) for name, found in owners.items()},
    }


def _read(where: str, line: str) -> tuple[str, list[str], dict[str, Any]]:
    try:
        said = json.loads(line)
        account, identities = str(said.pop("account")), list(said.pop("identities", ()))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise BadDocumentError(f"{where}: not an account") from None
    data = json.dumps(said).encode()
    read_document(where, data, Customer)
    read_document(where, _written(0, accounts={account: said}), Customers)
    read_document(where, _written(0, identities={"0" * 64: [account]}), Identities)
    return account, [str(each) for each in identities], said


def _written(made: int, **parts: Any) -> bytes:
    said = {"made": made, **parts}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

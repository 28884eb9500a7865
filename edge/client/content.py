"""What screens ask about headquarters' content and about a visitor's own account."""

from edge.api import shapes
from edge.client.connection import Connection, decoded, name_in_path

_NOT_MODIFIED = 304


class Content(Connection):
    """Tariffs, outages, guides, articles, media; accounts."""

    async def content(self, known: shapes.Content | None = None) -> shapes.Content:
        """Return everything for everybody; `known` itself where nothing has changed since."""
        etag = known.etag if known else ""
        answer = await self._answer("GET", "/v1/content", etag=etag)
        if known is not None and answer.status_code == _NOT_MODIFIED:
            return known
        return decoded(answer, shapes.Content)

    async def document(self, name: str) -> bytes:
        """Return a document that is for everybody. Raises `HallError` `unknown_document`."""
        answer = await self._answer("GET", f"/v1/content/documents/{name_in_path(name)}")
        return answer.content

    async def accounts_of(self, visit: str) -> shapes.Accounts:
        """Return the accounts of the visitor who was just identified."""
        return await self._get(f"/v1/visits/{name_in_path(visit)}/accounts", shapes.Accounts)

    async def account(self, question: shapes.AccountQuestion) -> shapes.Account:
        """Return one account by its number, or by the key of an earlier answer.

        Raises `HallError` `unknown_account`, `account_over`, `accounts_locked` (its details say
        how long to wait), `no_customers`.
        """
        return await self._send("POST", "/v1/accounts", shapes.Account, question)

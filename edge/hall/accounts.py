"""Use cases of a visitor's own account: found by who they are or by its number, shown masked.

What is found is told to the screen that asks, and kept nowhere: the key that brings an account back
is its number, sealed by this process until it is over.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.content.customers import Customer
from edge.content.masks import masked_account, masked_address, masked_name
from edge.content.tariffs import MonthOfUse, months_of_use
from edge.domain.guessing import CodeLockedError, Guesses
from edge.domain.refusals import RefusedError, UnknownVisitError, VisitHasTicketError
from edge.hall.content import Content
from edge.hall.customers import Customerbook, UnknownAccountError
from edge.hall.library import LibraryUnavailableError
from edge.hall.persons import Persons
from edge.hall.recorder import Recorder
from edge.journal import keys
from edge.ports import Ids

ACCOUNTS_SHOWN = 20
_NUMBER = re.compile(r"[0-9]{6,20}")
_SPACES = re.compile(r"[\s\-]")
_NONCE_BYTES = 12
_ABOUT = "account"
_ANYBODYS = ("code", "typed_account")  # an account number that anybody may show or type


@dataclass(frozen=True)
class AccountRules:
    """The section `[accounts]`: how often account numbers may be tried at a screen.

    `wrong_numbers_max` wrong ones and `numbers_max` altogether are borne, one of each is forgotten
    every `forgotten_s`. A key to an account that was found holds for `key_s`.
    """

    wrong_numbers_max: int = 5
    numbers_max: int = 20
    forgotten_s: int = 30
    key_s: int = 300

    def __post_init__(self) -> None:
        for name in ("wrong_numbers_max", "numbers_max", "forgotten_s", "key_s"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name)} is not above 0")


class AccountsLockedError(RefusedError):
    """Too many account numbers were tried at this screen; `details` say how long to wait."""

    code = "accounts_locked"
    nature = "locked"


class AccountOverError(RefusedError):
    """The key to an account is over: its number has to be given again."""

    code = "account_over"
    nature = "conflict"


@dataclass(frozen=True, slots=True)
class Shown:
    """An account as its owner may see it while others look on. Money is in fen."""

    key: str = field(repr=False)
    account: str
    name: str
    address: str
    customer: Customer = field(repr=False)
    months: Sequence[MonthOfUse]
    made: int


@dataclass(frozen=True, slots=True)
class Found:
    """The accounts of a person: the first of them; `more` are left out, `unread` not readable."""

    accounts: Sequence[Shown]
    more: int = 0
    unread: int = 0


class Accounts:
    """Finds accounts for whoever stands at a screen."""

    def __init__(
        self,
        recorder: Recorder,
        persons: Persons,
        book: Customerbook,
        content: Content,
        ids: Ids,
        rules: AccountRules,
    ) -> None:
        self._recorder = recorder
        self._persons = persons
        self._book = book
        self._content = content
        self._ids = ids
        self._rules = rules
        self._wrong = Guesses(rules.wrong_numbers_max, rules.forgotten_s)
        self._asked = Guesses(rules.numbers_max, rules.forgotten_s)
        self._secret = b""

    async def by_number(self, typed: str, screen: str) -> Shown:
        """Return the account whose number was typed or scanned at `screen`.

        Raises `AccountsLockedError`, `UnknownAccountError`, `NoCustomersError`,
        `LibraryUnavailableError`.
        """
        number = _SPACES.sub("", typed)
        mono = self._mono()
        self._check(screen, mono)
        if not _NUMBER.fullmatch(number):
            raise UnknownAccountError("no account has that number: please check it", "account")
        self._asked.wrong(screen, mono)
        try:
            return await self._shown(number)
        except UnknownAccountError:
            self._wrong.wrong(screen, mono)
            raise

    def _check(self, screen: str, mono: int) -> None:
        try:
            self._wrong.check(screen, mono)
            self._asked.check(screen, mono)
        except CodeLockedError as error:
            wait_s = error.details["wait_s"]
            raise AccountsLockedError(
                "too many account numbers were tried here: please wait", "account", wait_s=wait_s
            ) from None

    async def by_key(self, key: str) -> Shown:
        """Return the account that `key` was given out for, as it is now.

        Raises `AccountOverError`, `UnknownAccountError`, `NoCustomersError`,
        `LibraryUnavailableError`.
        """
        return await self._shown(self._number(key))

    async def of_visit(self, visit: str) -> Found:
        """Return the accounts of the person of `visit`, while they stand at a screen.

        They are found by the identity number, the purchase card, or the account number that was
        typed, or scanned from a bill. Raises `UnknownVisitError`, `VisitHasTicketError`,
        `SealedForGoodError`, `AccountsLockedError`, `NoCustomersError`, `LibraryUnavailableError`.
        """
        known = self._recorder.committed.visits.get(visit)
        if known is None or known.abandoned or not known.identified_seq:
            raise UnknownVisitError(f"nobody was identified by {visit!r}", "visit")
        if known.legs:
            raise VisitHasTicketError("that visit has a ticket", "visit")
        person = await self._persons.opened(visit, known.identified_seq)
        if "number" in person:
            return await self._found(await self._book.accounts_of(person["number"]))
        number = person.get("customer") or person.get("code") or ""
        if known.document in _ANYBODYS:
            return await self._claimed(number, known.reader)
        return await self._found([number] if _NUMBER.fullmatch(number) else [])

    async def only_number_of(self, visit: str) -> str:
        """Return the number of the person's account, empty where there is none or more than one.

        Raises as `of_visit`.
        """
        found = await self.of_visit(visit)
        if len(found.accounts) != 1 or found.more or found.unread:
            return ""
        return self._number(found.accounts[0].key)

    async def _claimed(self, number: str, screen: str) -> Found:
        try:
            return Found([await self.by_number(number, screen)])
        except UnknownAccountError:
            return Found([])

    async def _found(self, numbers: Sequence[str]) -> Found:
        shown, unread = [], 0
        for number in numbers[:ACCOUNTS_SHOWN]:
            try:
                shown.append(await self._shown(number))
            except UnknownAccountError:
                continue
            except LibraryUnavailableError:
                unread += 1
        return Found(shown, max(0, len(numbers) - ACCOUNTS_SHOWN), unread)

    async def _shown(self, number: str) -> Shown:
        account = await self._book.account(number)
        customer = account.customer
        tariffs = await self._content.tariffs()
        return Shown(
            self._key(number),
            masked_account(number),
            masked_name(customer.name),
            masked_address(customer.address),
            customer,
            months_of_use(customer.bills, tariffs.of(customer.tariff) if tariffs else None),
            account.made,
        )

    # --- keys ---

    def _key(self, number: str) -> str:
        self._secret = self._secret or self._ids.random_bytes(keys.KEY_BYTES)
        until = self._mono() + self._rules.key_s * 1000
        once = self._ids.random_bytes(_NONCE_BYTES)
        sealed = keys.seal(self._secret, once, _ABOUT, {"account": number, "until": until})
        return base64.urlsafe_b64encode(sealed).decode()

    def _number(self, key: str) -> str:
        try:
            said = keys.unseal(self._secret, _ABOUT, base64.urlsafe_b64decode(key))
        except (keys.UnreadableError, binascii.Error, ValueError):
            said = {"until": 0}
        if self._mono() >= said["until"]:
            raise AccountOverError("that was too long ago: please give the number again", "key")
        return str(said["account"])

    def _mono(self) -> int:
        return self._recorder.clock.moment().mono

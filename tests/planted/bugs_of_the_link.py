"""Mistakes between hall and headquarters: acknowledgements, gaps, duplicates, restored cards."""

from planting import Bug, Change

_MORNING = "simulation/test_simulated_mornings.py::test_after_a_bad_morning_everybody_agrees"

_BOTH_ENDS = "sync/link/test_link_simulation.py::"
_NEVER_TOLD_TOO_MUCH = (
    f"{_BOTH_ENDS}test_the_hall_is_never_told_of_a_fact_that_headquarters_does_not_hold"
)
_OVER_A_BAD_NETWORK = (
    f"{_BOTH_ENDS}test_over_a_network_that_loses_doubles_and_shuffles_everything_arrives_in_order"
)
_RESTORED = f"{_BOTH_ENDS}test_a_hall_restored_from_an_old_card_renews_its_epoch_and_goes_on"

_ANY_ROWS = Change(
    "sync.backoffice.inbox:follow",
    "tail = rows[cursor.upto + 1 - rows[0].row.seq :]",
    "return Followed(rows, None)",
)

LINK_BUGS = (
    Bug(
        "forget-on-puback",
        "what the broker has taken counts as held by headquarters",
        (
            Change(
                "sync.link.session:Session._send",
                'await self._say("facts", payload)',
                """
                await self._say("facts", payload)
                import json
                head = json.loads(facts[-1].json)[-1]
                held = Ack(epoch=header.epoch, upto=header.last, head=head, hq_ms=0)
                self._outbox.hear_ack(held, _now_s())
                """,
            ),
        ),
        {"both ends": _NEVER_TOLD_TOO_MUCH, "simulation": f"{_MORNING}[1]"},
    ),
    Bug(
        "receiver-not-idempotent",
        "a batch that comes twice is kept twice",
        (
            Change("sync.backoffice.inbox:judge", "if header.last <= cursor.upto:", "if False:"),
            _ANY_ROWS,
        ),
        {
            "headquarters": "sync/backoffice/test_backoffice_inbox.py",
            "both ends": _OVER_A_BAD_NETWORK,
        },
    ),
    Bug(
        "cursor-and-rows-in-two-commits",
        "between a batch and the cursor behind it there is room for a power cut",
        (
            Change(
                "sync.backoffice.sqlite_store:SqliteStore.append",
                """
                self._connection.execute(
                    "UPDATE cursors SET upto = ?, head = ? WHERE hall = ? AND epoch = ?",
                """,
                """
                self._connection.execute("COMMIT")
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.execute(
                    "UPDATE cursors SET upto = ?, head = ? WHERE hall = ? AND epoch = ?",
                """,
            ),
        ),
        {
            "headquarters": "sync/backoffice/test_backoffice_store.py",
            "simulation": f"{_MORNING}[1]",
        },
    ),
    Bug(
        "acknowledged-and-not-stored",
        "headquarters acknowledges a batch that its disk has refused",
        (
            Change(
                "sync.backoffice.intake:Intake._keep",
                "self._store.append(header, good, at)",
                """
                try:
                    self._store.append(header, good, at)
                except Exception as error:
                    _log.error("cannot store: %s", error)
                """,
            ),
        ),
        {
            "headquarters": "sync/backoffice/test_backoffice_intake.py",
            "both ends": _NEVER_TOLD_TOO_MUCH,
            "simulation": f"{_MORNING}[1]",
        },
    ),
    Bug(
        "link-goes-on-behind-a-gap",
        "what was lost on the way is not sent again",
        (
            Change(
                "sync.window:Window.rewind",
                "self.sent = self.acked",
                "",
            ),
        ),
        {"link": "sync/test_sync_outbox.py", "both ends": _OVER_A_BAD_NETWORK},
    ),
    Bug(
        "receiver-goes-on-behind-a-gap",
        "a batch is kept though facts before it are missing",
        (
            Change(
                "sync.backoffice.inbox:judge", "if header.first > cursor.upto + 1:", "if False:"
            ),
            _ANY_ROWS,
        ),
        {
            "headquarters": "sync/backoffice/test_backoffice_inbox.py",
            "both ends": _OVER_A_BAD_NETWORK,
        },
    ),
    Bug(
        "restored-keeps-its-epoch",
        "a hall restored from an old card goes on under the identity it had",
        (
            Change(
                "sync.link.session:Session._check",
                """
                if step.upto > state.last:
                    await self._renew("restored")
                """,
                """
                if step.upto > state.last:
                    self._outbox.checked()
                """,
            ),
        ),
        {"both ends": _RESTORED, "simulation": f"{_MORNING}[10]"},
    ),
)

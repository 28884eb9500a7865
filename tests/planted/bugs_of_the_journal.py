"""Mistakes about what is durable, and when: commits, keys, the chain."""

from planting import Bug, Change

_MORNING = "simulation/test_simulated_mornings.py::test_after_a_bad_morning_everybody_agrees"

_NO_CUT_BREAKS_ANYTHING = (
    "powercut/test_the_rig_bites.py::test_nothing_is_broken_where_no_bug_was_put_in"
)

JOURNAL_BUGS = (
    Bug(
        "acknowledge-before-commit",
        "a command is answered while the disk is still writing it",
        (
            Change(
                "edge.hall.recorder:Recorder.answer",
                """
            await self._durable(self._committer.submit(batch))
            return answer
                """,
                """
            self._committer.submit(batch)
            return answer
                """,
            ),
        ),
        {"rules": "edge/hall/test_hall_commits.py", "simulation": f"{_MORNING}[1]"},
    ),
    Bug(
        "synchronous-normal",
        "a commit is in the log and not yet on the disk when it is called durable",
        (
            Change(
                "edge.journal.store:set_pragmas",
                "for name, value in PRAGMAS.items():",
                'for name, value in {**PRAGMAS, "synchronous": 1}.items():',
            ),
        ),
        {
            "journal": "edge/journal/test_journal_store.py",
            "power cuts": _NO_CUT_BREAKS_ANYTHING,
        },
    ),
    Bug(
        "commit-row-by-row",
        "the rows of a commit are written one by one, so that half of it can stay behind",
        (
            Change(
                "edge.journal.store:JournalStore.append",
                "with trouble(self.path), transaction(self._connection):",
                "with trouble(self.path):",
            ),
        ),
        {
            "journal": "edge/journal/test_journal_store.py",
            "power cuts": _NO_CUT_BREAKS_ANYTHING,
        },
    ),
    Bug(
        "failed-commit-called-done",
        "what the disk has refused is logged, and those who wait are told that it is done",
        (
            Change(
                "edge.journal.committer:ThreadCommitter._write",
                """
                self._failed = True
                return error
                """,
                "return None",
            ),
        ),
        {"journal": "edge/journal/test_journal_committer.py"},
    ),
    Bug(
        "working-state-kept",
        "after a commit that failed, the hall goes on from what it had decided",
        (
            Change(
                "edge.hall.recorder:Recorder._recover",
                "self.working = fold(_of_this_day(facts))",
                "",
            ),
        ),
        {
            "rules": "edge/hall/test_hall_commits.py",
            "models": "edge/hall/test_hall_any_order.py",
            "simulation": f"{_MORNING}[1]",
        },
    ),
    Bug(
        "durable-after-all-forgotten",
        "a commit that was reported as failed and has been written is shown to nobody",
        (
            Change(
                "edge.hall.recorder:Recorder._recover",
                """
            self._on_commit([recorded for recorded in facts if recorded.seq > self.committed.seq])
                """,
                "",
            ),
        ),
        {"rules": "edge/hall/test_hall_commits.py"},
    ),
    Bug(
        "key-after-the-fact",
        "a visit's key becomes durable only after the fact that was sealed under it",
        (
            Change(
                "edge.journal.committer:write",
                """
                if new_keys or finders:
                    keys.add(new_keys, finders)
                journal.append(batches)
                """,
                """
                journal.append(batches)
                if new_keys or finders:
                    keys.add(new_keys, finders)
                """,
            ),
        ),
        {
            "journal": "edge/journal/test_journal_committer.py",
            "power cuts": _NO_CUT_BREAKS_ANYTHING,
        },
    ),
    Bug(
        "key-deleted-too-early",
        "a visit's key is gone before the fact that says so is durable",
        (
            Change(
                "edge.journal.committer:write",
                """
                journal.append(batches)
                if dropped or keys.undropped:
                    keys.drop_when_possible(dropped)
                """,
                """
                if dropped or keys.undropped:
                    keys.drop_when_possible(dropped)
                journal.append(batches)
                """,
            ),
        ),
        {
            "journal": "edge/journal/test_journal_committer.py",
            "power cuts": _NO_CUT_BREAKS_ANYTHING,
        },
    ),
    Bug(
        "keys-of-live-visits-deleted",
        "a start tidies up the keys, and those of visits under way with them",
        (
            Change(
                "edge.journal.committer:open_stores",
                "*journal.sealed_subjects(),",
                "",
            ),
        ),
        {"journal": "edge/journal/test_journal_committer.py"},
    ),
    Bug(
        "deleted-key-left-on-the-disk",
        "the bytes of a deleted key stay in the file until something else is written there",
        (
            Change(
                "edge.journal.keys:KeyStore.__init__",
                """
            for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON"):
                """,
                """
            for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = OFF"):
                """,
            ),
        ),
        {"journal": "edge/journal/test_journal_keys.py"},
    ),
    Bug(
        "chain-over-new-json",
        "the chain is computed over JSON that is written anew, and not over the stored bytes",
        (
            Change(
                "edge.domain.chain:row_hash",
                "return hashlib.sha256(",
                """
                import json
                row = row._replace(body=json.dumps(json.loads(row.body)))
                return hashlib.sha256(
                """,
            ),
        ),
        {"journal": "edge/journal/test_journal_store.py"},
    ),
    Bug(
        "fold-by-the-wall-clock",
        "a start reads the facts in the order of their time, which a clock set back turns round",
        (
            Change(
                "edge.journal.store:_rows",
                """
                found = connection.execute(
                    f"SELECT {_ROW}, hash FROM facts WHERE seq > ? ORDER BY seq LIMIT ?",
                """,
                """
                found = connection.execute(
                    f"SELECT {_ROW}, hash FROM facts WHERE seq > ? ORDER BY at LIMIT ?",
                """,
            ),
        ),
        {"rules": "edge/hall/test_hall_commits.py"},
    ),
)

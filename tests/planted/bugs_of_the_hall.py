"""Mistakes of the use cases: tickets, counters, days, persons."""

from planting import Bug, Change

_MORNING = "simulation/test_simulated_mornings.py::test_after_a_bad_morning_everybody_agrees"

HALL_BUGS = (
    Bug(
        "decide-on-committed-state",
        "whom to call is decided without what is on its way to the disk",
        (
            Change(
                "edge.hall.counters:Counters._next",
                "choice = self._ruling.choose(state, self._asker(state, counter, now))",
                """
                durable = self._recorder.committed
                choice = self._ruling.choose(durable, self._asker(durable, counter, now))
                """,
            ),
        ),
        {
            "rules": "edge/hall/test_hall_commits.py",
            "models": "edge/hall/test_hall_any_order.py",
            "simulation": f"{_MORNING}[10]",
        },
    ),
    Bug(
        "number-from-a-stale-read",
        "the next number is counted from what is durable, not from what has been given out",
        (
            Change(
                "edge.hall.reserving:Reserving.reserve",
                "number = service.numbers.after(state.numbers.get(wish.service, 0)) or 1",
                """
                durable = self._recorder.committed
                number = service.numbers.after(durable.numbers.get(wish.service, 0)) or 1
                """,
            ),
        ),
        {
            "rules": "edge/hall/test_hall_tickets_paper.py",
            "models": "edge/hall/test_hall_any_order.py",
            "simulation": f"{_MORNING}[1]",
        },
    ),
    Bug(
        "voided-number-used-again",
        "the number of a voided ticket goes to the next visitor",
        (
            Change(
                "edge.domain.state:HallState._enter",
                "self._forget_request(visit)",
                """
                self._forget_request(visit)
                self.numbers[leg.service] -= 1
                """,
            ),
        ),
        {"rules": "edge/domain/test_domain_state.py"},
    ),
    Bug(
        "queue-by-the-wall-clock",
        "who came first is told by the clock, which may have been set back since",
        (
            Change(
                "edge.domain.queue:Waiting.place",
                "return self.due, self.order",
                "return self.due, (self.since, self.order[1])",
            ),
        ),
        {"rules": "edge/domain/test_domain_queue.py"},
    ),
    Bug(
        "queues-side-by-side-by-the-wall-clock",
        "of two who are first in their lanes, the one who came first is told by the clock",
        (
            Change(
                "edge.domain.rules.sight:Sight.callable_now",
                """
                level = self.level(lane, first, now)
                found.append((-level, WALK_IN, first.order, first.visit, standing.groups, lane))
                """,
                """
                level, came = self.level(lane, first, now), (first.since, 0)
                found.append((-level, WALK_IN, came, first.visit, standing.groups, lane))
                """,
            ),
        ),
        {"rules": "edge/domain/rules/test_rules_choice.py"},
    ),
    Bug(
        "print-before-reserve",
        "the printer has the number before the journal has it",
        (
            Change(
                "edge.hall.tickets:Tickets._print_and_issue",
                """
                await taken
                delivery, reason = await self._print(visit, said)
                """,
                """
                delivery, reason = await self._print(visit, said)
                await taken
                """,
            ),
            Change(
                "edge.hall.tickets:Tickets._print",
                "known = self._recorder.committed.visits[visit]",
                "known = self._recorder.working.visits[visit]",
            ),
        ),
        {"rules": "edge/hall/test_hall_tickets_paper.py"},
    ),
    Bug(
        "printed-again-when-unsure",
        "a ticket whose end was never heard is printed once more, to be sure",
        (
            Change(
                "edge.hall.tickets:Tickets._print",
                """
                log.warning("ticket %s: %s", known.leg.ticket, error)
                return "uncertain", error.code
                """,
                """
                try:
                    await self._paper.print_ticket(self._text.paper(known, *in_words(said)))
                except DeviceError:
                    return "uncertain", error.code
                """,
            ),
        ),
        {"rules": "edge/hall/test_hall_tickets_paper.py"},
    ),
    Bug(
        "printed-again-after-a-restart",
        "a ticket that a restart interrupted is printed once more",
        (
            Change(
                "edge.hall.tickets:Tickets.end_what_was_interrupted",
                """
                if facts:
                    await self._recorder.record(*facts)
                """,
                """
                for fact in facts:
                    if isinstance(fact, f.TicketIssued):
                        became = await self._print(fact.subject, None)
                        fact = f.TicketIssued(fact.subject, 1, *became)
                    await self._recorder.record(fact)
                """,
            ),
        ),
        {"rules": "edge/hall/test_hall_tickets_paper.py"},
    ),
    Bug(
        "settled-by-a-finally",
        "an interrupted ticket is settled by a finally, which a power cut does not run",
        (
            Change(
                "edge.hall.tickets:Tickets._print_and_issue",
                """
                delivery, reason = await self._print(visit, said)
                issued = f.TicketIssued(visit, 1, delivery, reason)
                return await self._end_issue(visit, [issued, *_told(reserved, said)])
                """,
                """
                delivery, reason = "uncertain", "interrupted"
                try:
                    delivery, reason = await self._print(visit, said)
                finally:
                    issued = f.TicketIssued(visit, 1, delivery, reason)
                    answer = await self._end_issue(visit, [issued, *_told(reserved, said)])
                return answer
                """,
            ),
            Change(
                "edge.hall.tickets:Tickets.end_what_was_interrupted",
                """
                if facts:
                    await self._recorder.record(*facts)
                """,
                "",
            ),
        ),
        {"rules": "edge/hall/test_hall_tickets_paper.py", "simulation": f"{_MORNING}[10]"},
    ),
    Bug(
        "key-lost-at-a-restart",
        "answers to requests that may come again are kept in memory only",
        (
            Change(
                "edge.hall.recorder:Recorder.answer",
                "news += self._apply(state, [kept], None)",
                """
                kept_here = Answered(kept.fingerprint, kept.status, kept.answer)
                state.answered[kept.subject] = kept_here
                """,
            ),
        ),
        {"rules": "edge/hall/test_hall_counters.py"},
    ),
    Bug(
        "answer-in-a-commit-of-its-own",
        "between what was done and its idempotency key there is room for a power cut",
        (
            Change(
                "edge.hall.recorder:Recorder.answer",
                """
                        news += self._apply(state, [kept], None)
                batch = Batch(news, keys, dropped_keys, None, finders)
                await self._durable(self._committer.submit(batch))
                """,
                """
                        pass
                batch = Batch(news, keys, dropped_keys, None, finders)
                await self._durable(self._committer.submit(batch))
                if request is not None:
                    await self.record(kept)
                """,
            ),
        ),
        {"rules": "edge/hall/test_hall_commits.py"},
    ),
    Bug(
        "told-before-durable",
        "screens and event streams hear of a fact when it is decided",
        (
            Change(
                "edge.hall.recorder:Recorder._apply",
                "state.apply(recorded)",
                """
                state.apply(recorded)
                for subscriber in self._subscribers:
                    _tell(subscriber, recorded)
                """,
            ),
            Change(
                "edge.hall.recorder:Recorder._on_commit",
                """
                for subscriber in self._subscribers:
                    _tell(subscriber, recorded)
                """,
                "",
            ),
        ),
        {"rules": "edge/hall/test_hall_commits.py", "simulation": f"{_MORNING}[1]"},
    ),
    Bug(
        "shown-before-durable",
        "whoever asks is shown the working state",
        (
            Change(
                "edge.hall.views:Views._state",
                "return self._recorder.committed",
                "return self._recorder.working",
            ),
        ),
        {"rules": "edge/hall/test_hall_commits.py", "simulation": f"{_MORNING}[1]"},
    ),
    Bug(
        "day-by-any-clock",
        "a clock that is surely wrong ends the business day",
        (Change("edge.hall.day:Days._due", "if clock == UNSYNCED:", "if False:"),),
        {"rules": "edge/hall/test_hall_days.py"},
    ),
    Bug(
        "day-rolls-twice",
        "another date is another business day, also when the clock was set back",
        (
            Change(
                "edge.hall.day:Days._due",
                "return today > opened or (clock == SYNCED and (opened - today).days > 1)",
                "return today != opened",
            ),
        ),
        {"rules": "edge/hall/test_hall_days.py"},
    ),
    Bug(
        "called-to-an-occupied-counter",
        "the next visitor is called while one still stands at the counter",
        (
            Change(
                "edge.hall.counters:Counters._next",
                "self._check_free(state, counter, now)",
                "",
            ),
        ),
        {"rules": "edge/hall/test_hall_counters.py"},
    ),
    Bug(
        "late-key-rates-the-next",
        "a key pressed after the service counts for whoever has just been called",
        (
            Change(
                "edge.hall.ratings:Ratings._visit_at",
                "if now.visit and state.visits[now.visit].state is LegState.SERVING:",
                "if now.visit:",
            ),
        ),
        {"rules": "edge/hall/test_hall_ratings.py"},
    ),
    Bug(
        "number-of-a-card-in-the-clear",
        "the number of an identity card stands in a fact",
        (
            Change(
                "edge.hall.identity:Identity.identify",
                'shown = f.VisitIdentified("", reader, card.document, card.age_band.value)',
                'shown = f.VisitIdentified("", reader, card.number, card.age_band.value)',
            ),
        ),
        {"rules": "edge/hall/test_hall_identity.py"},
    ),
    Bug(
        "another-chain-confirmed",
        "the hall takes a confirmation without looking whether it is about its own chain",
        (Change("edge.hall.uplink:Uplink.acknowledge", "if ours != head:", "if False:"),),
        {"rules": "edge/hall/test_hall_uplink.py"},
    ),
    Bug(
        "epoch-only-in-the-fact",
        "a renewed epoch is told, and the journal keeps the old one",
        (
            Change(
                "edge.hall.uplink:Uplink.renew_epoch",
                "await self._recorder.record(renewed, epoch=NewEpoch(epoch, first))",
                "await self._recorder.record(renewed)",
            ),
        ),
        {"rules": "edge/hall/test_hall_uplink.py"},
    ),
)

from sync.envelope import Ack, Refusal, Welcome
from sync.outbox import Check, Confirm, Greet, Outbox, Phase, Rest, Send
from sync.pacing import Timing
from sync.window import Flight

HEAD = "ab" * 32


def new_outbox(confirm_every_s: float = 0.0) -> Outbox:
    return Outbox(Timing(), draw=lambda: 0.5, confirm_every_s=confirm_every_s)


def welcome(upto: int, greeting: int = 1, epoch: str = "E", credit: int = 2) -> Welcome:
    return Welcome(
        session="S",
        greeting=greeting,
        epoch=epoch,
        upto=upto,
        head=HEAD,
        credit=credit,
        hq_ms=0,
    )


def ack(upto: int, **more) -> Ack:
    return Ack(epoch="E", upto=upto, head=HEAD, hq_ms=0, **more)


def sending(newest: int = 100, upto: int = 0, told: int = 0) -> Outbox:
    box = new_outbox()
    box.greeted("E", newest, told, 0.0)
    box.hear_welcome(welcome(upto), 0.1)
    box.checked()
    return box


def test_the_first_thing_is_a_hello():
    assert new_outbox().next_step(0.0) == Greet(1)


def test_after_the_hello_it_waits_for_the_welcome():
    box = new_outbox()
    box.greeted("E", 10, 0, 0.0)
    assert box.next_step(0.0) == Rest(1.0)


def test_a_welcome_is_compared_with_the_journal_before_anything_is_sent():
    box = new_outbox()
    box.greeted("E", 10, 0, 0.0)
    box.hear_welcome(welcome(4), 0.1)
    assert box.next_step(0.1) == Check(4, HEAD)


def test_sending_begins_behind_what_headquarters_holds():
    box = sending(newest=10, upto=4, told=4)
    assert box.next_step(0.1) == Send(4)


def test_a_welcome_to_an_earlier_hello_or_another_epoch_changes_nothing():
    box = new_outbox()
    box.greeted("E", 10, 0, 0.0)
    box.hear_welcome(welcome(4, greeting=7), 0.1)
    box.hear_welcome(welcome(4, epoch="other"), 0.1)
    assert box.phase is Phase.AWAIT


def test_a_silent_headquarters_is_greeted_again_after_a_pause():
    box = new_outbox()
    box.greeted("E", 10, 0, 0.0)
    assert box.next_step(1.0) == Rest(1.5)
    assert box.next_step(1.5) == Greet(2)


def test_only_as_many_batches_go_as_headquarters_allows():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    assert box.next_step(0.2) == Send(10)
    box.sent(Flight(11, 20, 0.2))
    assert isinstance(box.next_step(0.2), Rest)
    box.hear_ack(ack(10), 0.3)
    box.confirmed(Confirm(10, HEAD), 0.3)
    assert box.next_step(0.3) == Send(20)


def test_with_nothing_to_send_it_rests_until_there_is_news():
    box = sending(newest=0)
    assert box.next_step(0.2) == Rest(300.1)
    box.grown(1)
    assert box.next_step(0.2) == Send(0)


def test_the_hall_hears_of_every_advance():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    box.hear_ack(ack(10), 0.3)
    assert box.next_step(0.3) == Confirm(10, HEAD)


def test_the_hall_hears_what_headquarters_already_held():
    assert sending(upto=7, told=3).next_step(0.2) == Confirm(7, HEAD)


def test_the_hall_hears_nothing_that_it_knows():
    assert sending(upto=7, told=7).next_step(0.2) == Send(7)


def test_a_hall_that_has_forgotten_what_it_was_told_hears_it_again():
    box = sending(newest=7, upto=7, told=3)
    box.confirmed(Confirm(7, HEAD), 0.2)
    assert box.next_step(0.3) == Rest(300.1)
    box.grown(newest=7, told=5)
    assert box.next_step(0.3) == Confirm(7, HEAD)


def test_a_hall_that_knows_all_is_told_nothing_however_often_it_is_asked():
    box = sending(newest=7, upto=7, told=7)
    box.grown(newest=7, told=7)
    assert box.next_step(0.3) == Rest(300.1)


def test_confirmations_keep_their_distance_and_the_newest_wins():
    box = new_outbox(confirm_every_s=2.0)
    box.greeted("E", 30, 0, 0.0)
    box.hear_welcome(welcome(0), 0.0)
    box.checked()
    for last in (10, 20):
        box.sent(Flight(last - 9, last, 0.0))
    box.hear_ack(ack(10), 0.1)
    assert box.next_step(0.1) == Confirm(10, HEAD)
    box.confirmed(Confirm(10, HEAD), 0.1)
    box.hear_ack(ack(20), 0.2)
    assert box.next_step(0.2) == Send(20)
    box.sent(Flight(21, 30, 0.2))
    box.hear_ack(ack(30), 0.3)
    assert box.next_step(0.3) == Rest(2.1)
    assert box.next_step(2.1) == Confirm(30, HEAD)


def test_what_arrives_while_the_hall_is_being_told_is_told_next():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    box.sent(Flight(11, 20, 0.2))
    box.hear_ack(ack(10), 0.3)
    step = box.next_step(0.3)
    box.hear_ack(ack(20), 0.4)
    box.confirmed(step, 0.5)
    assert box.next_step(0.5) == Confirm(20, HEAD)


def test_without_progress_it_forgets_what_is_under_way_and_greets_again():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    box.sent(Flight(11, 20, 0.3))
    assert box.next_step(1.1) == Rest(1.2)
    assert box.next_step(1.2) == Rest(1.7)
    assert box.next_step(1.7) == Greet(2)
    assert box.window.sent == 0


def test_every_advance_restarts_the_patience():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    box.sent(Flight(11, 20, 0.3))
    box.hear_ack(ack(10), 1.1)
    box.confirmed(Confirm(10, HEAD), 1.1)
    box.window.credit = 1
    step = box.next_step(1.2)
    assert isinstance(step, Rest)
    assert step.until_s is not None
    assert step.until_s >= 2.1


def test_a_gap_is_sent_again_at_once():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    box.sent(Flight(11, 20, 0.2))
    box.hear_ack(ack(0, resume=1), 0.3)
    assert box.next_step(0.3) == Send(0)


def test_a_refusal_leads_back_to_a_hello_after_a_pause():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    box.hear_ack(ack(4, refused=Refusal(seq=5, reason="broken_chain")), 0.3)
    assert box.next_step(0.3) == Rest(0.8)
    assert box.next_step(0.8) == Greet(2)


def test_refused_again_and_again_it_pauses_longer_and_longer():
    box = new_outbox()
    now_s, pauses = 0.0, []
    for greeting in range(1, 5):
        box.greeted("E", 10, 0, now_s)
        box.hear_welcome(welcome(0, greeting), now_s)
        box.checked()
        box.sent(Flight(1, 10, now_s))
        box.hear_ack(ack(0, refused=Refusal(seq=1, reason="unreadable")), now_s)
        step = box.next_step(now_s)
        pauses.append(step.until_s - now_s)
        now_s = step.until_s
    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_an_answer_beyond_the_journal_leads_back_to_a_hello():
    box = sending(newest=10)
    box.hear_ack(ack(11), 0.2)
    assert box.phase is Phase.GREET


def test_where_nothing_was_said_for_long_headquarters_is_greeted():
    box = sending(newest=7, upto=7, told=7)
    assert box.next_step(300.0) == Rest(300.1)
    assert box.next_step(300.1) == Greet(2)


def test_a_headquarters_that_knows_less_than_it_did_is_greeted_at_once():
    box = sending(newest=7, upto=7, told=7)
    box.hear_ack(ack(3), 5.0)
    assert box.next_step(5.0) == Greet(2)


def test_while_facts_are_under_way_an_old_answer_changes_nothing():
    box = sending(newest=20, upto=7, told=7)
    box.sent(Flight(8, 20, 0.2))
    box.hear_ack(ack(3), 0.3)
    assert box.next_step(0.3) == Rest(box.patience.overdue_at_s)


def test_answers_about_another_epoch_change_nothing():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    other = Ack(epoch="older", upto=50, head=HEAD, hq_ms=0)
    box.hear_ack(other, 0.3)
    assert (box.phase, box.window.acked) == (Phase.SEND, 0)


def test_a_sign_of_life_shortens_the_pause_before_the_next_hello():
    box = new_outbox()
    now_s = 0.0
    for _time in range(6):
        box.greeted("E", 10, 0, now_s)
        now_s = box.patience.overdue_at_s
        box.next_step(now_s)
    assert box.patience.not_before_s - now_s > 10
    box.hear_ack(ack(0), now_s)
    assert box.patience.not_before_s - now_s == 0.5


def test_facts_read_while_a_gap_was_reported_are_not_sent():
    box = sending()
    box.sent(Flight(1, 10, 0.2))
    step = box.next_step(0.2)
    assert isinstance(step, Send)
    assert box.still_wants(step)
    box.hear_ack(ack(0, resume=1), 0.3)
    assert not box.still_wants(step)
    assert box.next_step(0.3) == Send(0)

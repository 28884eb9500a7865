from sync.window import Flight, Window


def a_window_with_three_batches() -> Window:
    window = Window()
    window.restart(10, credit=3)
    for first in (11, 16, 21):
        window.launch(Flight(first, first + 4, 0.0))
    return window


def test_no_more_batches_go_than_headquarters_allows():
    window = a_window_with_three_batches()
    assert not window.open
    window.arrived(15)
    assert window.open


def test_an_answer_covers_every_batch_up_to_it():
    window = a_window_with_three_batches()
    assert [flight.first for flight in window.arrived(20)] == [11, 16]
    assert (window.acked, window.sent) == (20, 25)


def test_an_old_answer_takes_nothing_back():
    window = a_window_with_three_batches()
    window.arrived(20)
    assert window.arrived(15) == []
    assert window.acked == 20


def test_an_answer_for_more_than_was_sent_moves_both_ends():
    window = Window()
    window.arrived(30)
    assert (window.acked, window.sent) == (30, 30)


def test_a_gap_takes_sending_back_once_however_often_it_is_reported():
    window = a_window_with_three_batches()
    window.resume(11)
    assert (window.sent, len(window.flights)) == (10, 0)
    window.launch(Flight(11, 15, 0.0))
    window.resume(11)
    assert window.sent == 15


def test_a_gap_behind_new_progress_takes_sending_back_again():
    window = a_window_with_three_batches()
    window.resume(11)
    window.launch(Flight(11, 20, 0.0))
    window.launch(Flight(21, 25, 0.0))
    window.arrived(20)
    window.resume(21)
    assert window.sent == 20


def test_a_late_report_of_a_gap_that_is_closed_changes_nothing():
    window = a_window_with_three_batches()
    window.arrived(15)
    window.resume(11)
    assert window.sent == 25

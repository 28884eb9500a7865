"""How often telephones may ask, purely: by address first, then by page; and streams at once."""

from edge.mobile.limits import Admission, Limit, Limits, Streams

MINUTE_MS = 60_000
LIMITS = Limits(
    looks_per_min=5,
    wishes_per_min=2,
    address_per_min=40,
    guesses_per_min=3,
    streams_of_page=2,
    streams_of_address=3,
)


def found(admission: Admission, address: str, secret: str, mono: int = 0) -> None:
    assert admission.admits(address, secret, mono)
    admission.found(address, secret, mono)


def test_a_limit_is_reached_and_comes_back_with_time():
    limit = Limit(3)
    assert [limit.takes("a", 0) for _ in range(4)] == [True, True, True, False]
    assert limit.takes("b", 0)
    assert limit.takes("a", MINUTE_MS // 3)
    assert not limit.takes("a", MINUTE_MS // 3)


def test_what_is_given_back_can_be_had_again_and_nothing_beyond():
    limit = Limit(1)
    limit.gives_back("a")
    assert [limit.takes("a", 0), limit.takes("a", 0)] == [True, False]
    limit.gives_back("a")
    assert [limit.takes("a", 0), limit.takes("a", 0)] == [True, False]


def test_a_limit_remembers_no_more_than_some_ten_thousand_names():
    limit = Limit(1)
    assert all(limit.takes(str(number), 0) for number in range(70_000))
    assert limit.knows("69999") and not limit.knows("0")


def test_an_address_is_counted_whatever_it_asks_for():
    admission = Admission(LIMITS)
    for page in range(10):
        found(admission, "1.2.3.4", f"P{page}")
    for _ in range(30):
        admission.admits("1.2.3.4", "P1", 0)
    assert not admission.admits("1.2.3.4", "P2", 0)
    assert admission.admits("5.6.7.8", "P2", 0)


def test_made_up_secrets_are_looked_up_a_few_times_only():
    admission = Admission(LIMITS)
    admitted = [admission.admits("1.2.3.4", f"guess-{number}", 0) for number in range(20)]
    assert sum(admitted) == LIMITS.guesses_per_min


def test_guesses_that_are_under_way_at_once_are_counted_all_the_same():
    admission = Admission(LIMITS)
    under_way = [admission.admits("1.2.3.4", f"P{number}", 0) for number in range(4)]
    assert under_way == [True, True, True, False]


def test_whoever_guesses_takes_no_page_away_from_the_same_address():
    admission = Admission(LIMITS)
    found(admission, "1.2.3.4", "REAL")
    for number in range(20):
        admission.admits("1.2.3.4", f"guess-{number}", 0)
    assert admission.admits("1.2.3.4", "REAL", 0)


def test_guesses_from_everywhere_push_no_page_out():
    admission = Admission(LIMITS)
    found(admission, "1.2.3.4", "REAL")
    for _ in range(4):
        assert admission.admits("1.2.3.4", "REAL", 0)
    for number in range(70_000):
        admission.admits(f"10.{number}", f"guess-{number}", 0)
    assert not admission.admits("1.2.3.5", "REAL", 0)


def test_a_page_is_looked_at_and_wished_from_so_often_whoever_asks():
    admission = Admission(LIMITS)
    found(admission, "a", "P")
    assert [admission.admits(f"b{number}", "P", 0) for number in range(5)] == [True] * 4 + [False]
    wishes = [admission.admits(f"c{number}", "P", 0, wish=True) for number in range(3)]
    assert wishes == [True, True, False]
    assert admission.admits("d", "P", MINUTE_MS, wish=True)


def test_a_page_has_few_streams_and_an_address_some():
    streams = Streams(LIMITS)
    with streams.one("a", "P1"), streams.one("a", "P1"):
        assert not streams.has_room("a", "P1") and not streams.has_room("b", "P1")
        assert streams.has_room("a", "P2")
        with streams.one("a", "P2"):
            assert not streams.has_room("a", "P3")
            assert streams.has_room("b", "P3")
    assert streams.has_room("a", "P1")

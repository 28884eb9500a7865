"""How long a visitor needed at the ticket screen, from the first touch to the wish."""

from kiosk_dialogues import begun, stepped

from kiosk import dialogue as d


def approaches(effects: list[d.Effect]) -> list[int]:
    return [effect.approach_ms for effect in effects if isinstance(effect, d.TakeTicket)]


def test_the_first_touch_starts_the_clock():
    _, effects = begun(
        d.Touched("d0"), d.GroupOpened("d0", "bills"), d.Touched("d0"), d.ServiceChosen("d0", "pay")
    )
    assert approaches(effects) == [3000]


def test_a_card_starts_the_clock_where_nobody_had_touched():
    _, effects = begun(d.VisitorIdentified("V1"), d.ServiceChosen("d1", "pay"))
    assert approaches(effects) == [1000]


def test_whoever_touched_and_then_laid_a_card_has_been_there_since_the_touch():
    _, effects = begun(d.Touched("d0"), d.VisitorIdentified("V1"), d.ServiceChosen("d2", "pay"))
    assert approaches(effects) == [2000]


def test_whoever_typed_the_number_has_been_there_since_the_touch():
    _, effects = begun(
        d.NumberWanted("d0"),
        d.NumberTyped("d0", "11010119900307771X"),
        d.NumberKnown("d0", "V1"),
        d.ServiceChosen("d3", "pay"),
    )
    assert approaches(effects) == [3000]


def test_a_second_visitors_card_starts_the_clock_anew():
    _, effects = begun(
        d.VisitorIdentified("V1"), d.VisitorIdentified("V2"), d.ServiceChosen("d2", "pay")
    )
    assert approaches(effects) == [1000]


def test_asked_again_after_a_refusal_it_is_the_same_request():
    _, effects = begun(
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketRefused("d0", "out_of_service"),
        d.ChoseAgain("d0"),
        d.ServiceChosen("d0", "pay"),
    )
    assert approaches(effects) == [1000, 1000]


def test_a_page_that_nobody_touched_does_not_count():
    dialogue, _ = begun(d.HallLost(), d.HallBack())
    _, effects = stepped(dialogue, d.Touched("d0"), d.ServiceChosen("d0", "pay"))
    assert approaches(effects) == [1000]


def test_a_day_is_the_longest_that_anybody_needs():
    waiting, _ = begun(d.Touched("d0"))
    _, effects = stepped(waiting, d.ServiceChosen("d0", "pay"), begin_ms=100_000_000_000)
    assert approaches(effects) == [86_400_000]

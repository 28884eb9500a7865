"""Several services in one visit, documents before the ticket, services found by name."""

from kiosk_dialogues import TICKET, begun

from kiosk import dialogue as d

FIVE = ("pay", "invoice", "connect", "move", "meter")


def marking(*services: str) -> list[d.Event]:
    marked = [d.ServiceMarked("d0", service) for service in services]
    return [d.Touched("d0"), d.SeveralWanted("d0", wanted=True), *marked]


def taken(effects: list[d.Effect]) -> list[d.TakeTicket]:
    return [effect for effect in effects if isinstance(effect, d.TakeTicket)]


def test_marked_services_are_one_ticket_in_the_order_of_touching():
    dialogue, effects = begun(*marking("connect", "pay", "move"), d.MarkedTaken("d0"))
    (wanted,) = taken(effects)
    assert (wanted.service, wanted.then, wanted.together) == ("connect", ("pay", "move"), True)
    assert dialogue.stage is d.Stage.ISSUING


def test_a_second_touch_takes_a_mark_away():
    dialogue, _ = begun(*marking("connect", "pay", "connect"))
    assert dialogue.wish.marked == ("pay",)


def test_no_more_than_five_are_marked():
    dialogue, _ = begun(*marking(*FIVE, "advice"))
    assert dialogue.wish.marked == FIVE


def test_with_nothing_marked_there_is_no_ticket():
    dialogue, effects = begun(*marking(), d.MarkedTaken("d0"))
    assert dialogue.stage is d.Stage.CHOOSING
    assert taken(effects) == []


def test_one_marked_service_is_the_same_wish_as_that_service_alone():
    _, marked = begun(*marking("pay"), d.MarkedTaken("d0"))
    _, chosen = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"))
    assert taken(marked)[0].key == taken(chosen)[0].key
    assert not taken(marked)[0].together


def test_together_and_apart_are_two_wishes_with_two_keys():
    events = marking("pay", "move")
    _, together = begun(*events, d.MarkedTaken("d0"))
    _, apart = begun(*events, d.TogetherWanted("d0", wanted=False), d.MarkedTaken("d0"))
    assert not taken(apart)[0].together
    assert taken(apart)[0].key != taken(together)[0].key


def test_long_names_make_no_key_that_the_hall_would_refuse():
    names = [f"{number}{'x' * 63}" for number in range(5)]
    _, effects = begun(*marking(*names), d.MarkedTaken("d0"))
    assert len(taken(effects)[0].key) <= 100


def test_documents_are_shown_before_the_ticket_and_then_it_is_taken():
    before, none = begun(d.Touched("d0"), d.DocumentsAsked("d0", "connect"))
    assert before.stage is d.Stage.DOCUMENTS
    assert taken(none) == []
    dialogue, effects = begun(
        d.Touched("d0"), d.DocumentsAsked("d0", "connect"), d.DocumentsSeen("d0")
    )
    assert dialogue.stage is d.Stage.ISSUING
    assert taken(effects)[0].service == "connect"


def test_whoever_goes_back_from_the_documents_keeps_their_marks():
    dialogue, _ = begun(*marking("connect", "pay"), d.DocumentsAsked("d0", ""), d.ChoseAgain("d0"))
    assert dialogue.stage is d.Stage.CHOOSING
    assert dialogue.wish.marked == ("connect", "pay")
    assert dialogue.wish.service == ""


def test_a_service_that_was_found_by_name_is_marked_or_taken():
    searching = [d.SearchWanted("d0"), d.QueryTyped("d0", "df")]
    marked, _ = begun(*marking("move"), *searching, d.ServiceMarked("d0", "pay"))
    assert (marked.stage, marked.wish.marked) == (d.Stage.CHOOSING, ("move", "pay"))
    chosen, effects = begun(d.Touched("d0"), *searching, d.ServiceChosen("d0", "pay"))
    assert chosen.stage is d.Stage.ISSUING
    assert taken(effects)[0].service == "pay"


def test_what_is_looked_for_does_not_grow_without_end():
    dialogue, _ = begun(d.Touched("d0"), d.SearchWanted("d0"), d.QueryTyped("d0", "a" * 60))
    assert len(dialogue.wish.query) == 16


def test_nothing_of_a_wish_outlives_the_visitor():
    dialogue, _ = begun(
        *marking("pay", "move"), d.MarkedTaken("d0"), d.TicketArrived("d0", TICKET), d.Left("d0")
    )
    assert dialogue == d.Dialogue(dialogue.id, hall_here=True)

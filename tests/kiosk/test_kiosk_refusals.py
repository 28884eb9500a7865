"""Every no of the hall that a visitor can meet is a sentence in every language."""

import edge.api.app  # noqa: F401 - loads whatever can refuse
from edge.api.errors import known_codes
from kiosk.texts import load_texts
from kiosk.ticket_pages import reason_key

TEXTS = load_texts()

# Said by a text of its own where something is typed or shown, or not at all.
ELSEWHERE = {"bad_number", "no_greeting", "already_rated", "not_ratable"}
# Only staff, headquarters and those who look after the hall ask for what these answer.
OF_STAFF = {
    *("sign_in_refused", "sign_in_locked", "session_required", "not_allowed"),
    *("unknown_counter", "counter_taken", "counter_closed", "counter_paused", "counter_occupied"),
    *("another_visit", "nothing_called", "not_serving", "call_again", "unknown_reason"),
    "already_precalled",
    *("not_at_your_counter", "not_identified", "sealed_for_good", "not_waiting", "not_for_here"),
    *("not_called", "not_explainable", "too_many_slips", "unknown_staff", "unknown_recipient"),
    *("unknown_message", "unknown_notice", "unknown_alert", "no_help_called", "help_accepted"),
    *("time_passed", "bad_rules", "unknown_device", "unknown_fault", "no_codec"),
}
OF_HEADQUARTERS = {
    *("appointment_exists", "appointment_past", "appointment_used", "no_place", "bad_args"),
    *("bad_catalogue", "stale_library", "library_unavailable", "unknown_stage"),
    *("command_reused", "clock_unsynced", "chain_mismatch", "epoch_mismatch", "ahead_of_journal"),
}
# Said where a form is filled in or followed, in words of its own.
OF_FORMS = {
    *("unknown_form", "unknown_application", "incomplete", "handed_in"),
    *("document_not_asked", "page_not_attached", "no_picture", "too_many_pages"),
}
# Said on the query screen, at the counter and on the telephone, in words of their own.
OF_OTHER_SCREENS = {
    *("unknown_account", "account_over", "accounts_locked", "no_customers", "unknown_document"),
    *("nothing_shown", "unknown_page", "delayed_enough", "numbers_locked"),
}
# A fault of a program, never of a visitor: said as "choose again, or ask our staff".
OF_PROGRAMS = {
    *("invalid_json", "not_json", "invalid_request", "body_too_large", "not_found"),
    *("method_not_allowed", "not_for_this_role", "http_error", "internal_error"),
    "idempotency_key_reused",
}
NEVER_SAID = ELSEWHERE | OF_STAFF | OF_HEADQUARTERS | OF_FORMS | OF_OTHER_SCREENS | OF_PROGRAMS


def test_each_code_is_worded_for_visitors_or_known_never_to_reach_one() -> None:
    unworded = {code for code in known_codes() if reason_key(code) == "refused_other"}
    assert unworded == NEVER_SAID


def test_what_is_worded_stands_in_every_language() -> None:
    keys = {reason_key(code) for code in known_codes()}
    for language in TEXTS:
        assert keys <= TEXTS[language].keys()


def test_no_refusal_is_worded_that_the_hall_does_not_know() -> None:
    worded = {key for key in TEXTS["zh"] if key.startswith("refused_")}
    assert worded == {reason_key(code) for code in known_codes()}

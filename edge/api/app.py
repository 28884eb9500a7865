"""The API as an ASGI application."""

from fastapi import FastAPI

from edge.api import errors, shapes
from edge.api.context import Api
from edge.api.routes import (
    applications,
    appointments,
    attachments,
    bad_days,
    content,
    counters,
    devices,
    handing,
    help_calls,
    messages,
    mobile,
    notices,
    overview,
    persons,
    reception,
    reports,
    screens,
    sessions,
    sides,
    supervision,
    switches,
    uplink,
    visits,
)


def _errors() -> dict[int | str, dict[str, object]]:
    codes = "".join(f"\n- `{code}`: {what}" for code, what in errors.known_codes().items())
    refused = f"Refused, with what and where. The codes of all errors:\n{codes}"
    return {
        "4XX": {"model": shapes.ErrorAnswer, "description": refused},
        "5XX": {"model": shapes.ErrorAnswer, "description": "Not possible now."},
    }


def create_app(api: Api) -> FastAPI:
    """Return the application over `api`. It has no life of its own: nothing starts or ends."""
    app = FastAPI(
        title="Atrium hall",
        version="1",
        description="The local API of one business hall.",
        responses=_errors(),
        docs_url=None,  # its page would load scripts from the network
        redoc_url=None,
        redirect_slashes=False,  # a path with a slash too many is an error like any other
    )
    app.state.api = api
    errors.install(app)
    # What is asked most comes first: every route is tried in turn.
    for module in (
        uplink,
        counters,
        visits,
        overview,
        sessions,
        handing,
        persons,
        sides,
        applications,
        attachments,
        supervision,
        appointments,
        reception,
        bad_days,
        reports,
        devices,
        content,
        notices,
        messages,
        help_calls,
        screens,
        switches,
        mobile,
    ):
        app.include_router(module.router)
    return app

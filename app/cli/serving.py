"""`plans serve`."""

import socket
from typing import Annotated

import typer
import uvicorn

from app.cli.console import Refused, tell
from app.cli.register import open_register
from app.worker import extend_horizons

SHUTDOWN_SECONDS = 20
KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies (five to sixty seconds) keep an idle connection, so that they close it and not we.

Where the server closes first, a request that is on its way at that moment is lost without an answer.
"""
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - These are only compared.


def serve(
    host: Annotated[
        str | None, typer.Option(help="The address to listen on; by default that of PLANS_HOST.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="The port to listen on; by default that of PLANS_PORT."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer.")] = 1,
) -> None:
    """Serve the API until it is stopped with Ctrl-C."""
    with open_register() as register:
        host, port = host or register.settings.host, port or register.settings.port
        extend_horizons(register.sessions)
    _refuse_taken(host, port)
    shown = _ANY_ADDRESS.get(host, host)
    base = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    tell(
        f"API:            {base}/v1",
        f"Documentation:  {base}/docs",
        f"Deadlines:      {base}/v1/deadlines",
        "Stop with Ctrl-C.",
    )
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        # A layer of ours writes the log: uvicorn's own costs half of all requests.
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def _refuse_taken(host: str, port: int) -> None:
    """Refuse an address that can't be listened on before anything is started."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(f"{host}, port {port}, can't be listened on: {error.strerror or error}.") from None

"""`motcua actions`: the actions, served to a Rasa server."""

from __future__ import annotations

from typing import Annotated

import typer


def actions(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 5055,
) -> None:
    """Serve the rasa-sdk actions, for a Rasa server that drives the dialogue."""
    # Imported here: the index and the encoder take a second to load, and other commands do without.
    from knowledge import embedding
    from knowledge.library import Library
    from knowledge.settings import KnowledgeSettings
    from nlu.actions import server

    settings = KnowledgeSettings()
    library = Library(settings, embedding.of(settings.encoder))
    try:
        # Without an edition there is nothing to serve; the citizen should not be the first to learn of it.
        library.current()
        server.serve(library, host=host, port=port)
    finally:
        library.close()

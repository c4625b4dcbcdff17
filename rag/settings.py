"""Settings: one frozen model, read once at the door from `DATALOTS_*` and `.env`, and passed on.

Nothing below a program's `main()` reads the environment.
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from rag.errors import SettingsError

PREFIX = "DATALOTS_"


def _unset_when_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


OptionalText = Annotated[str | None, BeforeValidator(_unset_when_empty)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(_unset_when_empty)]


class Settings(BaseModel):
    """Everything that can be set, with its default; names in the environment carry the prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("data"), description="Where index, cache and ledger live.")
    cache_dir: Path | None = Field(
        None, description="Run-time copies of the vectors; empty: the system's cache."
    )
    embedder: str = Field("local", description="local | openai | llama_index:package.module:Class")
    writer: str = Field("extractive", description="extractive | openai | llama_index:package.module:Class")
    openai_api_key: OptionalSecret = Field(None, description="Key for the OpenAI-compatible endpoint.")
    openai_base_url: OptionalText = Field(None, description="Address of the endpoint, ending in /v1.")
    model: str = Field("gpt-4o-mini", description="Name of the language model.")
    embedding_model: str = Field("text-embedding-3-small", description="Name of the embedding model.")
    embedding_dimensions: int | None = Field(
        None, ge=8, le=8192, description="Asked of the endpoint; empty: its own."
    )
    model_timeout: float = Field(30.0, gt=0, le=600, description="Seconds for a whole answer of the model.")
    model_context: int = Field(16_000, ge=1_000, description="Tokens that a prompt may hold.")
    model_cache: int = Field(200, ge=0, le=100_000, description="Answers of the model kept in memory.")
    model_price_in: Decimal | None = Field(
        None, ge=0, description="Price of a million tokens read; empty: cost is not counted."
    )
    model_price_out: Decimal | None = Field(None, ge=0, description="Price of a million tokens written.")
    chroma_url: OptionalText = Field(None, description="Chroma server; empty: embedded.")
    cluster_url: OptionalText = Field(
        None,
        pattern=r"^(tcp|tls)://[^\s/@]+:\d+$",
        description="Dask scheduler (tcp://host:port) that an ingest computes on; empty: this machine.",
    )
    top_k: int = Field(10, ge=1, le=100, description="Hits per question.")
    max_question: int = Field(2_000, ge=10, le=100_000, description="Characters in a question.")
    max_turns: int = Field(20, ge=1, le=200, description="Turns of a conversation that are kept.")
    lattlast: bool = Field(False, description="Answer in shorter sentences where the sources allow it.")
    count_gaps: bool = Field(
        False, description="Count the data that are asked for and missing; no question is kept."
    )
    live_sources: Path | None = Field(
        None, description="Your own list of live sources (TOML), over the one that comes with Datalots."
    )
    fetch_contact: OptionalText = Field(
        None, pattern=r"^[ -~]+$", description="Mail or web address told to the servers that we fetch from."
    )
    fetch_private_hosts: str = Field(
        "", description="Hosts, with a comma between, that may lie on a closed net: an own mirror."
    )
    fetch_timeout: float = Field(30.0, gt=0, le=600, description="Seconds for one read of a fetch.")
    fetch_deadline: float = Field(
        900.0, gt=0, le=86_400, description="Seconds for one fetch, tries included."
    )
    fetch_retries: int = Field(4, ge=0, le=10, description="Tries after the first.")
    fetch_max_wait: float = Field(
        120.0, ge=0, le=3_600, description="Seconds that we wait when a server asks; longer: another day."
    )
    fetch_max_mb: int = Field(
        600,
        ge=1,
        le=100_000,
        description="Megabytes of one file, also unpacked; a zip of ads is read as a stream.",
    )
    fetch_max_total_mb: int = Field(5_000, ge=1, le=1_000_000, description="Megabytes fetched in one run.")
    page_host: str = Field("127.0.0.1", description="Address that the chat page listens on.")
    page_port: int = Field(8501, ge=0, le=65_535, description="Port of the chat page.")
    slack_bot_token: OptionalSecret = Field(None, description="xoxb-…")
    slack_app_token: OptionalSecret = Field(None, description="xapp-…, for Socket Mode.")
    slack_signing_secret: OptionalSecret = Field(None, description="For HTTP mode.")
    slack_base_url: str = Field(
        "https://slack.com/api/", description="Slack's Web API; changed only in tests."
    )
    log_level: str = Field("WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Level of the log.")


def load_settings(**overrides: Any) -> Settings:
    """Read `.env` and the environment (which wins), then `overrides` that are not None.

    Raises:
        SettingsError: A `DATALOTS_` name is unknown or a value is out of range.
    """
    values = {**_dotenv(Path(".env")), **_prefixed(os.environ)}
    values = {name: value for name, value in values.items() if value.strip()}
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings.model_validate({**values, **given})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX
        raise SettingsError(
            f"{name}: {first['msg']}",
            user_message=f"Inställningen {name} är okänd eller har ett värde som inte går att använda.",
            remedy="compare with .env.example",
        ) from error


def _prefixed(environment: Any) -> dict[str, str]:
    return {
        name[len(PREFIX) :].lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_")
    }


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, mark, value = line.partition("=")
        if mark and not name.lstrip().startswith("#"):
            pairs[name.strip()] = value.strip().strip("\"'")
    return _prefixed(pairs)

"""The settings: every key, its default and what it is for. The default file and the reference are made from here."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from .values import (
    Count,
    Flag,
    HttpUrl,
    OutputFolder,
    PositiveCount,
    PostgresUrl,
    RedisUrl,
    SchemaName,
    Seconds,
    Targets,
    Text,
)


class Section(BaseModel):
    """A group of keys; unknown ones are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)


def emptied(value: Any) -> Any:
    # A section whose keys are all commented out.
    return {} if value is None else value


class LightragSettings(Section):
    """The LightRAG server and how documents are cut for it."""

    base_url: HttpUrl = Field("http://localhost:9621", repr=False, description="Where the LightRAG server answers.")
    mode: Literal["documents+graph", "graph"] = Field(
        "documents+graph", description="What goes there: texts and graph, or graph for the graph alone."
    )
    embedding_model: Text = Field("text-embedding-3-small", description="The model that the server embeds with.")
    chunk_size: PositiveCount = Field(1000, description="Tokens per chunk of a document.")
    chunk_overlap: Count = Field(200, description="Tokens that two neighbouring chunks share; below chunk_size.")

    @field_validator("chunk_overlap")
    @classmethod
    def _below_chunk_size(cls, value: int, info: ValidationInfo) -> int:
        if value >= info.data.get("chunk_size", value + 1):
            raise ValueError(f"less than chunk_size ({info.data['chunk_size']})")
        return value


class SyncSettings(Section):
    """How documents are delivered to the derived stores."""

    enabled: Flag = Field(default=True, description="Deliver; when false the work is still collected.")
    targets: Targets = Field(("lightrag", "markdown"), description="The derived stores to keep in step, by name.")
    max_retries: Count = Field(5, description="Attempts for one document before it is put aside as failed.")
    backoff_seconds: Seconds = Field(2, description="Wait before the first retry; doubles each time.")
    max_backoff_seconds: Seconds = Field(120, description="The longest wait between retries.")
    report_sla_seconds: Seconds = Field(60, description="How soon a report shall be delivered.")
    scan_sla_seconds: Seconds = Field(300, description="How soon the results of a scan shall be delivered.")
    poll_interval_seconds: Seconds = Field(5, description="How often an idle worker looks for work.")
    prioritize: Literal["reports", "none"] = Field("reports", description="What goes first: reports, or none.")
    broker: Literal["none", "redis"] = Field(
        "none", description="What wakes workers: none (they poll). redis is reserved: they poll as well."
    )
    redis_url: RedisUrl = Field(
        "redis://localhost:6379/0", repr=False, description="The Redis server, for the broker redis; not used yet."
    )
    backlog_rebuild_threshold: PositiveCount = Field(
        10_000, description="With more rows waiting, a target is reconciled as a whole instead of item by item."
    )

    @field_validator("max_backoff_seconds")
    @classmethod
    def _not_below_the_first(cls, value: float, info: ValidationInfo) -> float:
        if value < info.data.get("backoff_seconds", value):
            raise ValueError(f"at least backoff_seconds ({info.data['backoff_seconds']:g})")
        return value


class MarkdownSettings(Section):
    """The folder of pages."""

    output_dir: OutputFolder = Field(
        Path("docrunch-docs"), description="Where the pages go: absolute, or relative to the project."
    )


class StorageSettings(Section):
    """Where everything is kept."""

    postgres_url: PostgresUrl | None = Field(
        None, repr=False, description="The PostgreSQL server, 16 or newer; leave it out for the embedded one."
    )
    postgres_schema: SchemaName = Field(
        "docrunch", description="The schema of the log, so that projects share a server."
    )
    vector_db: Literal["lightrag"] = Field("lightrag", description="The vector store; there is one kind.")
    lightrag: Annotated[LightragSettings, BeforeValidator(emptied)] = LightragSettings()
    sync: Annotated[SyncSettings, BeforeValidator(emptied)] = SyncSettings()
    markdown: Annotated[MarkdownSettings, BeforeValidator(emptied)] = MarkdownSettings()


class Settings(BaseSettings):
    """All settings of one project; secrets come only from the environment and are never shown."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="DOCRUNCH_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        enable_decoding=False,
        hide_input_in_errors=True,
    )

    storage: Annotated[StorageSettings, BeforeValidator(emptied)] = StorageSettings()
    lightrag_api_key: SecretStr | None = Field(None, description="Sent to the LightRAG server as X-API-Key.")
    encryption_key: SecretStr | None = Field(
        None, description="Wraps the keys that secrets in the log are encrypted with."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings

"""How a provider is to be reached, as a caller says it: secrets in the open, but hidden from whoever prints them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr, model_validator

from ..domain.llm_values import ApiKey, CliType, Seconds
from ..domain.text import unfit
from ..domain.urls import BaseUrl, ProxyUrl, Url


class ProviderSettings(BaseModel):
    """A key that is left out stays as it is; null removes it. `timeout` is in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    api_key: ApiKey | None = None
    base_url: BaseUrl | None = None
    cli_type: CliType | None = None
    proxy_url: ProxyUrl | None = None
    timeout: Seconds | None = None

    @model_validator(mode="before")
    @classmethod
    def known_keys_only(cls, value: Any) -> Any:
        """Refuse unknown keys without naming them: somebody may have put a secret in the place of a name."""
        if isinstance(value, dict) and not value.keys() <= cls.model_fields.keys():
            raise unfit(f"no keys but {', '.join(cls.model_fields)}")
        return value

    def plain(self) -> dict[str, Any]:
        """What was given, without its secrets: parts of a ProviderConfig."""
        given = {field: getattr(self, field) for field in self.model_fields_set - {"api_key"}}
        return {field: value.url if isinstance(value, Url) else value for field, value in given.items()}

    def secrets(self) -> dict[str, SecretStr | None]:
        """The secrets that were given, by the parts of a ProviderConfig that hold them sealed; None removes one."""
        keys = {field: getattr(self, field) for field in self.model_fields_set & {"api_key"}}
        urls = {field: getattr(self, field) for field in self.model_fields_set & {"base_url", "proxy_url"}}
        return keys | {f"{field}_credentials": url and url.credentials for field, url in urls.items()}

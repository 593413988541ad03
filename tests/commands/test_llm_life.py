"""Whatever is wished in whatever order, providers and profiles agree."""

from docrunch.commands.command import Command
from docrunch.commands.parsing import parse
from docrunch.commands.profiles import ConfigureProfile, RemoveProfile
from docrunch.commands.providers import RemoveProvider
from docrunch.domain.errors import DocrunchError
from docrunch.domain.profiles import Profile, profile_stream
from docrunch.domain.providers import Provider, provider_stream
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from .llm import do, profile, provider
from .memory import Memory

PROVIDERS, PROFILES = ("p", "q"), ("a", "b")
programs = st.integers(0, 2)


class Settings(RuleBasedStateMachine):
    """Whatever programs with old caches wish, every profile's provider is there and knows who uses it."""

    def __init__(self) -> None:
        super().__init__()
        # One more only reads, so that no other's cache is refreshed by it.
        self.memory = Memory(4)

    def wish(self, program: int, command: Command) -> None:
        before = len(self.memory.stored)
        try:
            do(self.memory, command, program=program)
        except DocrunchError:
            assert len(self.memory.stored) == before

    @rule(program=programs, name=st.sampled_from(PROVIDERS), key=st.sampled_from("xyz"))
    def configure_provider(self, program: int, name: str, key: str) -> None:
        self.wish(program, provider(name, api_key=key))

    @rule(program=programs, name=st.sampled_from(PROVIDERS))
    def remove_provider(self, program: int, name: str) -> None:
        self.wish(program, RemoveProvider(provider_id=name))

    @rule(program=programs, name=st.sampled_from(PROFILES), used=st.sampled_from(PROVIDERS))
    def configure_profile(self, program: int, name: str, used: str) -> None:
        self.wish(program, profile(name, provider_id=used))

    @rule(program=programs, name=st.sampled_from(PROFILES))
    def change_profile(self, program: int, name: str) -> None:
        self.wish(program, parse(ConfigureProfile, {"profile_id": name, "temperature": program / 2}))

    @rule(program=programs, name=st.sampled_from(PROFILES))
    def remove_profile(self, program: int, name: str) -> None:
        self.wish(program, RemoveProfile(profile_id=name))

    @invariant()
    def every_provider_knows_its_profiles(self) -> None:
        log = self.memory.logs[3]
        users = {name: log.aggregate(Profile, profile_stream(name), fresh=True).settings for name in PROFILES}
        for name in PROVIDERS:
            known = log.aggregate(Provider, provider_stream(name), fresh=True)
            expected = {user for user, used in users.items() if used is not None and used.provider_id == name}
            assert known.profiles == expected
            assert known.configured is not None or not expected

    @invariant()
    def no_secret_is_sealed_for_an_incarnation_that_is_gone(self) -> None:
        for name in PROVIDERS:
            known = self.memory.logs[3].aggregate(Provider, provider_stream(name), fresh=True)
            sealed = known.configured.config.api_key if known.configured else None
            assert sealed is None or sealed.incarnation == known.incarnation


TestSettings = Settings.TestCase
TestSettings.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_a_profile_that_changes_its_provider_leaves_the_old_one() -> None:
    """What random histories come upon now and then, for certain."""
    life = Settings()
    for name in PROVIDERS:
        life.configure_provider(0, name, "x")
        life.configure_profile(1, "a", name)

    life.every_provider_knows_its_profiles()

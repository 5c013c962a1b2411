"""Version line: what a branch was released as so far, and which version may come next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from packaging.version import Version

from bot import errors
from bot.domain.plans.facts import RepositoryFacts, TagFact
from bot.domain.versions import references, version
from bot.domain.versions.version import Level

_MOST_TRIES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """The tags that a branch contains, and everything that is taken anywhere."""

    branch: str
    commit: str
    previous: Version | None
    previous_tag: str | None
    final: Version | None  # the last one that is no pre-release
    final_tag: str | None
    tagged: Mapping[Version, TagFact]
    published: Mapping[Version, str]  # where that version was seen

    def next_version(self, bump: str, implied: Level) -> Version:
        """The version that the bump asks for; refuses what is taken or not newer."""
        word = bump.strip().lower()
        if word not in version.BUMPS:
            epoch = self.previous.epoch if self.previous else 0
            return self._checked(version.parse_version(bump.strip(), epoch=epoch))
        if self.previous is None:
            raise self._no_tags()
        return self._checked(self._step(word, implied)(self.previous))

    def is_latest(self, chosen: Version) -> bool:
        """Whether no final version anywhere is higher, so that "latest" may move here."""
        finals = [tagged for tagged in self.tagged if not tagged.is_prerelease]
        return not chosen.is_prerelease and all(chosen > final for final in finals)

    def level_of(self, chosen: Version) -> Level:
        """Which number it raises since the last final version."""
        return version.level_between(self.final or Version("0"), chosen)

    def _step(self, word: str, implied: Level) -> Callable[[Version], Version]:
        if version.is_level(word):
            return lambda current: version.next_level(current, word)
        if version.is_pre_release(word):
            return lambda current: version.next_pre_release(current, word, implied)
        raise errors.BadVersion(f"{word} is no kind of release.", "Type patch, minor or major.")

    def _checked(self, chosen: Version) -> Version:
        if chosen in self.tagged:
            tag = self.tagged[chosen]
            raise self._refused(
                chosen,
                f"{chosen} is taken: the tag {tag.name} already points at {tag.commit}, "
                f"and {self.branch} is at {self.commit}.",
                "version_taken",
            )
        if chosen in self.published:
            raise self._refused(
                chosen,
                f"{chosen} is taken: {self.published[chosen]} has listed it before, "
                "and a version is never used twice.",
                "version_taken",
            )
        if self.previous is not None and chosen < self.previous:
            raise self._refused(
                chosen,
                f"{chosen} is lower than {self.previous}, which {self.branch} already contains.",
                "version_not_newer",
            )
        return chosen

    def _refused(self, chosen: Version, sentence: str, reason: str) -> errors.Refused:
        free = self._next_free(chosen)
        maintained = ", or name an older line's branch with --branch"
        return errors.Refused(
            sentence,
            f"The next free version is {free}: type {free}"
            f"{maintained if reason == 'version_not_newer' else ''}.",
            reason=reason,
        )

    def _next_free(self, chosen: Version) -> Version:
        """The next of the same kind that is higher than the previous one and taken nowhere."""
        letters = chosen.pre[0] if chosen.pre else ""
        word = {"a": "alpha", "b": "beta", "rc": "rc"}.get(letters, "patch")
        current = max(chosen, self.previous or chosen)
        if current.pre and word != "patch" and current.pre[0] != letters:
            word = "rc"
        step = self._step(word, "patch")
        for _ in range(_MOST_TRIES):
            current = step(current)
            if current not in self.tagged and current not in self.published:
                break
        return current

    def _no_tags(self) -> errors.Refused:
        elsewhere = f", though {len(self.tagged)} are elsewhere" if self.tagged else ""
        return errors.Refused(
            f"{self.branch} contains no version tag yet{elsewhere}, "
            "so there is no version to count from.",
            "Type the first version in full, for example 0.1.0.",
            reason="no_tags",
        )


def read_line(facts: RepositoryFacts, published: Mapping[str, tuple[str, ...]]) -> VersionLine:
    """The line of the branch, out of its facts and what the indexes list."""
    pattern = facts.rules.tag
    tagged = {v: tag for tag in facts.tags if (v := references.tag_version(tag.name, pattern))}
    named = [(v, n) for n in facts.previous_tags if (v := references.tag_version(n, pattern))]
    finals = [(v, n) for v, n in named if not v.is_prerelease]
    listed = {
        v: index
        for index, versions in published.items()
        for text in versions
        if (v := version.read_version(text))
    }
    previous, previous_tag = named[0] if named else (None, None)
    final, final_tag = finals[0] if finals else (None, None)
    return VersionLine(
        branch=facts.branch,
        commit=facts.commit,
        previous=previous,
        previous_tag=previous_tag,
        final=final,
        final_tag=final_tag,
        tagged=tagged,
        published=listed,
    )

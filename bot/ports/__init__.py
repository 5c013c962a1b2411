"""The roles that the outside world plays for a release; adapters fill them, fakes stand in.

A method marked with `effect` changes the outside world: it is only called from a stage's `run`,
after a look-up said that the thing is missing, and it is safe to call again with the same
arguments. Every other method only looks. A look-up that gets no answer raises `errors.Unknown`;
"not there" is always an answer of its own.
"""

from bot.ports.bindings import Binding, Bindings
from bot.ports.builder import NOT_HERE, ArtifactStore, Builder, CheckResult, SmokeResult
from bot.ports.chat import Chat, Post, text_digest
from bot.ports.clock import Clock
from bot.ports.code_host import (
    CodeHost,
    HostedAsset,
    HostedMilestone,
    HostedPull,
    HostedRelease,
    Tag,
)
from bot.ports.comments import Comment, Comments
from bot.ports.conversation import ChatPlatform, LiveMessage, LiveMessages, Reception, Surface
from bot.ports.deliveries import Deliveries
from bot.ports.drafts import Drafts
from bot.ports.effects import effect, effects_of
from bot.ports.inbox import Delivery, Inbox, KeptDelivery
from bot.ports.notices import Notice, Notices
from bot.ports.origin import MergedPull, Origin, PublicRelease
from bot.ports.package_index import IndexFile, PackageIndex
from bot.ports.rehearsals import Rehearsals
from bot.ports.releases import Releases
from bot.ports.repository import Repository

__all__ = [
    "NOT_HERE",
    "ArtifactStore",
    "Binding",
    "Bindings",
    "Builder",
    "Chat",
    "ChatPlatform",
    "CheckResult",
    "Clock",
    "CodeHost",
    "Comment",
    "Comments",
    "Deliveries",
    "Delivery",
    "Drafts",
    "HostedAsset",
    "HostedMilestone",
    "HostedPull",
    "HostedRelease",
    "Inbox",
    "IndexFile",
    "KeptDelivery",
    "LiveMessage",
    "LiveMessages",
    "MergedPull",
    "Notice",
    "Notices",
    "Origin",
    "PackageIndex",
    "Post",
    "PublicRelease",
    "Reception",
    "Rehearsals",
    "Releases",
    "Repository",
    "SmokeResult",
    "Surface",
    "Tag",
    "effect",
    "effects_of",
    "text_digest",
]

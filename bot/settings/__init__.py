"""Settings: the two configuration files and the environment, read into frozen values.

Policy (people, roles, channels, targets, approvals) is the operator's `releasebot.toml`; how to
build, check and describe a project is its repository's `.releasebot.toml`. No key is in both.
"""

from bot.settings.operator import Settings, read_settings
from bot.settings.repository import parse_repository_rules
from bot.settings.secrets import SecretReference

__all__ = ["SecretReference", "Settings", "parse_repository_rules", "read_settings"]

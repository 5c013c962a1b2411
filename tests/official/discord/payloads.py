"""Which type of `discord-api-types` describes which payload."""

_COMMANDS = "/applications/{app}/commands"
_GUILD_COMMANDS = "/applications/{app}/guilds/{guild}/commands"
_CHANNEL = "/channels/{channel}"
_MESSAGES = f"{_CHANNEL}/messages"
_HOOK = "/webhooks/{hook}/{token}"

EVENTS = {
    "READY": "GatewayReadyDispatchData",
    "GUILD_CREATE": "GatewayGuildCreateDispatchData",
    "GUILD_DELETE": "GatewayGuildDeleteDispatchData",
    "GUILD_ROLE_CREATE": "GatewayGuildRoleCreateDispatchData",
    "GUILD_MEMBER_ADD": "GatewayGuildMemberAddDispatchData",
    "GUILD_MEMBER_UPDATE": "GatewayGuildMemberUpdateDispatchData",
    "CHANNEL_CREATE": "GatewayChannelCreateDispatchData",
    "CHANNEL_UPDATE": "GatewayChannelUpdateDispatchData",
    "CHANNEL_DELETE": "GatewayChannelDeleteDispatchData",
    "THREAD_CREATE": "GatewayThreadCreateDispatchData",
    "THREAD_UPDATE": "GatewayThreadUpdateDispatchData",
    "THREAD_DELETE": "GatewayThreadDeleteDispatchData",
    "MESSAGE_CREATE": "GatewayMessageCreateDispatchData",
    "MESSAGE_UPDATE": "GatewayMessageUpdateDispatchData",
    "MESSAGE_DELETE": "GatewayMessageDeleteDispatchData",
    "INTERACTION_CREATE": "GatewayInteractionCreateDispatchData",
}
OPERATIONS = {
    7: "GatewayReconnect",
    9: "GatewayInvalidSession",
    10: "GatewayHello",
    11: "GatewayHeartbeatAck",
}
ANSWERS = {
    "GET /users/@me": "RESTGetAPICurrentUserResult",
    "GET /users/{user}": "RESTGetAPIUserResult",
    "GET /applications/@me": "RESTGetCurrentApplicationResult",
    "GET /oauth2/applications/@me": "RESTGetCurrentApplicationResult",
    "GET /gateway": "RESTGetAPIGatewayResult",
    "GET /gateway/bot": "RESTGetAPIGatewayBotResult",
    f"GET {_COMMANDS}": "RESTGetAPIApplicationCommandsResult",
    f"PUT {_COMMANDS}": "RESTPutAPIApplicationCommandsResult",
    f"POST {_COMMANDS}": "RESTPostAPIApplicationCommandsResult",
    f"GET {_COMMANDS}/{{command}}": "RESTGetAPIApplicationCommandResult",
    f"PATCH {_COMMANDS}/{{command}}": "RESTPatchAPIApplicationCommandResult",
    f"GET {_GUILD_COMMANDS}": "RESTGetAPIApplicationGuildCommandsResult",
    f"PUT {_GUILD_COMMANDS}": "RESTPutAPIApplicationGuildCommandsResult",
    f"POST {_GUILD_COMMANDS}": "RESTPostAPIApplicationGuildCommandsResult",
    f"GET {_GUILD_COMMANDS}/{{command}}": "RESTGetAPIApplicationGuildCommandResult",
    f"PATCH {_GUILD_COMMANDS}/{{command}}": "RESTPatchAPIApplicationGuildCommandResult",
    "GET /users/@me/guilds": "RESTGetAPICurrentUserGuildsResult",
    "GET /guilds/{guild}": "RESTGetAPIGuildResult",
    "GET /guilds/{guild}/roles": "RESTGetAPIGuildRolesResult",
    "GET /guilds/{guild}/channels": "GuildChannels",
    "GET /guilds/{guild}/threads/active": "RESTGetAPIGuildThreadsResult",
    "GET /guilds/{guild}/members/{user}": "RESTGetAPIGuildMemberResult",
    "GET /guilds/{guild}/members": "RESTGetAPIGuildMembersResult",
    f"GET {_CHANNEL}": "RESTGetAPIChannelResult",
    f"PATCH {_CHANNEL}": "RESTPatchAPIChannelResult",
    f"DELETE {_CHANNEL}": "RESTDeleteAPIChannelResult",
    f"POST {_CHANNEL}/threads": "RESTPostAPIChannelThreadsResult",
    f"POST {_CHANNEL}/webhooks": "RESTPostAPIChannelWebhookResult",
    f"GET {_MESSAGES}": "RESTGetAPIChannelMessagesResult",
    f"POST {_MESSAGES}": "RESTPostAPIChannelMessageResult",
    f"GET {_MESSAGES}/{{message}}": "RESTGetAPIChannelMessageResult",
    f"PATCH {_MESSAGES}/{{message}}": "RESTPatchAPIChannelMessageResult",
    f"POST {_MESSAGES}/{{message}}/crosspost": "RESTPostAPIChannelMessageCrosspostResult",
    f"POST {_MESSAGES}/{{message}}/threads": "RESTPostAPIChannelMessagesThreadsResult",
    "POST /interactions/{interaction}/{token}/callback": (
        "RESTPostAPIInteractionCallbackWithResponseResult"
    ),
    f"GET {_HOOK}": "RESTGetAPIWebhookWithTokenResult",
    f"POST {_HOOK}": "RESTPostAPIInteractionFollowupResult",
    f"GET {_HOOK}/messages/{{message}}": "RESTGetAPIInteractionFollowupResult",
    f"PATCH {_HOOK}/messages/{{message}}": "RESTPatchAPIInteractionFollowupResult",
}
REFUSAL = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": {"type": "integer"},
        "message": {"type": "string", "minLength": 1},
        "errors": {"type": "object", "minProperties": 1},
        "retry_after": {"type": "number"},
        "global": {"type": "boolean"},
    },
    "additionalProperties": False,
}
EMPTY = {"type": "object", "maxProperties": 0}
EVENT = {
    "type": "object",
    "required": ["op", "t", "s", "d"],
    "properties": {
        "op": {"const": 0},
        "t": {"type": "string"},
        "s": {"type": "integer", "minimum": 1},
        "d": {"type": "object"},
    },
    "additionalProperties": False,
}
OWN = {"GuildChannels": "APIChannel[]"}  # the published one names what all kinds have in common
TYPES = tuple(sorted({*EVENTS.values(), *OPERATIONS.values(), *ANSWERS.values()} - {*OWN}))

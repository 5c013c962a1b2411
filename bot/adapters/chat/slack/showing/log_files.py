"""Log files: all that is kept of a log, as a file; a message shows only its end."""

from bot.adapters.chat.slack.web_api import WebApi


async def upload(api: WebApi, name: str, log: str) -> str:
    """The id of a new file, which nobody sees until it is shared. Raises `errors.ReleasebotError`.

    What is uploaded and never shared is gone by itself, so each step may be done again.
    """
    content = log.encode("utf-8", "replace")
    promised = await api.look("files_getUploadURLExternal", filename=name, length=len(content))
    await api.upload(str(promised["upload_url"]), content)
    return str(promised["file_id"])

"""What people say to be polite: a greeting, thanks."""

import re
from enum import StrEnum

_LENGTH = 60


class Courtesy(StrEnum):
    """What is meant by it."""

    HELLO = "hello"
    THANKS = "thanks"


_SAID = {
    Courtesy.THANKS: r"(?:非常|太|多)?(?:谢谢|感谢)(?:你|您|啦|了|大家)?|多谢|谢啦|谢了|辛苦(?:了|啦|你了|您了)"
    r"|(?:many |ok(?:ay)?,? )?(?:thanks|thank you|thank u|thx|ty|cheers)(?: (?:a lot|so much|very much|a million))?",
    Courtesy.HELLO: r"(?:你|您|大家)好[啊呀]?|嗨|哈[喽啰罗]|在[吗么]|(?:早上|上午|中午|下午|晚上)好|早安?"
    r"|(?:hi|hello|hey|hiya)(?: there| all| bot| dossier)?|good (?:morning|afternoon|evening|day)",
}
_PATTERNS = {
    courtesy: re.compile(rf"\s*(?:{said})[\s!！.。~～,，]*\W*", re.IGNORECASE) for courtesy, said in _SAID.items()
}


def courtesy_in(text: str) -> Courtesy | None:
    """Give what a message is when it is nothing but polite, None for any other."""
    if len(text) > _LENGTH:
        return None
    return next((courtesy for courtesy, said in _PATTERNS.items() if said.fullmatch(text)), None)

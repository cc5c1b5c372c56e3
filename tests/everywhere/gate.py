"""A way into the product that every platform lends: to press and send what nobody was shown, and hear the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.signing import Signer
from chat.events import ButtonPressed, Event, FormSubmitted
from chat.replies import Rendered
from dossier.tiers import Tier
from storage.database import Database
from storage.secrets import Keyring

Handle = Callable[[Event], Rendered]

WHO = {
    "stranger": Tier.STRANGER,
    "guest": Tier.GUEST,
    "member": Tier.MEMBER,
    "senior": Tier.SENIOR,
    "manager": Tier.MANAGER,
}
"""Somebody of every tier in the dossier, the lowest first; to others of the organisation only the manager gets."""
_NOT_OURS = Signer(b"o" * 32)


@dataclass(slots=True)
class Overhearing:
    """Notes what the product answers to pressed buttons and sent forms, behind a platform's adapter."""

    answers: list[Rendered] = field(default_factory=list)

    def __call__(self, handle: Handle) -> Handle:
        """Stand between the adapter and the product."""

        def heard(event: Event) -> Rendered:
            answer = handle(event)
            if isinstance(event, ButtonPressed | FormSubmitted):
                self.answers.append(answer)
            return answer

        return heard


@dataclass(frozen=True)
class Gate:
    """A platform on which everybody of WHO has an account (see `accounts`); what the product answers is `heard`."""

    platform: str
    workspace: str
    accounts: Mapping[str, str]
    database: Database
    keyring: Keyring
    now: datetime
    heard: Overhearing

    def press(self, who: str, action: str, args: Mapping[str, str]) -> Rendered | None:
        """Press a button nobody was shown, made as ours are, and give the product's answer."""
        return self._sent(who, Signer(self.keyring.signing_key()), action, args)

    def press_forged(self, who: str, action: str, args: Mapping[str, str]) -> Rendered | None:
        """Press a button that somebody made up: not signed by us."""
        return self._sent(who, _NOT_OURS, action, args)

    def send(self, who: str, name: str, ref: Mapping[str, str], values: Mapping[str, str]) -> Rendered | None:
        """Send a form nobody was shown, carrying what ours carry, and give the product's answer."""
        account, signer = self.accounts[who], Signer(self.keyring.signing_key())
        token = signer.sign("form", [self.workspace, account, name, dict(ref), *self.carried])
        return self._answer(lambda: self._submit(account, token, values))

    def _sent(self, who: str, signer: Signer, action: str, args: Mapping[str, str]) -> Rendered | None:
        token = signer.sign("button", [self.workspace, action, dict(args)])
        return self._answer(lambda: self._press(self.accounts[who], token))

    def _answer(self, act: Callable[[], None]) -> Rendered | None:
        before = len(self.heard.answers)
        act()
        answers = self.heard.answers[before:]
        assert len(answers) <= 1
        return answers[0] if answers else None

    carried: ClassVar[tuple[object, ...]] = ()
    """What a form carries along here besides its name and reference: its place among pages, where it was opened."""

    def _press(self, account: str, token: str) -> None:
        raise NotImplementedError

    def _submit(self, account: str, token: str, values: Mapping[str, str]) -> None:
        raise NotImplementedError

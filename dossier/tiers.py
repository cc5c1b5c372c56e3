"""Who may do what: one table of role × action × category, asked by every repository call."""

from enum import IntEnum, StrEnum

from dossier.categories import Category
from dossier.language import Label


class Tier(IntEnum):
    """What a person is to a dossier; a higher tier may all that a lower one may."""

    STRANGER = 0
    GUEST = 1
    MEMBER = 2
    SENIOR = 3
    MANAGER = 4

    @property
    def label(self) -> Label:
        """The tier's name in both languages."""
        return _LABELS[self]


OWNERS = Tier.SENIOR
"""What the owner of a dossier is in it at least."""


class Action(StrEnum):
    """What can be done to a dossier or to a record in one of its categories.

    To visit a dossier is to know that it is there and to see what in it is marked for the customer. The standard is
    the organisation's; it is read by whoever has such a part in a dossier.
    """

    VISIT = "visit"
    READ = "read"
    LOG = "log"
    EDIT = "edit"
    DELETE = "delete"
    REVEAL = "reveal"
    SHARE = "share"
    APPROVE = "approve"
    ERASE = "erase"
    EXPORT = "export"
    MANAGE = "manage"
    SEAL = "seal"
    AUDIT = "audit"
    STANDARD = "standard"
    START = "start"


_LABELS = {
    Tier.STRANGER: Label("无权限", "no access"),
    Tier.GUEST: Label("访客", "guest"),
    Tier.MEMBER: Label("普通成员", "member"),
    Tier.SENIOR: Label("高级成员", "senior member"),
    Tier.MANAGER: Label("管理层", "manager"),
}

_PROCESS = (Category.IMPLEMENTATION, Category.ACCEPTANCE, Category.OPERATION)
_EVERY = tuple(Category)

# The lowest tier that may do an action in a category. What is not listed takes a manager: approving, destroying.
_LOWEST: dict[tuple[Action, Category], Tier] = {
    **dict.fromkeys([(Action.READ, category) for category in _EVERY], Tier.MEMBER),
    (Action.READ, Category.BACKGROUND): Tier.SENIOR,
    **dict.fromkeys([(Action.LOG, category) for category in _EVERY], Tier.SENIOR),
    **dict.fromkeys([(Action.LOG, category) for category in _PROCESS], Tier.MEMBER),
    **dict.fromkeys([(Action.EDIT, category) for category in _EVERY], Tier.SENIOR),
    **dict.fromkeys([(Action.EDIT, category) for category in _PROCESS], Tier.MEMBER),
    **dict.fromkeys([(Action.DELETE, category) for category in _EVERY], Tier.SENIOR),
    **dict.fromkeys([(Action.REVEAL, category) for category in _EVERY], Tier.SENIOR),
    **dict.fromkeys([(Action.SHARE, category) for category in _EVERY], Tier.SENIOR),
    (Action.SHARE, Category.BACKGROUND): Tier.MANAGER,
    **dict.fromkeys([(Action.EXPORT, category) for category in _EVERY], Tier.MEMBER),
    (Action.EXPORT, Category.BACKGROUND): Tier.SENIOR,
}

# Actions on a dossier as a whole, outside any category. Its owner may manage it with any tier that reads it.
_ON_DOSSIER = {
    Action.VISIT: Tier.GUEST,
    Action.READ: Tier.MEMBER,
    Action.STANDARD: Tier.MEMBER,
    Action.START: Tier.SENIOR,
    Action.EXPORT: Tier.SENIOR,
    Action.MANAGE: Tier.MANAGER,
}


def lowest(action: Action, category: Category | None = None, *, shared: bool = False) -> Tier:
    """Give the lowest tier that may do `action` in `category`, or on a dossier as a whole when there is none.

    `shared` says of a record that it is marked for the customer: guests read such ones.
    """
    if category is None:
        return _ON_DOSSIER.get(action, Tier.MANAGER)
    if shared and action is Action.READ:
        return Tier.GUEST
    return _LOWEST.get((action, category), Tier.MANAGER)


def allowed(tier: Tier, action: Action, category: Category | None = None) -> bool:
    """Tell whether a person of this tier may do it."""
    return tier >= lowest(action, category)

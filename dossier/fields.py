"""The field vocabulary: what a field of a record can be, and what is known of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    model_serializer,
)
from pydantic import BaseModel as Model
from pydantic_core import core_schema

from dossier import reading, sums
from dossier.errors import Problem
from dossier.language import Label


class Input(StrEnum):
    """How a field is entered and shown; every platform has a widget for each."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    MOMENT = "moment"
    PERSON = "person"
    PEOPLE = "people"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    LINK = "link"
    ATTACHMENTS = "attachments"
    ROWS = "rows"


class Initial(StrEnum):
    """What a field holds when nobody has written anything into it."""

    TODAY = "today"
    NOW = "now"
    ME = "me"


class Option(StrEnum):
    """A choice; members are declared as `NAME = "value", "中文", "English"`, and what people call it besides."""

    label: Label
    also: tuple[str, ...]

    def __new__(cls, value: str, zh: str, en: str, *also: str) -> Self:
        """Make a member out of its stored value and its label in both languages."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.also = Label(zh, en), also
        return member

    @classmethod
    def named(cls, text: object) -> Self:
        """Give the option for its value or its label in either language, or what only one is called by: 功能 is
        功能测试, 批准 is 已批准. An unknown one is refused with the list."""
        wanted = str(text).strip().casefold()
        for option in cls:
            if wanted in (option.value, *(name.casefold() for name in (*option.label.both(), *option.also))):
                return option
        meant = [option for option in cls if option._is_short(wanted)]
        if len(meant) == 1:
            return meant[0]
        raise reading.refusal(
            "not-a-choice",
            text=reading.short(text),
            zh="、".join(o.label.zh for o in cls),
            en=", ".join(o.label.en for o in cls),
        )

    def _is_short(self, wanted: str) -> bool:
        """Tell whether words (as they are compared) are the beginning of a label, or all of it but 已."""
        zh, en = self.label.zh.casefold(), self.label.en.casefold()
        return len(wanted) > 1 and (zh.startswith(wanted) or zh == f"已{wanted}" or en.startswith(f"{wanted} "))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Validate by name in either language, serialise as the stored value."""
        return core_schema.no_info_plain_validator_function(
            cls.named, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


class PersonRef(Model):
    """A human named in a record: a person of ours by id, or anybody by name alone."""

    model_config = ConfigDict(frozen=True)
    name: str
    id: str | None = None


class Amount(Model):
    """A sum of money: decimal digits as text, and an ISO 4217 code; of a range `upto` is its upper end."""

    model_config = ConfigDict(frozen=True)
    value: str
    currency: str
    upto: str | None = None

    @property
    def shown(self) -> str:
        """Give it as it is read: `CNY 1,200.00`, a range as `CNY 1,000.00–1,500.00`."""
        ends = [f"{Decimal(each):,.2f}" for each in (self.value, self.upto) if each is not None]
        return f"{self.currency} {'–'.join(ends)}"

    @property
    def typed(self) -> str:
        """Give it as it would be typed."""
        return f"{self.currency} {self.value}{f' - {self.upto}' if self.upto else ''}"

    @model_serializer(mode="wrap")
    def _short(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = whole(self)
        if self.upto is None:
            plain.pop("upto", None)
        return plain


class FileRef(Model):
    """An attached file: its id in the file store, its name as given, its size in bytes and its media type.

    `version` counts the files of one name on one record; it is left out where it is the first. `refused` says why a
    file that was just sent is not taken, and `sha256` (hex) what is in it as far as it was looked at; neither is ever
    kept.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    name: str
    size: int
    type: str
    version: int = 1
    refused: Problem | None = None
    sha256: str = ""

    @property
    def label(self) -> str:
        """Its name, and from the second on which version it is."""
        return self.name if self.version == 1 else f"{self.name} · v{self.version}"

    @model_serializer(mode="wrap")
    def _short(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = whole(self)
        if self.version == 1:
            del plain["version"]
        if self.refused is None:
            plain.pop("refused", None)
        if not self.sha256:
            plain.pop("sha256", None)
        return plain


class Row(Model):
    """One line of a list inside a record; a subclass declares its columns with `field`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def rows(row: type[Row]) -> Callable[[Any, ValidationInfo[reading.Reading]], Any]:
    """Give the validator that reads lines of text as rows of that type."""
    specs = columns(row)

    def read(value: Any, info: ValidationInfo[reading.Reading]) -> Any:
        return reading.lines(value, info, specs)

    return read


# Marks a day that cannot be still to come.
_PAST = object()
Text = Annotated[str, Input.TEXT, BeforeValidator(reading.line)]
LongText = Annotated[str, Input.LONG_TEXT, BeforeValidator(reading.paragraphs)]
Phone = Annotated[str, Input.TEXT, BeforeValidator(reading.phone)]
Email = Annotated[str, Input.TEXT, BeforeValidator(reading.email)]
Day = Annotated[date, Input.DAY, BeforeValidator(reading.day)]
PastDay = Annotated[date, Input.DAY, _PAST, BeforeValidator(reading.past_day)]
Moment = Annotated[AwareDatetime, Input.MOMENT, BeforeValidator(reading.moment)]
Person = Annotated[PersonRef, Input.PERSON, BeforeValidator(reading.person)]
People = Annotated[tuple[PersonRef, ...], Input.PEOPLE, BeforeValidator(reading.people)]
Number = Annotated[int, Input.NUMBER, BeforeValidator(reading.count)]
SignedNumber = Annotated[int, Input.NUMBER, BeforeValidator(reading.number)]
Money = Annotated[Amount, Input.MONEY, BeforeValidator(sums.money)]
Reference = Annotated[str, Input.TEXT, BeforeValidator(reading.reference)]
References = Annotated[str, Input.TEXT, BeforeValidator(reading.references)]
Link = Annotated[str, Input.LINK, BeforeValidator(reading.link)]
Attachments = Annotated[tuple[FileRef, ...], Input.ATTACHMENTS, BeforeValidator(reading.attachments)]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field is asked under: that the choice `field` of the same record holds one of `options`."""

    field: str
    options: tuple[Option, ...]

    def met(self, values: Mapping[str, Any]) -> bool:
        """Tell whether values, as stored or as typed, hold one of the options."""
        chosen = str(values.get(self.field) or "").strip().casefold()
        return any(
            chosen in (option.value, *(name.casefold() for name in option.label.both())) for option in self.options
        )


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """All that is known of one declared field; `names` are its name, its labels and other words for it, to be
    compared.

    `past` says of a day that it cannot be still to come; `retired` that it is asked no more: what it holds stays.
    `refers_to` is the kind of the records of the same dossier that it names by their numbers, "" for none.
    """

    name: str
    input: Input
    label: Label
    required: bool
    hint: Label | None = None
    sensitive: bool = False
    initial: Initial | Option | None = None
    options: tuple[Option, ...] = ()
    columns: tuple["FieldSpec", ...] = ()
    names: tuple[str, ...] = ()
    only_if: Condition | None = None
    past: bool = False
    retired: bool = False
    refers_to: str = ""

    @property
    def always(self) -> bool:
        """Whether it is asked whatever else a record says."""
        return self.only_if is None and not self.retired

    def asked(self, values: Mapping[str, Any]) -> bool:
        """Tell whether the field is asked in a record that holds these values, as stored or as typed."""
        return not self.retired and (self.only_if is None or self.only_if.met(values))

    def option(self, value: object) -> Option | None:
        """Give the option a stored value stands for, None when it is not one of them (any more)."""
        return next((option for option in self.options if option.value == value), None)


def field(
    *,
    zh: str,
    en: str,
    hint: tuple[str, str] | None = None,
    sensitive: bool = False,
    initial: Any = None,
    only_if: tuple[Any, ...] = (),
    refers_to: str = "",
    also: tuple[str, ...] = (),
) -> Any:
    """Declare a field of a kind: its labels, a hint (zh, en), whether it is encrypted, what it holds at first.

    `also` are other words by which people call it in one line.


    A field is optional when its type allows None; lists are always optional. `initial` fills what was not given:
    `Initial.TODAY`, `.NOW`, `.ME` or an option. `only_if` names a choice of the same kind and options of it: the field
    is asked, begun and required only while one of them is chosen. `refers_to` is the name of the kind of the records
    that a Reference, or References, names.
    """
    extra: dict[str, Any] = {"label": Label(zh, en), "hint": Label(*hint) if hint else None, "sensitive": sensitive}
    extra |= {"initial": initial, "only_if": only_if, "refers_to": refers_to, "also": also}
    return Field(default=None, json_schema_extra={"spec": extra})


def columns(model: type[Model]) -> tuple[FieldSpec, ...]:
    """Give the declared fields of a record or row type, in order. Raises TypeError for one not declared by `field`."""
    return tuple(_spec(model, name) for name in model.model_fields)


def _spec(model: type[Model], name: str) -> FieldSpec:
    info = model.model_fields[name]
    extra = (info.json_schema_extra or {}).get("spec") if isinstance(info.json_schema_extra, dict) else None
    if not isinstance(extra, dict):
        raise TypeError(f"{model.__name__}.{name}: declare it with field(zh=…, en=…)")
    kind, optional = _shape(info.annotation, info.metadata)
    if kind is None:
        raise TypeError(f"{model.__name__}.{name}: {info.annotation} is not of the field vocabulary")
    declared: dict[str, Any] = extra
    required = not optional and kind not in (Input.PEOPLE, Input.ATTACHMENTS, Input.ROWS)
    options, row = _options(info.annotation), _row(info.annotation)
    return FieldSpec(
        name,
        kind,
        declared["label"],
        required,
        declared["hint"],
        declared["sensitive"],
        declared["initial"],
        options,
        columns(row) if row else (),
        tuple(dict.fromkeys(each.casefold() for each in (name, *declared["label"].both(), *declared["also"]))),
        _condition(model, name, declared["only_if"]),
        any(part is _PAST for part in (*info.metadata, *_parts(info.annotation))),
        refers_to=declared["refers_to"],
    )


def _condition(model: type[Model], name: str, declared: tuple[Any, ...]) -> Condition | None:
    match declared:
        case ():
            return None
        case (str() as chosen, _, *_) if all(isinstance(option, Option) for option in declared[1:]):
            if not issubclass(model, Row):
                return Condition(chosen, declared[1:])
    raise TypeError(f"{model.__name__}.{name}: only_if is the name of a choice and its options, in a record")


def _parts(annotation: Any) -> Sequence[Any]:
    """Give an annotation and everything nested in it."""
    nested = [part for argument in getattr(annotation, "__args__", ()) for part in _parts(argument)]
    return [annotation, *getattr(annotation, "__metadata__", ()), *nested]


def _shape(annotation: Any, metadata: Sequence[Any]) -> tuple[Input | None, bool]:
    parts = [*metadata, *_parts(annotation)]
    optional = type(None) in getattr(annotation, "__args__", ())
    if _options(annotation):
        return Input.CHOICE, optional
    return next((part for part in parts if isinstance(part, Input)), None), optional


def _options(annotation: Any) -> tuple[Option, ...]:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, Option):
            return tuple(part)
    return ()


def _row(annotation: Any) -> type[Row] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, Row):
            return part
    return None

"""The elements of cards of structure 2.0 a bot can use, and every attribute each may have."""

from tests.feishu.local.card_values import (
    Object,
    a_list,
    an,
    an_object,
    behaviors,
    color,
    element_id,
    flag,
    i18n,
    icon,
    lengths,
    number,
    one_of,
    plain,
    string,
    text,
    texts,
    whole,
    word,
)

CONTAINERS = frozenset({"column_set", "form", "collapsible_panel", "interactive_container"})
INPUTS = frozenset(
    [
        "input",
        "select_static",
        "multi_select_static",
        "select_person",
        "multi_select_person",
        "date_picker",
        "picker_time",
        "picker_datetime",
        "checker",
    ]
)
INTERACTIVE = INPUTS | {"button", "overflow"}
AT_THE_ROOT = frozenset({"form", "table", "chart"})
IN_FORMS = frozenset({"multi_select_static", "multi_select_person"})
GONE = frozenset({"action", "note"})
"""Elements of structure 1.0 that 2.0 does not know any more."""

_SPACING = one_of("small", "medium", "large", "extra_large", px=(0, 99))
_WIDTH = one_of("default", "fill", px=(100, 9999))
_SIZES = [
    "heading-0",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading",
    "normal",
    "notation",
    "xxxx-large",
    "xxx-large",
    "xx-large",
    "x-large",
    "large",
    "medium",
    "small",
    "x-small",
]
_TEXT_SIZE = one_of(*_SIZES, custom=True)
_ALIGN = one_of("left", "center", "right")
_VERTICAL = one_of("top", "center", "bottom")
_CONFIRM = an(title=plain(), text=plain())
_STYLED: Object = {"text_size": _TEXT_SIZE, "text_color": color, "text_align": _ALIGN, "lines": whole(1, 999)}
_ELEMENT: Object = {"tag!": string, "element_id": element_id, "margin": lengths(-99, 99)}
_LAYOUT: Object = {
    "direction": one_of("vertical", "horizontal"),
    "horizontal_spacing": _SPACING,
    "horizontal_align": _ALIGN,
    "vertical_spacing": _SPACING,
    "vertical_align": _VERTICAL,
    "padding": lengths(0, 99),
}
_INPUT: Object = {
    **_ELEMENT,
    "name": word,
    "required": flag,
    "disabled": flag,
    "width": _WIDTH,
    "behaviors": behaviors,
    "confirm": _CONFIRM,
}
_CHOICE: Object = {**_INPUT, "type": one_of("default", "text"), "placeholder": plain(100)}
_OPTIONS = a_list(an(text=plain(), value=word, icon_=icon), least=1)
_PEOPLE = a_list(an(value=word))
_BUTTONS = [
    "default",
    "primary",
    "danger",
    "text",
    "primary_text",
    "danger_text",
    "primary_filled",
    "danger_filled",
    "laser",
]
_BUTTON: Object = {
    **_ELEMENT,
    "type": one_of(*_BUTTONS),
    "size": one_of("tiny", "small", "medium", "large"),
    "width": _WIDTH,
    "text": plain(100),
    "icon": icon,
    "hover_tips": plain(),
    "disabled": flag,
    "disabled_tips": plain(),
    "confirm": _CONFIRM,
    "behaviors": behaviors,
    "name": word,
    "form_action_type": one_of("submit", "reset"),
}
_TABLE_COLUMN = an(
    name=word,
    data_type=one_of("text", "lark_md", "options", "number", "persons", "date", "markdown"),
    display_name_=string,
    width_=one_of("auto", px=(80, 600)),
    vertical_align_=_VERTICAL,
    horizontal_align_=_ALIGN,
    format_=an(precision_=whole(0, 10), symbol_=string, separator_=flag),
    date_format_=string,
)
_TABLE_HEADER = an(
    text_align_=_ALIGN,
    text_size_=one_of("normal", "heading"),
    background_style_=one_of("none", "grey"),
    text_color_=one_of("default", "grey"),
    bold_=flag,
    lines_=whole(1, 99),
)
_PANEL_HEADER = an(
    title=text("plain_text", "markdown", "lark_md", styles=_STYLED),
    background_color_=color,
    vertical_align_=_VERTICAL,
    padding_=lengths(0, 99),
    position_=one_of("top", "bottom"),
    width_=one_of("fill", "auto", "auto_when_fold"),
    icon_=icon,
    icon_position_=one_of("left", "right", "follow_text"),
    icon_expanded_angle_=number,
)

ELEMENTS: dict[str, Object] = {
    "markdown": {
        **_ELEMENT,
        "content!": string,
        "i18n_content": i18n(),
        "text_size": _TEXT_SIZE,
        "text_align": _ALIGN,
        "icon": icon,
    },
    "div": {
        **_ELEMENT,
        "text!": text("plain_text", "lark_md", styles=_STYLED),
        "icon": icon,
        "width": one_of("fill", "auto", px=(16, 999)),
    },
    "hr": _ELEMENT,
    "img": {
        **_ELEMENT,
        "img_key!": word,
        "i18n_img_key": i18n(),
        "alt!": plain(),
        "title": text("plain_text", "lark_md"),
        "corner_radius": string,
        "scale_type": one_of("crop_center", "crop_top", "fit_horizontal"),
        "size": string,
        "transparent": flag,
        "preview": flag,
    },
    "person": {
        **_ELEMENT,
        "user_id!": word,
        "size": one_of("extra_small", "small", "medium", "large"),
        "show_avatar": flag,
        "show_name": flag,
        "style": one_of("normal", "capsule"),
    },
    "column_set": {
        **_ELEMENT,
        "columns!": a_list(an_object, least=1),
        "flex_mode": one_of("none", "stretch", "flow", "bisect", "trisect"),
        "background_style": color,
        "horizontal_spacing": _SPACING,
        "horizontal_align": _ALIGN,
    },
    "column": {
        **_ELEMENT,
        **_LAYOUT,
        "elements": a_list(an_object),
        "width": one_of("auto", "weighted", px=(16, 600)),
        "weight": whole(1, 5),
        "background_style": color,
    },
    "form": {**_ELEMENT, **_LAYOUT, "name!": word, "elements!": a_list(an_object, least=1)},
    "collapsible_panel": {
        **_ELEMENT,
        **_LAYOUT,
        "expanded": flag,
        "background_color": color,
        "header!": _PANEL_HEADER,
        "border": an(color_=color, corner_radius_=string),
        "elements!": a_list(an_object),
    },
    "interactive_container": {
        **_ELEMENT,
        **_LAYOUT,
        "width": one_of("fill", "auto", px=(16, 999)),
        "height": one_of("auto", px=(10, 999)),
        "background_style": color,
        "has_border": flag,
        "border_color": color,
        "corner_radius": string,
        "behaviors!": behaviors,
        "hover_tips": plain(),
        "disabled": flag,
        "disabled_tips": plain(),
        "confirm": _CONFIRM,
        "elements!": a_list(an_object, least=1),
    },
    "table": {
        **_ELEMENT,
        "page_size": whole(1, 10),
        "row_height": one_of("low", "middle", "high", "auto", px=(32, 124)),
        "row_max_height": one_of(px=(32, 999)),
        "freeze_first_column": flag,
        "header_style": _TABLE_HEADER,
        "columns!": a_list(_TABLE_COLUMN, most=50, least=1),
        "rows!": a_list(an_object),
    },
    "chart": {
        **_ELEMENT,
        "chart_spec!": an_object,
        "aspect_ratio": one_of("1:1", "2:1", "4:3", "16:9"),
        "color_theme": one_of("brand", "rainbow", "complementary", "converse", "primary"),
        "preview": flag,
        "height": one_of("auto", px=(1, 999)),
    },
    "button": _BUTTON,
    "input": {
        **_INPUT,
        "placeholder": plain(100),
        "default_value": string,
        "i18n_default_value": i18n(),
        "disabled_tips": plain(),
        "max_length": whole(1, 1000),
        "input_type": one_of("text", "multiline_text", "password"),
        "rows": whole(1, 99),
        "auto_resize": flag,
        "max_rows": whole(1, 99),
        "show_icon": flag,
        "label": plain(),
        "label_position": one_of("top", "left"),
    },
    "select_static": {**_CHOICE, "options!": _OPTIONS, "initial_option": string, "initial_index": whole(0, 9999)},
    "multi_select_static": {**_CHOICE, "options!": _OPTIONS, "selected_values": texts},
    "select_person": {**_CHOICE, "options": _PEOPLE, "initial_option": string},
    "multi_select_person": {**_CHOICE, "options": _PEOPLE, "selected_values": texts},
    "date_picker": {**_INPUT, "initial_date": string, "placeholder": plain(100)},
    "picker_time": {**_INPUT, "initial_time": string, "placeholder": plain(100)},
    "picker_datetime": {**_INPUT, "initial_datetime": string, "placeholder": plain(100)},
    "checker": {
        **_INPUT,
        "checked": flag,
        "text": text("plain_text", "lark_md", styles=_STYLED),
        "overall_checkable": flag,
        "checked_style": an(show_strikethrough_=flag, opacity_=number),
        "padding": lengths(0, 99),
        "hover_tips": plain(),
        "disabled_tips": plain(),
        "behaviors!": behaviors,
    },
    "overflow": {
        **_ELEMENT,
        "width": _WIDTH,
        "options!": a_list(an(text=plain(100), value_=string, multi_url_=an_object), least=1),
        "behaviors": behaviors,
        "confirm": _CONFIRM,
    },
}

_TAG = an(tag=one_of("text_tag"), text=plain(), color_=color, element_id_=element_id)
_TEMPLATES = [
    "blue",
    "wathet",
    "turquoise",
    "green",
    "yellow",
    "orange",
    "red",
    "carmine",
    "violet",
    "purple",
    "indigo",
    "grey",
    "default",
]
HEADER: Object = {
    "title!": text("plain_text", "lark_md"),
    "subtitle": text("plain_text", "lark_md"),
    "text_tag_list": a_list(_TAG, most=3),
    "i18n_text_tag_list": an_object,
    "template": one_of(*_TEMPLATES),
    "icon": icon,
    "padding": lengths(0, 99),
}
CONFIG: Object = {
    "streaming_mode": flag,
    "streaming_config": an_object,
    "summary": an(content_=string, i18n_content_=i18n()),
    "locales": texts,
    "enable_forward": flag,
    "update_multi": lambda value: None if value is True else "can be nothing but true in structure 2.0",
    "width_mode": one_of("default", "compact", "fill"),
    "use_custom_translation": flag,
    "enable_forward_interaction": flag,
    "style": an(text_size_=an_object, color_=an_object),
}
BODY: Object = {**_LAYOUT, "elements!": a_list(an_object)}
CARD: Object = {
    "schema!": one_of("2.0"),
    "config": an_object,
    "card_link": an(url_=string, android_url_=string, ios_url_=string, pc_url_=string),
    "header": an_object,
    "body!": an_object,
}

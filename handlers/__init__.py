"""What people can do, one verb a file; importing this package declares them all to the router."""

from handlers import (
    answer_question,
    bind_channel,
    change_settings,
    claim,
    dossier_command,
    edit_record,
    give_help,
    greet,
    list_records,
    my_duties,
    open_form,
    resolve_issue,
    save_record,
    set_member,
    set_phase,
    show_history,
    show_record,
    show_status,
    start_dossier,
    undo,
)

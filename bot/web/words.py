"""The words of the web chat's own interface, Chinese and English beside each other."""

from dossier.language import Label, Language

_WORDS = {
    "bot": Label("客户档案助手", "Dossier"),
    "app": Label("应用", "app"),
    "skip": Label("跳到输入框", "Skip to the message box"),
    "sidebar": Label("频道与私信", "Channels and messages"),
    "menu": Label("打开侧栏", "Open sidebar"),
    "menu-close": Label("关闭侧栏", "Close sidebar"),
    "channels": Label("频道", "Channels"),
    "directs": Label("私信", "Direct messages"),
    "new-channel": Label("新建频道", "New channel"),
    "channel-name": Label("频道名称", "Channel name"),
    "channel-hint": Label("如：ABC-商城项目", "e.g. abc-webshop"),
    "create": Label("创建", "Create"),
    "unread": Label("{count} 条未读", "{count} unread"),
    "new-below": Label("新消息", "New"),
    "persona": Label("切换身份", "Switch persona"),
    "you-are": Label("当前身份：{name}", "You are {name}"),
    "theme": Label("切换深浅色", "Switch light and dark"),
    "clock": Label("演示时钟", "Demo clock"),
    "clock-about": Label(
        "只能向前拨；日期、逾期和撤销时限随之变化。",
        "It only moves forward; what is due and what can be undone follow it.",
    ),
    "clock-hour": Label("＋1 小时", "+1 hour"),
    "clock-day": Label("＋24 小时", "+24 hours"),
    "clock-week": Label("＋7 天", "+7 days"),
    "clock-to": Label("拨到", "Move to"),
    "clock-set": Label("拨动", "Move"),
    "dossiers": Label("档案", "Dossiers"),
    "tree": Label("结构图", "Chart"),
    "files": Label("文件夹", "Folders"),
    "skip-folders": Label("跳到文件夹", "Skip to the folders"),
    "to-chat": Label("回到聊天", "Back to the chat"),
    "zip": Label("下载 ZIP", "Download as ZIP"),
    "phase-now": Label("当前阶段", "now"),
    "folder-empty": Label("空", "empty"),
    "loading": Label("正在打开……", "Opening…"),
    "more-records": Label("更早的记录", "Earlier records"),
    "tree-empty": Label("这里还没有你能看的内容。", "There is nothing here yet that you may see."),
    "messages": Label("消息", "Messages"),
    "older": Label("更早的消息", "Older messages"),
    "empty": Label("这里还没有消息。输入 / 查看所有命令。", "Nothing here yet. Type / to see every command."),
    "empty-dm": Label("直接问我，或输入 / 查看所有命令。", "Ask me something, or type / to see every command."),
    "only-you": Label("仅你可见", "Only visible to you"),
    "dismiss": Label("知道了", "Dismiss"),
    "edited": Label("已编辑", "edited"),
    "thread": Label("话题", "Thread"),
    "reply": Label("在话题中回复", "Reply in thread"),
    "replies": Label("{count} 条回复", "{count} replies"),
    "reply-one": Label("1 条回复", "1 reply"),
    "keep-message": Label("存入档案", "Save to dossier"),
    "close": Label("关闭", "Close"),
    "cancel": Label("取消", "Cancel"),
    "ok": Label("确定", "OK"),
    "send": Label("发送", "Send"),
    "attach": Label("添加附件", "Attach files"),
    "first-lines": Label("开头几行", "First lines"),
    "attached": Label("已附加", "Attached"),
    "write": Label("发消息到 {where}", "Message {where}"),
    "write-thread": Label("回复话题", "Reply to the thread"),
    "commands": Label("命令", "Commands"),
    "composer-hint": Label(
        "/ 命令，@客户档案助手 提问，Shift+Enter 换行", "/ for commands, @Dossier to ask, Shift+Enter for a new line"
    ),
    "composer-hint-dm": Label("/ 命令，Shift+Enter 换行", "/ for commands, Shift+Enter for a new line"),
    "required": Label("必填", "required"),
    "day-hint": Label("如：下周五、12月1日", "e.g. next Friday, Dec 1"),
    "moment-hint": Label("如：明天下午3点、12月1日 15:30", "e.g. tomorrow 3pm, Dec 1 15:30"),
    "money-hint": Label("如：50万、USD 20k", "e.g. ¥500,000, USD 20k"),
    "files-hint": Label("合计不超过 100 MB", "100 MB in all"),
    "keep": Label("保留 {name}", "Keep {name}"),
    "discard": Label("关闭并放弃已填写的内容？", "Close and lose what you have typed?"),
    "discard-yes": Label("放弃", "Discard"),
    "offline": Label("连接已断开，正在重连……", "The connection is lost; trying again…"),
    "unreachable": Label(
        "没有送达，服务没有回应。内容还在，请再试一次。",
        "Not sent: no answer. Your text is still here; please try again.",
    ),
    "added": Label("新增：", "added: "),
    "removed": Label("删除：", "removed: "),
    "back": Label("返回首页", "Back to the start"),
    "title-problem": Label("打不开", "This did not work"),
    "problem-persona": Label("没有这个身份。", "There is no such persona."),
    "problem-channel": Label("没有这个频道。", "There is no such channel."),
    "problem-message": Label("没有这条消息。", "There is no such message."),
    "problem-dossier": Label("没有这个档案，或者你不能看。", "There is no such dossier, or it is not for you."),
    "problem-folder": Label("没有这个文件夹。", "There is no such folder."),
    "problem-file": Label("没有这个文件。", "There is no such file."),
    "problem-file-store": Label(
        "文件存储暂时无法访问，请稍后再试。", "The store of files cannot be reached just now; please try again later."
    ),
    "problem-file-coming": Label(
        "“{name}”还在获取中，请稍后再打开。", "“{name}” is still on its way; please open it again in a moment."
    ),
    "problem-file-lost": Label(
        "“{name}”的内容在文件库里丢失或损坏，无法打开。手里有原件的人可以重新上传。",
        "The content of “{name}” is missing or damaged in the store of files. Whoever has it can attach it again.",
    ),
    "problem-page": Label("没有这个页面。", "There is no such page."),
    "problem-empty": Label("还没有可用的身份。", "There are no personas yet."),
    "problem-method": Label("这个地址不接受这种请求。", "This address does not take such a request."),
    "problem-origin": Label("请求来自别的网站，已拒绝。", "The request came from another site and was refused."),
    "problem-csrf": Label("页面已过期，请刷新后再试。", "The page has expired; reload it and try again."),
    "problem-forged": Label(
        "内容被改动过，已拒绝。请刷新页面。", "This was tampered with and refused. Reload the page."
    ),
    "problem-event": Label("请求缺少编号，请刷新页面。", "The request has no id; reload the page."),
    "problem-unreadable": Label("无法读取这个请求。", "The request cannot be read."),
    "problem-form-size": Label("文字太多，最多 2 MB。", "Too much text; the limit is 2 MB."),
    "problem-file-size": Label(
        "附件太大，合计最多 100 MB。更大的文件请放到团队存放大文件的地方，在档案里存它的链接。",
        "The files are too large; the limit is 100 MB in all. Put larger ones elsewhere, and save the link.",
    ),
    "problem-length": Label(
        "消息太长（{length} 字），最多 {max} 字。", "The message is too long ({length}); at most {max}."
    ),
    "problem-channel-name": Label("频道名称须为 1–80 个字。", "A channel's name has 1 to 80 characters."),
    "problem-channel-taken": Label("已有同名频道。", "There is a channel of that name."),
    "problem-clock": Label(
        "看不懂这个时间。例如 {example}",
        "This time cannot be read. Try {example}",
    ),
    "problem-clock-back": Label("时钟只能向前拨。", "The clock moves forward only."),
    "problem-clock-far": Label("一次最多拨 10 年。", "At most ten years at a time."),
    "problem-broken": Label(
        "出错了，什么都没有保存。请再试一次。", "Something broke; nothing was saved. Please try again."
    ),
}


def word(key: str, language: Language, **data: object) -> str:
    """Give the words for a key in a language with data filled in. Raises KeyError for an unknown key."""
    return _WORDS[key].to(language).format(**data)

# 时间
ago-now = 刚刚
ago-hours = { $hours } 小时前
ago-days = { $days } 天前
people-more = { $named } 等 { $more } 人

# 按钮
button-save = 保存
button-seal = 封存
button-edit = 修改
button-history = 历史
button-undo = 撤销
button-delete = 删除
button-erase = 永久销毁
button-restore = 恢复此版本
button-resolve = 记录解决办法
button-reveal = 显示敏感信息
button-open = 打开
button-open-number = #{ $number }
button-more = 更多
button-start = 新建档案
button-status = 查看状态
button-health = 健康度
button-help-all = 全部命令
button-help = 能做什么
button-bind = 绑定到已有档案
button-issues = 未结问题
button-recent = 最近记录
button-missing = 还缺什么
button-add = 补{ $kind }
button-enter = 记录：{ $topic }
button-resolve-topic = 补解决办法：{ $topic }

# 表单
form-edit-stray = 没有叫{ $labels }的字段，它后面写的没有填进去
form-stray = 没有{ $labels }这一项，所以写在了这里。请看看是不是该放到别的项
form-new = 新建{ $kind }
form-edit = 修改{ $kind } #{ $number }
form-resolve = 问题 #{ $number } 的解决办法
form-for = 记入 { $dossier }
form-from = 已带入 { $dossier } 里的内容，请核对后保存
field-dossier = 记入哪个档案
field-why = 修改原因
field-why-hint = 可不填，会写进历史
field-hidden = 已有：{ $value }。留空则不变，填“-”则清除
hint-day = 如：明天、下周五、12月1日
hint-past-day = 如：昨天、上周五、11月2日
hint-moment = 如：今天 14:00、2026-12-01 15:30
hint-person = @姓名，客户方的人直接写名字

# 卡片
card-by = { $name } 记录于
card-changed = { $name } 修改于
card-deleted = @{ $name } 删除了{ $kind } #{ $number }“{ $title }”
card-undone = @{ $name } 撤销了{ $kind } #{ $number }“{ $title }”
card-erased = 敏感内容已永久销毁
history-title = { $title } #{ $number } 的历史
history-line = { $document } · { $name }
history-first = 首次记录
history-deleted = 已删除
history-restored = 已恢复
history-back-to = 恢复到 v{ $version }
history-same = 内容未变
history-undone = 撤销
history-erased = 敏感内容已永久销毁：所有版本里都不再有，也看不出怎么改过

# 列表
list-all = 全部记录
list-open = 未结
list-approved = 已批准
list-returned = 已退回
list-owned = 负责人 { $name }
list-untested = 还没有测试验证的变更
list-changed-since = 之后又改过
list-all-tested = 没有：这里批准过的变更都有通过的测试。
list-none = 目前没有。
value-unknown = 档案里还没有记录“{ $label }”。
guest-nothing = 这里还没有标给你看的记录。
ask-not-understood-guest = 没听懂。你可以用：
profile-empty = 还没有记录，从会议纪要或客户信息开始吧。
list-empty = 没有找到。换个词，或放宽时间范围试试。
list-beyond = 只查找了你能看的内容，其余需要{ $tier }级别
list-count = 显示 { $shown } 条，共 { $total } 条
duties-span = 第 { $first }–{ $last } 项，共 { $total } 项
owed-more = 还有 { $more } 项
duties-more = 还有 { $more } 项，见“我的待办”
duties-title = 待更新
duties-none = 都补齐了，没有欠账 🎉
duties-others = 别人欠的
duties-instead = 代别人补的（现在提醒不到他们）
duty-due = 截止
duty-overdue = 已逾期，应在
owed-title = 还没更新的
owed-none = 没有人欠更新 🎉
dossiers-of = { $name } 负责的档案
dossiers-title = 我的档案
dossiers-dossier = 档案
dossiers-owner = 负责人
dossiers-none = 你还没有可以查看的档案。可以新建一个，或请项目负责人把你加为成员。

# 状态
status-owner = 负责人 { $name }
status-phase = 阶段
status-complete = 完整度
status-issues = 未结问题
status-changes = 未结变更
status-duties = 待更新
status-owed = { $late ->
    [0] { $open }
   *[other] { $open }（{ $late } 条逾期）
}
status-week = 近 7 天更新
status-weeks = 每周更新
status-weeks-most = 近 { $weeks } 周共更新 { $total } 次，{ $day } 开始的一周最多，有 { $most } 次。
status-weeks-none = 近 { $weeks } 周没有任何更新。
status-latest = 最近：{ $title } · { $name }
missing-title = { $dossier } 还缺什么
missing-share = { $bar } · { $phase }阶段
missing-none = { $phase }阶段该有的都有了 🎉
missing-stale = { $kind }（{ $days } 天）
missing-old = 太久没更新
missing-owed = ⏰ { $name } 还没补{ $what }：{ $topic }

# 新建档案
start-title = 新建客户档案
start-submit = 建立
start-customer = 客户全称
start-customer-hint = 如：星河银行股份有限公司
start-short = 客户简称
start-short-hint = 用在每个文件名里，如：星河
start-project = 项目名称
start-project-hint = 如：手机银行二期
start-phase = 当前阶段
start-owner = 项目负责人
start-owner-hint = 写姓名，须是本组织的人
start-binds = 建好后 { channel-named } 会绑定到它
start-binds-here = 建好后本{ -channel }会绑定到它

# 频道
bind-which = 把本{ -channel }绑定到哪个档案？
card-hello-title = 大家好，我是客户档案助手
card-hello = 我替项目记住该记住的：会议纪要、需求变更、问题和解决办法。在这里写一行就能存档，谁欠更新我会提醒。
card-hello-example = 试试：/纪要 需求评审 | 决定: 本周五前确认原型
card-hello-bind = 先告诉我这个{ -channel }属于哪个客户项目：
card-hello-bound = 本{ -channel }属于 { $title }，在这里写的记录都存进该档案。
card-hello-settings = 本{ -channel }的语言和时区：/档案 设置
card-started = { $name } 建立了档案，本{ -channel }的记录都会存进来。
card-bound = 本{ -channel }已绑定到 { $title }，从现在起这里的记录都存进该档案。
card-phase = { $name } 把 { $title } 推进到“{ $phase }”阶段。
card-phase-sealed = { $name } 封存了 { $title }，不再记录或修改。
card-undelivered = 有一条消息没能送达 { $where }，已放弃重试：{ $error }
card-undelivered-record = 涉及 #{ $number }：{ $title }
undelivered-not-in-channel = 机器人不在（或已被移出）该{ -channel }。需要的话请在{ -channel }里用 /invite 重新邀请它
undelivered-archived = 该{ -channel }已归档。请取消归档，或把档案绑定到另一个{ -channel }
undelivered-no-account = 该账号已停用，或不允许应用给它发消息
undelivered-no-token = 应用已不在这个工作区里。请管理员重新安装
undelivered-missing-scope = 应用缺少权限。请管理员重新安装
undelivered-restricted = 工作区或{ -channel }的设置不允许发送。请联系工作区管理员
undelivered-rejected = 平台不接受这样的内容
undelivered-gone = 要更新的那条消息已被删除

# 成员与阶段
members-title = { $title } 的成员
members-owner = 负责人
members-how = 设定级别：/档案 成员 @李雷 高级
phase-sealed = { $title } 已封存。需要重新打开时，请找管理层。
phase-now = { $title } 现在处于“{ $phase }”阶段，改到：
phase-seal-confirm = 封存后 { $title } 不能再新增或修改记录。确定吗？

# 解决问题
delete-confirm-approved = #{ $number }“{ $title }”已经审核通过。真的要删除吗？历史会保留，恢复后仍算已通过。
delete-confirm = 删除 #{ $number }“{ $title }”？之后可以在历史里恢复。
erase-confirm =
    永久销毁 #{ $number }“{ $title }”所有版本里的{ $hidden ->
        [0] 附件
       *[other] 敏感内容（{ $fields }）
    }？销毁后谁也找不回来，这条记录也不能再修改。
    其他字段和历史都会保留，历史的校验链保持完整。此前的备份里仍有这些内容。
erase-files = 📎 一并销毁的附件：{ $names }。
erase-files-shared = 📎 别的记录也在用，会保留：{ $names }。
resolve-which = 解决的是哪个问题？
resolve-no-match = 没有含“{ $text }”的未结问题。
resolve-none = 这里没有未结的问题 🎉

# 设置
settings-title = 设置
settings-language = 我的语言
settings-zone = 我的时区
settings-zone-hint = 如 Asia/Shanghai、Europe/Berlin
settings-channel-language = { channel-named } 的语言
settings-channel-zone = { channel-named } 的时区

# 帮助
help-title = 客户档案助手能做什么
help-guest = 你是客户方访客，能看标为客户可见的记录：
help-intro = 每条记录都存进本{ -channel }的客户档案，有版本、有历史、按规则命名。命令后面直接写内容就存；只写命令会打开表单。
help-look = 查看与查找
help-records = 修改、导出与审核
help-project = 项目与成员
help-settings = 设置
help-kinds = 还能记录
help-kinds-how = 写法：/档案 名称 内容；每种怎么写：/档案 帮助 名称
help-ask = 也可以直接问我
help-questions =
    “ABC公司档案还缺什么？”
    “上周有哪些需求变更？”
    “还有哪些未解决的问题？”
    “上周的高优先级问题”
    “谁还没更新纪要？”
    “ABC公司项目进展怎么样？”
    “搜索 短信验证”
help-usage = 写法
help-oneline = 各部分用 | 或换行分开，“字段: 内容”填到对应字段；缺什么会打开表单，写过的都在。
help-required = （必填）
unknown-command = 没有 { $name } 这个命令。
unknown-command-near = 没有 { $name } 这个命令，是不是想用 { $near }？
ask-hello = 你好，{ $name }！可以这样对我说：
ask-thanks = 不客气，{ $name }！接下来可以这样对我说：
ask-examples =
    “{ $dossier } 档案还缺什么？”
    /纪要 启动会 | 决定: 本周五前确认原型
decisions-title = 会上的决定
ask-not-understood = 没听懂。可以这样问：
ask-nobody-called = 没有你能查看的、叫“{ $name }”的档案。{ $count ->
    [1] 下面是 { $dossier } 的：
   *[other] 下面是你的各个项目的：
}

# 回执
notice-saved = 已保存 #{ $number }：{ $name }
notice-saved-in = 已保存 #{ $number }：{ $name }，并发到 { channel-named }
notice-strangers = 已保存 #{ $number }：{ $title }。组织里没有（或不止一个）{ $names }，名字照原样记下了，不会提醒到人
notice-of-meeting = 已保存 #{ $number }：{ $title }。这是 { $held } 会议“{ $topic }”的纪要，那一项已补上；不是这场会就改一下会议时间
notice-owes-resolution = 已保存 #{ $number }：{ $title }。还没写解决办法，请在 { $due } 前补上
notice-resolution-owed = 已保存 #{ $number }：{ $title }。还没写解决办法，由 { $name } 在 { $due } 前补上
card-resolution-owed = 还欠解决办法：{ $name }
notice-brought-back = 已恢复 #{ $number } 并保存修改：{ $title }
notice-changed-merged = 已保存 #{ $number } 的修改：{ $title }。你修改期间 { $by } 也改了{ $fields }，两边的修改都已保留
notice-restored = #{ $number } 已恢复到 v{ $version } 的内容：{ $title }。现在是 { $name }
notice-changed = 已保存 #{ $number } 的修改：{ $title }
notice-undone = 已撤销修改：{ $title }
notice-undone-new = 已撤销：{ $title }
notice-deleted = 已删除 #{ $number }：{ $title }
notice-erased =
    已永久销毁 #{ $number }“{ $title }”的{ $files ->
        [0] 敏感内容
       *[other] { $hidden ->
            [0] { $files } 个附件
           *[other] 敏感内容和 { $files } 个附件
        }
    }。其他内容和历史都还在，校验链完整。
notice-started = 档案已建立：{ $title }
notice-started-uninvited = { notice-started }。{ -invite-me }
notice-bound = { channel-named } 已绑定到 { $title }
notice-bound-uninvited = { notice-bound }。{ -invite-me }
notice-bound-here = 本{ -channel }已绑定到 { $title }
notice-bound-here-uninvited = { notice-bound-here }。{ -invite-me }
-invite-me = 如果稍后这里没有出现卡片，请邀请我：/invite @Dossier
notice-member = { $name } 在 { $title } 中现在是{ $tier }
notice-member-manager = 已保存。{ $name } 是整个组织的管理层，在 { $title } 中仍有管理层的权限
notice-member-removed = { $name } 已不再是 { $title } 的成员
notice-phase = { $title } 已进入“{ $zh }”阶段
notice-phase-sealed = { $title } 已封存
notice-settings = 已保存。现在是 { $time }
notice-claimed = { $name }，你现在是本组织的管理员了。

# 问题
problem-reaches-somebody = “{ $text }”请写到“电话”或“邮箱”里：那两项是敏感信息，只有有权限的人看得到
problem-required = 请填写
problem-required-one = 讨论、决定、行动项至少写一项
problem-too-long = 最多 { $max } 个字，现在有 { $length } 个
problem-too-many = 最多 { $max } 个，现在有 { $count } 个
problem-not-text = 这里只能写文字
problem-unreadable = 看不懂这个内容
problem-unreadable-day = 看不懂日期“{ $text }”。可以写：下周五、2026-12-01
problem-unreadable-past-day = 看不懂日期“{ $text }”。可以写：昨天、上周五、2026-11-20
problem-day-to-come = “{ $text }”还没到，这里只能填今天或更早的日期
problem-unreadable-moment = 看不懂时间“{ $text }”。可以写：明天 14:00、2026-12-01 15:30
problem-not-a-choice = 没有“{ $text }”这个选项，可选：{ $zh }
problem-below-zero = “{ $text }”不能是负数
problem-not-a-number = “{ $text }”不是整数，如：120
problem-not-a-score = “{ $text }”不是 0 到 { $most } 的整数分
problem-not-money = 看不懂金额“{ $text }”。可以写：50万、100-150万、USD 20,000
problem-not-a-link = “{ $text }”不是网址，网址以 https:// 开头
problem-not-a-phone = “{ $text }”不像电话号码，如：138 0000 0000
problem-not-an-email = “{ $text }”不像邮箱地址，如：name@example.com
problem-short-name-character = 简称要用在文件名里，不能有“{ $character }”
problem-short-name-invisible = 简称要用在文件名里，不能有看不见的字符（{ $code }）
problem-short-name-reserved = “{ $name }”是 Windows 保留的文件名，请换一个简称
problem-short-name-taken = 简称“{ $short }”已被{ $customer }使用，请换一个
problem-customer-has-short-name = { $customer }已有简称“{ $short }”，请用这个简称
problem-project-taken = { $short } 已有名为“{ $project }”的档案
problem-single-exists = 这个档案已有{ $zh }，请修改那一份
problem-sealed = { $dossier } 已封存，不能再记录或修改，内容没有保存。管理层可以用“/档案 阶段”重新打开。
problem-changed-meanwhile = 刚才有人改过（现在是 v{ $version }），请再保存一次
form-edit-deleted = { $name } 刚删除了这条记录。再保存一次，就恢复它并保存你的修改
form-edit-moved = 其他人同时还改了{ $fields }，这里已是最新内容
problem-collision-within = { $name } 刚改了其中的：{ $change }。再保存一次就以你的为准
problem-collision = { $name } 刚把它改成了“{ $value }”。再保存一次就以你的为准
problem-nothing-changed = 没有任何改动
problem-deleted = 这条记录已删除，可以先在历史里恢复
problem-erased = 这条记录的敏感内容已按要求销毁，不能再改
problem-hides-nothing = 这条{ $zh }没有敏感字段和附件，没有可以销毁的内容；不需要的话可以删除
problem-undo-too-late = 超过 10 分钟就不能撤销了，可以在历史里恢复旧版本
problem-undone-already = 已经撤销过了。要看之前的内容：/档案 历史 #{ $number }
problem-undo-not-yours = 只能撤销自己的改动。需要的话可以在历史里恢复旧版本
problem-refused-tier-above = 不能给别人高于自己的级别：这需要{ $tier }级别
problem-nobody-called = 本组织没有（或不止一个）叫“{ $name }”的人
problem-not-found = 这里没有找到
ask-managers = 可以找：{ $names }
ask-unclaimed = 这里还没有管理员。负责安装的人可以用“/档案 认领 代码”成为首位管理员，代码在服务器启动时显示
problem-no-dossier-ask = 这里还没有你参与的档案。可以找：{ $names }
problem-no-dossier-unclaimed = 这里还没有你参与的档案。{ ask-unclaimed }
problem-no-dossier-yours = 这里还没有你参与的档案。请项目负责人把你加为成员
problem-no-dossier = 这里还没有档案。用 /档案 新建 建一个，或请负责人把你加为成员
problem-no-dossier-called = 没有你能查看的、叫“{ $name }”的档案
problem-which-dossier = 说的是哪个项目？有：{ $names }。请在命令后面写上名字，如“{ $one }”
problem-which-record = 请写记录的编号，如：#12
problem-which-phase = 阶段有：启动、设计、开发、测试、上线、收尾、已封存
problem-which-tier = 写法：/档案 成员 @李雷 高级（级别：访客、成员、高级、管理、移除）
problem-not-an-issue = #{ $number } 不是问题，是{ $kind }
problem-duty-gone = 这一项已经补上了
problem-not-in-a-channel = 请在要绑定的{ -channel }里使用
problem-nothing-to-bind = 没有你负责的档案可以绑定。可以请项目负责人来绑定
problem-nothing-to-bind-start = 没有你负责的档案可以绑定。用 /档案 新建 建一个
problem-unknown-zone = 没有“{ $text }”这个时区，如：Asia/Shanghai
problem-wrong-claim-code = 代码不对，或已经用过。服务器启动时会打印代码
problem-unknown-workspace = 这个工作区还没有连接到客户档案助手
problem-unexpected = 出错了，什么都没有保存。请稍后再试；如果还不行，把编号 { $reference } 告诉管理员
problem-refused-read = 你没有查看权限，需要{ $tier }级别。可以请项目负责人调整
problem-refused-log = 你在这里不能记录这类内容，需要{ $tier }级别。可以请项目负责人调整
problem-refused-edit = 你没有修改权限，需要{ $tier }级别。可以请项目负责人调整
problem-refused-reveal = 敏感信息需要{ $tier }级别才能查看
problem-refused-delete = 别人记录的内容，删除需要{ $tier }级别。可以请项目负责人调整
problem-refused-delete-approved = 已审核通过的记录，删除需要{ $tier }级别
problem-refused-approve = 这一步需要{ $tier }级别
problem-refused-manage = 这一步需要项目负责人，或{ $tier }级别
problem-refused-start = 建立档案需要{ $tier }级别
problem-refused-settings = 你还不是本组织的成员，请项目负责人先把你加进来
problem-already-resolved = #{ $number }“{ $title }”已经解决了。要改的话：/档案 修改 #{ $number }
problem-one-person = 这里只填一个人
problem-phase-already = 已经处在“{ $zh }”阶段

# 消息与主页
button-keep = 存入档案
button-go-on = 下一步
button-continue = 继续填写
button-discard = 不要了
form-half-filled = 上次填到一半的内容已经带上
notice-half-filled = 填到一半的“{ $zh }”已经留着，7 天内都可以接着填。
notice-draft-discarded = 填到一半的内容已经删掉了。
button-open-form = 打开表单
button-take-over = 更新这条记录
form-keep = 存入档案
field-kind = 存为
keep-quoted = { $name }：{ $text }
keep-left-over = 消息太长，表单放不下：最后的一部分没有带进来。
keep-file-stays = 这类记录放不了文件：文件本身留在聊天里。
keep-by-number = 要附到更早的记录，发文件时写上它的编号，如 #12
keep-with = 附到 #{ $number } { $kind }：{ $title }
notice-marked = 要把这条消息存入档案吗？
notice-form-wrong =
    “{ $title }”还没有保存：
    { $wrong }
    写过的内容都在里面，点按钮修改。
notice-form-ready = “{ $title }”的表单准备好了，点按钮打开。
notice-form-kept = “{ $title }”的表单准备好了，写过的内容都在里面，点按钮继续填写。
card-origin = 原消息
card-message-edited = #{ $number }“{ $title }”来自的那条消息被修改了。记录还是原来的内容，要更新吗？
card-channel-shared = { $where } 里现在有其他公司的人，{ $title } 的卡片不再发到那里，记录的人会收到只有自己可见的答复。可以给客户看的，用 /档案 共享 加编号
card-channel-closed = 我已经不能在 { $where } 里说话了（{ -channel }已归档，或我被移出）。{ $title } 的记录照常保存；要继续在那里发布，请取消归档或重新邀请我
card-channel-uninvited = 我不在 { $where } 里，{ $title } 的内容没法发到那里。记录照常保存；要在那里发布，请邀请我：/invite @Dossier
card-message-deleted = #{ $number }“{ $title }”来自的那条消息被删除了。记录仍然保留。
message-says = 消息现在是：{ $text }
home-title = 你好，{ $name }
home-about = 我替每个项目记着客户档案：纪要、变更、问题，一天之内记下来。
home-recent = 最近记录
home-more = 还有 { $more } 个档案：/档案 状态 全部
problem-newcomer = Slack 还没告诉我你是谁，没有执行任何操作。请稍等片刻再试一次
problem-draft-gone = 这份草稿已经不在了（草稿保留 7 天）。请重新填写
problem-refused-forged = 这个按钮或表单不是这里发出的，没有执行任何操作

# Slack
slack-next = 下一页
slack-back = 上一页
slack-back-hint = 要改前面的内容，可以点“上一页”；这一页刚填的不会保留，回来后要重新填
slack-close-hint = 不小心关掉的话：点过{ $pages ->
        [1] “保存”
       *[other] “保存”或“下一页”
    }的内容会替你留着，只填没点的不会
slack-page = 第 { $page } 页，共 { $of } 页
slack-cancel = 取消
slack-close = 关闭
slack-title = 客户档案助手
left-out = …（还有 { $count }）
left-out-whole = 这里放不下的，导出后都能看到：/档案 导出
slack-kept = 已有附件（取消勾选即移除）
slack-kept-all = 已有 { $count } 个附件，会保留
slack-use = 用“{ $text }”
part-of = { $label }（{ $part }/{ $of }）
slack-save = 保存
slack-hint-names = 输入姓名查找；公司外的人直接写名字

# Two sides of one organisation
link-command = 档案 关联
link-workspace = 请在另一边（飞书或 Slack）由那边的管理员对我发送：
link-person = 请在另一边用你自己的账号对我发送：
link-good-for = { $minutes } 分钟内有效，只能用一次，只有你能看到。
notice-link-wrong = 代码不对、已用过或已过期。请在另一边重新生成：/档案 关联
notice-linked-workspace = 已关联到“{ $name }”。同一份档案现在可以同时绑定两边的{ -channel }。
notice-linked-person = 已关联，你在两边都是 { $name }。
problem-refused-link-workspace = 只有{ $tier }可以关联工作区
problem-refused-link-person = 你还不是这里的成员，请先让管理员添加你
problem-link-here = 这个代码就是在这里生成的，请在另一边使用
problem-linked-already = 这里已经属于“{ $name }”
problem-link-has-dossiers = 这里已有 { $count } 份档案，不能再并入别的组织。请反过来：在这里生成代码，到另一边使用
problem-link-has-workspaces = 这里还有别的工作区，不能并入别的组织。请反过来：在这里生成代码，到另一边使用
problem-link-organisations-first = 两边还不是同一个组织，请先由管理员关联工作区：/档案 关联
problem-too-many-codes = 错误的代码太多，请十分钟后再试

# Health
report-title = 客户档案健康度报告
report-score = { $score } 分
score-good = 状态良好
score-fair = 需要关注
score-poor = 需要尽快补齐
score-kept = 已封存，只供查阅
report-on-time = 近四周按时补齐
report-late = 近四周迟交
report-open = 待补
report-overdue = 其中逾期
report-week-of = { $day } 起一周的更新
report-score-of = { $day } 的得分
report-same = 与上周持平
report-same-since = 与 { $day } 持平
report-gained-since = （与 { $day } 相比）
report-late-made = { $day } 补发，数字是补发时的
report-duties = 按时 { $on_time }，迟交 { $late }，待交 { $open }（逾期 { $overdue }）
report-lost = 扣分原因
report-lost-more = 另有 { $count } 项，共扣 { $points } 分
report-gave = { $first }–{ $last } 更新：{ $names }
report-gave-each = （几人改过的同一条，给每人各记一次）
report-owe = 等待补充：{ $names }
report-history = 历次得分
report-history-from = 从 { $first } 分到 { $last } 分。
report-numbers = 数据
report-what = 项目
report-value = 数值
part-completeness = 完整度
part-freshness = 新鲜度
part-timeliness = 及时度
loss-missing = { $need ->
    [1] 缺{ $kind }
   *[other] { $kind }只有 { $have }/{ $need } 份
}
loss-stale = { $kind }已 { $days } 天没更新
loss-overdue = { $count } 项更新逾期未补
loss-and-others = { $named }等
report-still = 逾期未补
report-came-late = 迟交
report-more = 另有 { $count } 项
report-change = 比上次
report-some-of = 第 { $first }–{ $last } 项，共 { $all } 项
problem-nothing-overdue-left = 没有更多逾期的了
loss-late = { $count } 项更新迟交
burst = 近 3 天 { $count } 次，此前 28 天共 { $base } 次
burst-from = { $day } 起 3 天内 { $count } 次，此前 28 天共 { $base } 次
burst-watch = 请留意
burst-alert = 请尽快处理
burst-all = 问题总数
burst-severity = 严重程度为{ $severity }的问题
summary-note = 每周在各档案的周报之后发给管理层，可以在“/档案 规则 组织”里关闭
summary-late = { $of } · { $made } 补发，数字是补发时的
summary-against = ▲▼ 是和 { $day } 周报的差
summary-against-each = ▲▼ 是和各自上一份周报的差
summary-title = 档案健康度总览
summary-score = 健康度
summary-scores = 健康度得分
summary-first = 首要问题
summary-first-points = { $first }（−{ $points }）
summary-first-missing = { $first }，另缺 { $more } 类
summary-first-stale = { $first }，另有 { $more } 类旧了
summary-worst = 最需要关注：{ $title }（{ $score } 分）。
button-look = 查看“{ $name }”
button-whole-report = 完整报告
button-overdue-rest = 查看其余 { $count } 项
notice-report-at = 本{ -channel }的健康度报告：每{ $when }
notice-report-over = { $title } 在“{ $zh }”阶段，不再有每周健康度报告。用“/档案 健康度”随时可以看。
button-write-report = 写周报月报
notice-report-off = 本{ -channel }不再发送每周健康度报告。
problem-health-of-one = 过去的得分一次看一个档案，请写上客户名
problem-health-future = 这段时间还没到，健康度只能看到今天
problem-no-report = { $title } 还没有周报。用“/档案 健康度”可以看现在的得分
report-nearest = { $asked }没有周报，最近的一份是{ $day }的：
problem-report-time = 看不懂时间“{ $text }”。可以写：周五 16:00、周一上午9点、关闭
problem-not-in-a-bound-channel = 请在已绑定档案的{ -channel }里使用
notice-file-sent = “{ $name }”马上发给你。

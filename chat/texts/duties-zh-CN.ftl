# 提醒规则
problem-steps-none = 至少写一步提醒，如：20 24 48 72
problem-steps-unreadable = “{ $text }”不是小时数。提醒步骤写成小时数，如：20 24 48 72
problem-steps-order = 提醒步骤要一步比一步晚，如：20 24 48 72
problem-steps-too-many = 最多 { $most } 步提醒，现在有 { $count } 步
problem-steps-too-far = 每一步要在 1 小时到 { $days } 天之间
problem-due-hours = “{ $text }”不是 1 到 { $most } 之间的小时数，如：24
problem-quiet-long = 免打扰时段一天最多 { $most } 小时，其余时间用来提醒
problem-quiet-hours = 看不懂免打扰时段“{ $text }”。可以写：21:00-8:30，不要免打扰就写“-”
problem-refused-organisation = 这是整个组织的设置，需要{ $tier }级别

# 提醒
duty-earlier = 原由 { $names } 负责
duty-snoozed = 推迟过 { $count } 次
button-todo = 我的待办
button-checklist = 填写{ $what }
button-snooze = 晚点提醒
button-waive = 不需要
button-waive-ask = 去问一下
button-waive-yes = 不用补了
button-waive-no = 还是要补
button-finish = 已完成
button-none-of-these = 都不是
nudge-what = { $label }：{ $topic }
nudge-link = 平台上的会议内容
nudge-meeting = 会议结束了 — 记纪要
nudge-meeting-owes = 来记一下，趁大家都还记得清楚。
nudge-meeting-late = 有空时补一下就好。
nudge-asked = { $asker } 请
nudge-owner = 还没记下来，现在补只要一两分钟。
nudge-owner-late = 已经过了约定时间，有空时补一下就好。
nudge-review = 合作又满半年了，一起看看档案还准不准、客户的需求有什么变化。一张清单，两周内填好就好。
nudge-audit = 项目收尾了，请在截止前把档案过一遍：齐不齐、命名、版本、权限，还有值得留下的经验。
nudge-look = 快到期了，清单填好就行，大约一刻钟。
nudge-instead = 还没补上。现在提醒不到 { $name }，先告诉你一声。
nudge-passed = { $name } 不再为 { $title } 做记录，之前欠的从现在起转给
nudge-away = { $name } 现在收不到提醒，由 { $instead } 代。
nudge-channel = 还没补上，有空时补一下吧。
nudge-pm = 还没补上，{ $since }。也许可以帮 { $name } 一把。
nudge-management-pm = 还没补上，{ $since }。欠的是项目负责人 { $name }。
nudge-management = 还没补上，{ $since }。欠的是 { $name }，项目负责人 { $pm }。
nudge-withdrawn = 不用补了，起因已经撤回。
nudge-waived = { $name } 说不需要：{ $reason }
nudge-question = { $name } 说不需要：{ $reason }。可以不补吗？
nudge-needed = { $name } 说还是要补。
nudge-done = 已由 { $name } 补上 ·
nudges-title = { $count } 项还没补上
part-mine = 你自己的，{ $count } 项：
part-soon = 快到期的，{ $count } 项：
part-leave = { $name } 请假期间由你代收的，{ $count } 项：
part-instead = 现在提醒不到 { $name }，由你代收的，{ $count } 项：
part-pm = 你负责的项目里别人欠的，{ $count } 项：
part-project = { $name } 的项目里没补上的，{ $count } 项：
nudges-none = 这几项都处理好了
late-hours = { $hours ->
    [0] 刚刚到期
   *[other] 已晚 { $hours } 小时
}
late-days = 已晚 { $days } 天
digest-title = 早上好
digest-none = 今天要补的都处理好了 🎉
digest-above = 别人还没补、最近升级到你这里的，{ $count } 项：
digest-about = { $late ->
    [0] 今天有 { $due } 项要补：
   *[other] { $due ->
        [0] 有 { $late } 项已经晚了：
       *[other] 有 { $late } 项已经晚了，今天还有 { $due } 项：
    }
}
problem-duty-waived = 这一项已经说过不需要了
problem-duty-withdrawn = 这一项不用补了，起因已经撤回
problem-snooze-past = 这个时间已经过去了，换一个以后的时间吧
problem-snooze-far = 最多推迟到截止后 { $days } 天
problem-snooze-late = 最多推迟到截止后 { $days } 天，这一项不能再推迟了。请补上，或者说明为什么不需要
problem-leave-delegate-self = 代你的人不能是你自己
problem-duty-needs-record = 这一项要用记录来补，点“记录”就好
problem-refused-waive = 是否需要由项目负责人或{ $tier }决定
problem-waive-asked = 这一项已经有人问过是否需要，正等答复
problem-waive-asked-enough = 这一项已经问过几次了，请直接和 { $name } 商量
problem-waive-nobody = 现在没有人能决定这一项是否需要，请过一会儿再试
problem-waive-answered = 这一项是否需要，已经答复过了
problem-waive-not-asked = 没有人问过这一项是否需要
problem-refused-duty = 这一项不是你的，由欠的人、项目负责人或{ $tier }处理
meeting-which = “{ $topic }”结束了。纪要记进哪个档案？
duty-which-kind = { $what } — 记成哪一种？

# 设置：规则、工作日、请假
rule-title = 提醒规则
rule-of = { $title } 的规则。和组织一样的项目跟着组织走。
rule-differs = 与组织不同：{ $settings }。
rule-own = { $label }（组织：{ $value }）
rule-of-organisation = 整个组织的规则。各档案可以有自己的。
rule-hours = 多少小时内补齐
rule-by = 怎么算时间
rule-wall = 自然小时
rule-working = 工作时间（工作日的上班时间）
rule-quiet = 免打扰时段
rule-quiet-hint = 如 21:00-8:30；不要就写“-”。只推迟消息，不推迟截止时间
rule-steps = 提醒步骤（小时）
rule-steps-hint = 依次是：本人、{ -channel }、项目负责人、管理层（第五步起也是管理层），如 20 24 48 72；也可指定：20 本人 24 负责人 48 管理层。按 24 小时内补齐来写；时限改长或改短，步骤同比例变
rule-country = 国家或地区
rule-country-hint = 按它的节假日和调休，两个字母的代码，如 CN、DE、US
rule-work = 上班时间
rule-work-hint = 如 9:00-18:00
rule-days = 每周上班的日子
rule-days-hint = 如 周一到周五
problem-country = 不知道“{ $text }”的节假日。写两个字母的代码，如 CN、DE、US
problem-working-hours = 看不懂上班时间“{ $text }”。可以写：9:00-18:00
problem-weekdays = 看不懂“{ $text }”。可以写：周一到周五，或 周日 周一 周二
problem-steps-nobody = “{ $text }”不是提醒的对象。可以写：本人、{ -channel }、负责人、管理层
problem-steps-louder = 提醒的对象要一步比一步高：本人、{ -channel }、负责人、管理层
rule-summary = 每周给管理层发各档案的健康度总览
rule-names = 报告里写出姓名
rule-on = 是
rule-off = 否
notice-rule = 已保存 { $title } 的提醒规则
notice-rule-organisation = 已保存整个组织的提醒规则
workdays-title = 本组织的上班日和休息日
workdays-none = 都按国家日历，没有另外设定。
workdays-example = 写法：/档案 工作日 12月31日 休息
workdays-on = 上班
workdays-off = 休息
workdays-unsure = 这个版本还没有 { $year } 年的放假安排，先按周一到周五和法定节日算；调休可以自己写上。
notice-workdays-on = { $days } 上班
notice-workdays-off = { $days } 休息
notice-workdays-usual = { $days } 照国家日历
problem-workdays-how = 写法：/档案 工作日 12月31日 休息（或：上班、照常）
problem-workdays-long = 一次最多设定 { $most } 天
leave-title = 我的请假
leave-none = 没有请假。
leave-example = 写法：/档案 请假 明天到周五 @代你的人
button-cancel-leave = 取消请假
leave-beside = 。之前写下的 { $days } 照旧
notice-leave = { $days } 请假，其间的提醒发给项目负责人{ $beside }
notice-leave-owner = { $days } 请假，其间的提醒发给项目负责人；你负责的项目发给管理层{ $beside }
notice-leave-alone = { $days } 请假，其间的提醒发给项目负责人。你负责的项目没有别人可以代收，还是会提醒你；可以再写一次，最后加上“@代你的人”{ $beside }
notice-leave-delegate = { $days } 请假，其间的提醒发给 { $name }{ $beside }
notice-leave-cancelled = 已取消请假，提醒照常发给你
problem-leave-past = 这段时间已经过去了
problem-leave-long = 一次请假最多一年

# 会议
meetings-title = 接下来的会议
meetings-none = 没有预告的会议。
meetings-count = 第 { $first }–{ $last } 场，共 { $total } 场
meetings-how = 写法：/会议 今天 14:00-15:00 需求评审 @李雷，或 /会议 每周三 10:00 站会
meeting-again = { $rule }，下次 { $next }
meeting-without-topic = 会议
button-cancel-meeting = 取消会议
meeting-unknown = { "" }组织里没有（或不止一个）{ $names }，名字照原样记下了，不会提醒到人。
notice-meeting = 记下了：{ $topic }，{ $when }（{ $title }）。散会后请你记纪要，{ $due }前补齐就好。{ $unknown }
notice-meeting-again = 记下了：{ $topic }，{ $when }（{ $title }）。每次散会后请你记纪要，第一份 { $due }前补齐就好。{ $unknown }
notice-meeting-cancelled = 会议“{ $topic }”已取消，不会再提醒记纪要
notice-meeting-of = “{ $topic }”的纪要记进 { $title }
notice-meeting-of-none = 好的，“{ $topic }”不用记纪要
problem-meeting-when = 没看出“{ $text }”是什么时候。可以写：/会议 今天 14:00-15:00 需求评审 @李雷
problem-meeting-time = “{ $text }”还缺几点。可以写：明天 14:00-15:00、每周三 10:00
problem-meeting-unread = “{ $text }”还看不懂是什么时候。一场会写一个时间：今天 14:00-15:00；重复的会写：每周三 10:00、每两周周三 10:00、工作日 9:30、每月第一个周一 10:00，不再开时在“/会议”里取消
problem-meeting-no-such-time = 没有“{ $text }”这个时间。可以写：今天 14:00-15:00
problem-meeting-topic = 会议还缺主题。可以写：/会议 今天 14:00-15:00 需求评审 @李雷
problem-meeting-backwards = 会议的结束时间要晚于开始时间。可以写：14:00-15:00
problem-meeting-long = 一场会最长 24 小时
problem-meeting-past = 这场会已经结束了。直接记纪要就好：/纪要 主题 | 决定: …
problem-meeting-known = 会议“{ $topic }”已经预告过了：{ $when }，{ $name } 会记纪要。这次没有再记一遍。
problem-meeting-gone = 会议“{ $topic }”已经开完或取消了

# 催办、推迟、不需要
notice-asked = { $count ->
    [1] 已请 { $name } 补：{ $what }，{ $due }前
   *[other] 已请 { $name } 各自补：{ $what }，{ $due }前
}
change-owed = 现在填不完也没关系，{ $due }前补上就好，我会提醒你
problem-duty-how = 写法：/催办 @李雷 补上周的上线纪要
problem-duty-when = “{ $text }”里没有这样的时间；写法：/催办 @李雷 补上线纪要 周五 17:00 前，或者 明天之前
problem-duty-past = “{ $text }”已经过去了，写一个以后的时间，比如 明天之前、周五 17:00 前
problem-duty-far = “{ $text }”在一年以后，写一年以内的时间，比如 周五 17:00 前
problem-duty-not-a-member = { $name } 不是 { $title } 的成员，先用 /档案 成员 把 TA 加进来
snooze-title = 晚点提醒
snooze-until = 推迟到
snooze-at = 或者写一个时间
snooze-hour = 1 小时后（{ $at }）
snooze-morning = 下一个工作日早上（{ $at }）
snooze-due = { $topic }。只推迟提醒，截止时间还是 { $due }
notice-snoozed = 好的，“{ $topic }”{ $at } 再提醒（第 { $count } 次推迟）
waive-title = 这一项不需要
waive-why = 为什么不需要
waive-why-hint = 如：会议取消了、已合并到另一份纪要
waive-asks = { $topic }。是否需要由{ $names }决定，你写的原因会发过去
notice-waive-asked = 已问 { $names }：“{ $topic }”是否需要。有结果会告诉你
notice-waive-asked-already = “{ $topic }”是否需要，你已经问过了，正等 { $names } 答复
notice-waive-needed = 好的，已告诉对方“{ $topic }”还是要补
notice-waived = 好的，“{ $topic }”不用补了
notice-finished = 好的，“{ $topic }”已完成

# 每月每人
kpi-title = { $month }的档案更新
kpi-none = 这个月没有要补的，也没有新记录。
kpi-said = 一共写下 { $written } 条，按时补齐 { $on_time } 项。
kpi-member = 成员
kpi-on-time = 按时补齐
kpi-late = 晚些补齐
kpi-open = 还没补上
kpi-entries = 写下的记录
kpi-changed = 更新的记录
kpi-note = 只数写进档案的，不评价人；忙闲、请假、换项目都会影响。
rule-kpi = 每月每人的数字
rule-kpi-off = 不统计
rule-kpi-managers = 给管理层看
rule-kpi-everyone = 管理层看全部，每人看自己的
problem-kpi-off = 本组织没有统计每月每人的数字。管理层可以用 /档案 规则 组织 打开
problem-refused-kpi = 每月每人的数字只给{ $tier }看
problem-kpi-month = 没看出“{ $text }”是哪个月。可以写：/档案 月度 上个月
problem-kpi-future = 这个月还没到

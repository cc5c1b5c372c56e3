# 交接
handover-title = 交接：{ $title }
handover-preview = 对方确认之前，仍由 { $owner } 负责。
handover-offer = { $name } 请你接手 { $title }
handover-until = 确认之前，仍由 { $name } 负责。
handover-rises = 接手后你在这里是{ $tier }，能看背景与目标和敏感内容，能改需求与设计。
handover-open = 已请 { $taker } 接手 { $title }，等待确认。
handover-accepted = { $taker } 已接手 { $title }，此前由 { $giver } 负责。
handover-declined = { $taker } 没有接手 { $title }，仍由 { $giver } 负责。
handover-withdrawn = { $title } 的交接已撤回，仍由 { $giver } 负责。
handover-announced = { $title } 现在由 { $taker } 负责（此前是 { $giver }）。
handover-approvals = 待提交或审核
handover-decisions = 近 90 天的决定
handover-missing = 缺少或过期
handover-none = 没有
handover-more = 另有 { $count } 项
handover-no-owner = 还没有负责人
handover-again = 批准后又改过，要重新审核
handover-submitted = #{ $number } { $title } · { $name } 提交
handover-approved = 批准“{ $title }”
handover-due = { $what } · { $name } · { $when } 前
handover-overdue = 🔴 { $what } · { $name } · { $when } 到期
handover-risk-late = ⏰ { $count } 项更新已逾期
handover-risk-untested = 🟠 { $count } 项变更已批准，但复测还没有通过：{ $numbers }
handover-risk-outdated = 🟠 { $count } 项批准后又改过，需要重新审核：{ $numbers }
handover-risk-said = 📝 周报里写的：{ $text }
handover-risk-unconfirmed = 🔏 { $count } 人还没确认保密或培训：{ $names }
handover-risk-falling = 📉 健康度比上次低 { $points } 分，现为 { $score } 分
handover-taker = 接手人
handover-taker-hint = 写姓名，须是团队成员
handover-note = 移交说明
handover-note-hint = 接手人需要知道什么，会一并存入档案
handover-duties = 现负责人还没写完的更新
handover-duties-own = 其余由本人写完，只移交负责人的回顾和审查
handover-duties-whole = { $name } 在本档案的待更新全部移交
handover-form-title = 交接档案
handover-form-about = { $title }：对方会收到一张卡片：待更新、未结问题、待审核、决定、缺少的资料和风险。确认之前仍由 { $owner } 负责。接手的人在这里至少是{ $tier }，能看背景与目标和敏感内容，能改需求与设计。
handover-comment = 留言（可不填）
handover-why = 为什么不接手
handover-accept-about = 接手后由你负责 { $title }；{ $giver } 和{ -channel }会收到通知，交接记录存入档案。
handover-withdraw-confirm = 撤回对 { $name } 的交接？
button-handover = 选择接手人
button-handover-to = 交接给 { $name }
button-handover-send = 发给接手人
button-handover-accept = 接手
button-handover-decline = 不接手
button-handover-withdraw = 撤回交接
button-handover-whole = 全部内容
button-handover-record = 交接记录
button-handover-topic = 答复交接：{ $topic }
missing-handover = ⏰ { $name } 还没有答复交接
notice-handover-offered = 已请 { $name } 接手 { $title }，确认后会告诉你。
notice-handover-accepted = { $passed ->
    [0] 你已接手 { $title }。
   *[other] 你已接手 { $title }，并接过 { $passed } 项待更新。
}{ $rises ->
    [0] {""}
   *[other] 你在这里现在是高级成员。
}
notice-handover-declined = 已告诉 { $name } 你不接手。
notice-handover-withdrawn = 已撤回对 { $name } 的交接。
problem-refused-handover = 只有 { $name } 能答复这次交接
problem-handover-own = { $name } 已经是 { $title } 的负责人
problem-handover-guest = { $name } 不是团队成员，不能接手档案
problem-handover-unreachable = { $name } 在这里没有账号，收不到交接
problem-handover-offered = 这份档案已请 { $name } 接手，请先等待答复或撤回
problem-handover-accepted = { $name } 已经接手了
problem-handover-declined = { $name } 已经答复不接手
problem-handover-withdrawn = 这次交接已经撤回
problem-handover-owner-changed = 这份档案的负责人已换成 { $name }
nudge-handover-channel = 还在等答复：接手，还是不接手？
nudge-handover-pm = { $name } 还没有答复，{ $since }。在此之前仍由你负责，也可以撤回。
nudge-handover-management = { $name } 还没有答复，{ $since }。在此之前仍由 { $pm } 负责。
nudge-handover-instead = 还没有答复。{ $name } 不在，所以告诉你一声。
nudge-handover-owner = 等你答复：接手，还是不接手？

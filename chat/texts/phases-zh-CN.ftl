# Phases
phase-lacks = 进入{ $phase }阶段前还缺
phase-lacks-seal = 封存前还没做完
phase-lacking = 还缺：{ $what }
phase-approvals = 待审核
phase-outdated = 批准后又改过，需要重新审核
phase-untested = { $count } 项变更的复测还没有通过
phase-why = 为什么先推进
phase-why-seal = 还缺这些，为什么现在封存
phase-why-back = 为什么退回
phase-reason-hint = 会记入审计日志，并在{ -channel }里说明
phase-move-to = 推进到{ $phase }
phase-back-to = 退回到{ $phase }
phase-seal-note = 封存后 { $title } 不能再新增或修改记录。
phase-reason = 理由：{ $reason }
phase-overridden = 还缺 { $what }，先推进。理由：{ $reason }
phase-sealed-anyway = 还缺 { $what }，仍然封存。理由：{ $reason }
phase-reopened = 还缺 { $what }。理由：{ $reason }
phase-expects = 从现在起要有：{ $kinds }
phase-no-report = 从现在起不再有每周健康度报告
button-phase-anyway = 仍要推进到{ $phase }
button-seal-anyway = 仍要封存
button-phase-move = 推进
button-phase-back = 退回
button-phase-again = 改回原阶段
card-phase-back = { $name } 把 { $title } 从“{ $was }”退回“{ $phase }”阶段。
problem-phase-moved = 刚才有人把它改到了“{ $zh }”阶段，什么都没有改动。请再看一眼。

# Folders
tree-title = { $title } 的文件夹
tree-now = { $phase }（当前阶段）
tree-nothing = 还没有内容
tree-empty = 这里还没有你能看的内容。
tree-count = 共 { $count } 条记录
tree-page = 打开文件夹页面
button-tree = 所有文件夹
button-zip = 下载 ZIP
folders-title = 各阶段的子文件夹
folders-note = 每行一个文件夹，冒号后写放什么：记录类型、类型/选项，或阶段名称。没有写到的类型放在原来的文件夹；全部清空就恢复默认。
folders-hint = 如：性能测试：测试用例/性能测试
notice-folders = 子文件夹已保存，共 { $count } 个
problem-folder-name = 文件夹不能叫“{ $text }”，可以用“{ $right }”
problem-folder-twice = “{ $text }”写了两次
problem-folder-content = 没有可以归档的“{ $text }”。请写记录类型（如 测试用例、测试用例/性能测试）或阶段名称（如 需求评审）
problem-folder-count = 一个阶段最多 { $max } 个文件夹
problem-folder-filed-twice = “{ $text }”放进了两个文件夹，请只留一个

# The customer's people, and what surveys say
orgchart-title = { $customer } 组织架构
orgchart-empty = 还没有联系人。记下联系人和“汇报给”，这里就会画出组织架构。
orgchart-decide = 决策人：{ $names }
orgchart-nobody = 还没有标出决策人
orgchart-unknown = 还没有记为联系人
orgchart-add = 补联系人
score-fallen = { $kind }从 { $before } 分降到 { $last } 分（#{ $number }，{ $day }）
trend-up = 最近一次 { $last } 分，比上次高 { $by } 分。
trend-down = 最近一次 { $last } 分，比上次低 { $by } 分。
trend-same = 最近一次 { $last } 分，和上次一样。

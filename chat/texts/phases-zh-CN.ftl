# Phases
phase-lacks = 进入{ $phase }阶段前还缺
phase-lacking = 还缺：{ $what }
phase-untested = { $count } 项变更没有复测
phase-why = 为什么先推进
phase-reason-hint = 会记入审计日志，并在频道里说明
phase-move-to = 推进到{ $phase }
phase-seal-note = 封存后 { $title } 不能再新增或修改记录。
phase-reason = 理由：{ $reason }
phase-overridden = 还缺 { $what }，先推进。理由：{ $reason }
phase-expects = 从现在起要有：{ $kinds }
button-phase-anyway = 仍要推进到{ $phase }
button-seal-anyway = 仍要封存
button-phase-move = 推进
card-phase-back = { $name } 把 { $title } 从“{ $was }”退回“{ $phase }”阶段。
problem-phase-moved = 刚才有人把它改到了“{ $zh }”阶段，什么都没有改动。请再看一眼。

-channel = 群
-direct = 单聊
-direct-message = 单聊消息
channel-named = { $channel }

undelivered-not-in-channel = 机器人不在（或已被移出）该群。需要的话请在群设置的“群机器人”里重新添加它
undelivered-archived = 该群已解散。请把档案绑定到另一个群
undelivered-restricted = 企业或群的设置不允许发送。请联系企业管理员
card-channel-closed = 我已经不能在 { $where } 里说话了（群已解散，或我被移出）。{ $title } 的记录照常保存；要继续在那里发布，请重新添加我，或绑定另一个群
card-channel-uninvited = 我不在 { $where } 里，{ $title } 的内容没法发到那里。记录照常保存；要在那里发布，请在群设置的“群机器人”里添加我
-invite-me = 如果稍后这里没有出现卡片，请在群设置的“群机器人”里添加我

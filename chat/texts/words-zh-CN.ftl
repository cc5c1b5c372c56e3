# 各平台对同一样东西的叫法；words-zh-CN.feishu.ftl 是飞书上的叫法
-channel = 频道
-direct = 私信
-direct-message = 私信
channel-named = #{ $channel }
channel-word = { -channel }
channel-of = { $title } 的{ -channel }

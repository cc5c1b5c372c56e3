# What each platform calls the same thing; words-en-US.feishu.ftl has Feishu’s
-channel = channel
-direct-message = direct message
channel-named = #{ $channel }
channel-word = { -channel }
channel-of = the { -channel } of { $title }

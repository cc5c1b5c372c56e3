# 客户概况
profile-contacts = 联系人
profile-contacts-more = 另有 { $count } 位联系人
profile-rated = { $score } 分（{ $day }）
profile-rated-before = 之前 { $score } 分
profile-latest = 最近记录
button-contacts = 联系人
button-orgchart = 组织架构

owner-is = 负责人：
owner-also = { $names } 也能管理这份档案
owner-of-record = “{ $title }”的负责人：{ $owner }
owner-of-record-none = “{ $title }”没有写负责人，是 { $author } 记录的
owner-of-none = { $name } 没有负责你能看到的档案
problem-nobody-named = 没看出是问谁。可以写：“@李雷 负责哪些项目？”
owner-each = 各档案的负责人

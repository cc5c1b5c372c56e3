# 客户可见
button-share = 给客户看
button-unshare = 仅内部可见
card-shared = 👁️ 客户可见
card-unshared = #{ $number } 已不在此显示
notice-shared = 客户方成员现在能看到 #{ $number }“{ $title }”了
notice-unshared = #{ $number }“{ $title }”现在仅内部可见
problem-confidential = “{ $zh }”属于保密内容，不能给客户方成员看

# 级别不够
problem-refused-visit = 你还不是这份档案的成员，需要{ $tier }级别
problem-refused-share = 把记录给客户看需要{ $tier }级别
problem-refused-erase = 永久销毁敏感内容需要{ $tier }级别
problem-refused-export = 从档案导出文件需要{ $tier }级别
problem-refused-seal = 封存或解封档案需要{ $tier }级别
problem-refused-audit = 审计日志仅{ $tier }可查看
problem-refused-pledge = 这里是保密内容，请先确认保密承诺

# 申请权限
button-ask-access = 申请权限
button-grant = 同意
button-grant-as = 换个方式同意…
button-decline = 不同意
access-open = { $name } 申请成为 { $title } 的{ $tier }
access-held = 目前：{ $tier }
access-granted = { $name } 已是 { $title } 的{ $tier }，由 { $by } 批准
access-declined = { $by } 没有同意 { $name } 成为 { $title } 的{ $tier }
access-expired = { $name } 申请成为 { $title } 的{ $tier }，两周内无人答复，已过期
access-you-open = 你申请成为 { $title } 的{ $tier }
access-you-granted = { $by } 已同意你成为 { $title } 的{ $tier }
access-you-declined = { $by } 没有同意你成为 { $title } 的{ $tier }
access-you-expired = 你申请成为 { $title } 的{ $tier }，无人答复，已过期
access-until = 有效期至 { $until }
grant-title = 授予权限
grant-for = { $name }，{ $title }
grant-tier = 级别
grant-span = 多久
grant-for-good = 长期
grant-day = 一天
grant-week = 一周
grant-month = 30 天
grant-at = 或写明到什么时候
notice-access-asked = 已请 { $names } 同意你成为 { $title } 的{ $tier }，有结果会告诉你。
notice-access-asked-already = 你已申请过成为 { $title } 的{ $tier }，正等 { $names } 答复
notice-access-declined = 已拒绝，并已告知 { $name }
notice-member-until = { $name } 现在是 { $title } 的{ $tier }，有效期至 { $until }
problem-access-have = 你已经是 { $title } 的{ $tier }了
problem-access-nobody = 没有人能给你这个级别，请联系管理员
problem-access-expired = 太晚了：{ $name } 的申请两周内无人答复，已过期。可以请对方再申请
problem-access-granted = { $by } 已经同意了 { $name } 的申请
problem-access-declined = { $by } 已经拒绝了；{ $name } 可以再申请
problem-access-answered = { $name } 的申请刚刚有人答复了
problem-access-gone = { $name } 已经不在这里了

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

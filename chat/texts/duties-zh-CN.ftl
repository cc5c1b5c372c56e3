# 提醒规则
problem-steps-none = 至少写一步提醒，如：20 24 48 72
problem-steps-unreadable = “{ $text }”不是小时数。提醒步骤写成小时数，如：20 24 48 72
problem-steps-order = 提醒步骤要一步比一步晚，如：20 24 48 72
problem-steps-too-many = 最多 { $most } 步提醒，现在有 { $count } 步
problem-steps-too-far = 每一步要在 1 小时到 { $days } 天之间

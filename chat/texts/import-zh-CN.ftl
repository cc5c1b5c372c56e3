# 导入缺陷
import-title = 导入缺陷
import-file = 缺陷表
import-file-hint = Jira、禅道、TAPD 导出的 CSV 或 XLSX，不超过 5 MB、2000 行
import-of = 导入“{ $name }”
import-new = 新增
import-changed = 更新
import-same = 没有变化
import-wrong = 读不了
import-row = 第 { $number } 行
import-wrong-rows = 读不了的行（不写入）
import-wrong-more = 另有 { $count } 行
import-recognised = 列的对应
import-needs = 没有认出这些列：{ $names }。请先选好列，才能导入。
import-needs-id = 导入要靠缺陷系统里的编号：下次再导入时，靠它认出同一个缺陷，不会重复。表里没有的话，请在缺陷系统导出时勾选编号，或自己加一列编号。
import-nothing-written = 什么都没有写入
import-done = 能读的都已写入
import-columns-title = 哪一列是什么
import-left = { $more ->
    [0] 不导入的列：{ $names }
   *[other] 不导入的列：{ $names }，另有 { $more } 列
}
import-strangers = { $more ->
    [0] 这些人不在这里的成员中，只记下名字，不会提醒他们：{ $names }
   *[other] 这些人不在这里的成员中，只记下名字，不会提醒他们：{ $names }，另有 { $more } 人
}
import-formulas = { $more ->
    [0] 这些是公式，会当作文字记下，在这里和导出后都不会运行：{ $names }
   *[other] 这些是公式，会当作文字记下，在这里和导出后都不会运行：{ $names }，另有 { $more } 处
}
import-columns-note = 没有选列的内容不导入；已有的缺陷里这些内容保持不变。
import-id-hint = 缺陷系统里的编号：再次导入时靠它认出同一个缺陷
button-import-write = 导入 { $count } 条
button-import-columns = 调整列
button-import-list = 查看缺陷
notice-import-reading = 正在读取“{ $name }”。结果会用{ -direct-message }发给你，确认之前什么都不会写入。
notice-import-writing = 正在写入，完成后会用{ -direct-message }告诉你。
card-imported = { $name } 从表格导入了缺陷：新增 { $new }，更新 { $changed }
problem-import-what = 现在只能导入缺陷：/档案 导入 缺陷（“{ $text }”不认识）
problem-import-gone = 这次导入已经完成，或放得太久了；请重新上传文件
problem-table-one-file = 请上传一个 CSV 或 XLSX 文件
problem-table-size = 文件太大，最多 { $max } MB
problem-table-rows = 行太多，一次最多 { $max } 行；请分成几个文件
problem-table-columns = 列太多，最多 { $max } 列；请只导出需要的列
problem-table-empty = 表格里没有内容
problem-table-no-table = 这不是能读的 CSV 或 XLSX 表格
problem-table-bomb = 这个文件解压后太大，不读取
problem-table-twice = 这个编号前面已经出现过
problem-table-column = 没有认出哪一列是 { $name }。文件里有：{ $there }。请写明是哪一列：{ $ways }
problem-table-no-column = 文件里没有“{ $name }”这一列。文件里有：{ $there }
problem-table-field = 没有“{ $name }”这个字段。字段有：{ $there }
import-or-send = 也可以直接把文件发到和我的{ -direct }里。

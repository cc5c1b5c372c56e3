# 关于附件的文字。
problem-file-size = “{ $name }”超过 { $max } MB，系统不保存这么大的文件。请放到团队存放大文件的地方，在档案里存它的链接。
problem-file-program = “{ $name }”是程序。系统不保存程序，请在档案里存它的下载链接。
problem-file-macros = “{ $name }”可以带宏，打开时会运行程序，系统不保存。请另存为不带宏的文档（如 docx、xlsx），再上传一次。
problem-file-disguised = “{ $name }”按名字是{ $called ->
    [pdf] {" "}PDF
    [word] {" "}Word 文档
    [sheet] {" "}Excel 表格
    [slides] {" "}PPT 演示文稿
   *[picture] 图片
}，里面却是{ $found ->
    [text] 文本
    [picture] 图片
    [pdf] {" "}PDF
    [word] {" "}Word 文档
    [sheet] {" "}Excel 表格
    [slides] {" "}PPT 演示文稿
   *[other] 别的内容
}，打不开，所以没有保存。请上传原文件，或把名字改对。
problem-file-name-unsafe = “{ $name }”的文件名带有指向别处的路径或控制字符，没有保存。请改名后再发。
problem-file-empty = “{ $name }”是空的（0 字节），没有保存。请检查原文件，再上传一次。
problem-file-damaged = “{ $name }”已损坏，打不开，所以没有保存。请检查原文件，再上传一次。
problem-file-bomb = “{ $name }”解压后会异常巨大，没有保存。
problem-file-virus = “{ $name }”带有病毒（{ $virus }），没有保存。请检查它来自的设备。
problem-file-erased = “{ $name }”已按要求永久销毁，无法再打开。
problem-file-unscanned = “{ $name }”暂时无法查毒，没有保存。请过几分钟再发一次。
problem-file-unfetched = 没能取到“{ $name }”，没有保存：可能已被删除，或机器人没有权限。请再发一次；还不行的话，请告诉管理员。
problem-file-unsent = “{ $name }”没能发给你：可能太大。可以导出这条记录所在的档案（压缩包），或请记录人直接发给你。
file-not-kept = { $name }（没有保存）
card-files-refused = 附件没有保存：{ $names }
history-files = 当时的附件
card-link-dead = 链接已经打不开：{ $link }
card-link-yours = 你记录的 #{ $number } { $title } 里有一个链接已经打不开：
card-link-well = 你记录的 #{ $number } { $title } 里已经没有打不开的链接了。
list-link-dead = 链接打不开
missing-links = { $count } 条记录里的链接打不开：{ $records }
loss-dead = { $count } 条记录里的链接打不开
button-fix-link = 改链接：{ $topic }
notice-files-there = #{ $number } 里已经有 { $names }，内容一样，没有再存一份。

"""Believable change requests, Chinese with English in between, in any number."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random

# Words of two characters, from frequent to rare: the chance of a word falls with its place.
_TWO_BY_TWO = (
    "系统用户支付订单接口页面数据客户功能需求测试登录上线失败修改增加短信验证商品库存报表导出权限审批流程通知"
    "消息邮件密码注册退款发票物流仓库门店会员积分优惠活动首页搜索列表详情按钮颜色字体图片上传下载附件备份恢复"
    "性能缓存超时并发日志监控告警故障重启部署版本升级兼容浏览手机平板扫码打印合同签字盖章财务对账结算税率币种"
    "汇率时区语言翻译字段格式校验重复缺失错误提示帮助文档培训验收交付延期风险成本预算人天工期评审会议纪要决定"
    "负责跟进反馈投诉满意体验交互原型设计开发联调回归压测灰度回滚割接迁移清洗归档加密脱敏审计合规防刷限流熔断"
    "降级容灾机房网络域名证书防火漏洞补丁渗透单点网关队列索引分页排序筛选标签分类批量"
)
_FIRST = (
    "新旧主副总分单双内外前后左右高低大小长短多少全半正反真假明暗快慢早晚冷热软硬轻重公私"
    "东西南北春夏秋冬金木水火土红黄蓝绿黑白甲乙丙丁"
)
_SECOND = (
    "表单库图账页栏框键值号码量价额率期段组层级类型版区域线路口门点面机车船桥站台楼室柜箱盒袋瓶板卡券票证章印笔纸墨灯"
)
_COMMON = [_TWO_BY_TWO[at : at + 2] for at in range(0, len(_TWO_BY_TWO), 2)]
_WORDS = [*_COMMON, *(first + second for second in _SECOND for first in _FIRST)]
_LATIN = ("API", "SMS", "login", "app", "H5", "iOS", "SQL", "Excel", "PDF", "timeout", "v2", "UAT", "ERP", "CRM", "404")
_LINKS = ("的", "和", "在", "时", "后", "需要", "不能", "应该", "没有", "，", "，", "、", "。")
_SCALE = tuple(accumulate(1 / place for place in range(3, len(_WORDS) + 3)))

SOUGHT = tuple(_WORDS[:: len(_WORDS) // 50][:50])


def believable(rng: Random, count: int) -> Iterator[dict[str, str]]:
    """Give so many contents of change requests; the same generator gives the same."""
    for _ in range(count):
        yield {
            "summary": _sentence(rng, rng.randint(3, 7)),
            "reason": _sentence(rng, rng.randint(8, 40)),
            "impact": _sentence(rng, rng.randint(3, 15)),
            "status": rng.choice(("proposed", "approved", "declined", "done")),
        }


def _sentence(rng: Random, words: int) -> str:
    parts = []
    for word in rng.choices(_WORDS, cum_weights=_SCALE, k=words):
        parts.append(word)
        if rng.random() < 0.12:
            parts.append(f" {rng.choice(_LATIN)} ")
        elif rng.random() < 0.4:
            parts.append(rng.choice(_LINKS))
    return "".join(parts).strip()

"""Test case: what is tried, what should happen, and what did."""

from dossier.categories import Category
from dossier.fields import Attachments, LongText, Option, PastDay, Person, Reference, Text, field
from dossier.kinds import Expected, Record, kind
from dossier.phases import Phase


class TestType(Option):
    """What a test is about."""

    FUNCTION = "function", "功能测试", "Functional test"
    PERFORMANCE = "performance", "性能测试", "Performance test"
    SECURITY = "security", "安全测试", "Security test"
    COMPATIBILITY = "compatibility", "兼容性测试", "Compatibility test"
    REGRESSION = "regression", "回归测试", "Regression test"


class TestResult(Option):
    """What came of a test."""

    OPEN = "open", "未执行", "Not run"
    PASSED = "passed", "通过", "Passed", "成功", "pass", "ok"
    FAILED = "failed", "不通过", "Failed", "失败", "未通过", "fail"
    BLOCKED = "blocked", "阻塞", "Blocked"


@kind(
    command=("test", "测试用例"),
    zh="测试用例",
    en="Test case",
    icon="🧪",
    category=Category.ACCEPTANCE,
    filed_by="type",
    title="{title}",
    search=("title", "steps", "expected", "tester"),
    expected=Expected(Phase.TEST, count=3),
    lookup=("verifies",),
    verified=TestResult.PASSED,
    slash=False,
)
class TestCase(Record):
    """One thing that is tried."""

    title: Text = field(zh="用例", en="Test", hint=("如：支付超时后可重试", "e.g. a timed-out payment can be retried"))
    type: TestType = field(zh="类型", en="Type", initial=TestType.FUNCTION)
    steps: LongText = field(zh="步骤", en="Steps", hint=("每行一步", "one a line"))
    expected: LongText = field(zh="预期结果", en="Expected")
    status: TestResult = field(zh="结果", en="Result", initial=TestResult.OPEN)
    verifies: Reference | None = field(
        zh="验证变更",
        en="Verifies change",
        hint=("变更的编号，如 #12", "the change’s number, e.g. #12"),
        refers_to="change_request",
        also=("涉及变更", "变更", "change", "changes"),
    )
    tester: Person | None = field(zh="测试人", en="Tester")
    run_on: PastDay | None = field(
        zh="执行日期", en="Run on", only_if=("status", TestResult.PASSED, TestResult.FAILED, TestResult.BLOCKED)
    )
    attachments: Attachments = field(zh="附件", en="Attachments")

"""What the demo's report says, in English and Chinese."""

_WORDS = {
    "stages": ("Customers by lifecycle stage", "各生命周期阶段的客户"),
    "segments": ("Segments", "客群"),
    "customers": ("customers", "客户数"),
    "week": ("The week from {day}", "{day} 起的一周"),
    "metric": ("metric", "指标"),
    "change": ("against the week before", "较前一周"),
    "story": ("The story of {who}, latest first, and why", "{who} 的经历（最近在前）与原因"),
    "at": ("when", "时间"),
    "what": ("what", "事件"),
    "why": ("why", "原因"),
    "event": ("did", "行为"),
    "segment in": ("came into", "进入客群"),
    "segment out": ("left", "离开客群"),
    "stage": ("is now", "进入阶段"),
    "journey": ("journey", "旅程"),
    "identity": ("identity", "身份"),
    "message": ("message", "消息"),
    "decided": ("Decided for {who}", "为 {who} 做出的决策"),
    "mail": ("Messages: {delivered:,} delivered, {held:,} held back{why}", "消息：送达 {delivered:,}，拦下 {held:,}{why}"),
    "letter": ("One of them", "其中一封"),
    "verify": (
        "verify: {count} differences ({values:,} values of {customers:,} customers, live against history)",
        "校验：{count} 处差异（{customers:,} 位客户的 {values:,} 个值，实时对历史）",
    ),
    "account": (
        "accepted {accepted:,} = lake {lake:,} + failed {failed:,} + duplicate {duplicate:,} + in flight {in_flight:,}",
        "接收 {accepted:,} = 入湖 {lake:,} + 失败 {failed:,} + 重复 {duplicate:,} + 处理中 {in_flight:,}",
    ),
    "speed": (
        "{events:,} calls in {seconds:.0f} s: {rate:,.0f} events/s; at most {memory:,.0f} MB of memory",
        "{seconds:.0f} 秒处理 {events:,} 次调用：每秒 {rate:,.0f} 个事件；内存最多 {memory:,.0f} MB",
    ),
    "laying": ("Laying out the shop: definitions, products, coupons", "准备店铺：定义、商品、优惠券"),
    "passes": ("The year passes: {month}", "时间流逝：{month}"),
    "calls": ("calls", "次调用"),
    "writing": ("Writing the lake", "写入数据湖"),
    "open": ("The house is open at {url} (Ctrl+C closes it)", "服务已启动：{url}（Ctrl+C 停止）"),
    "enter": ("Open the console (this link signs in once): {link}", "打开控制台（此链接仅可登录一次）：{link}"),
    "key": ("Its key for reading and managing: {key}", "读取与管理密钥：{key}"),
    "try": ("Try: {command}", "试试：{command}"),
}


class Speaker:
    """Says things in one language (`en` or `zh`)."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        return _WORDS[key][self.language == "zh"].format(**values)

    def title(self, name: str, titles: dict[str, str]) -> str:
        """The title in this language, or the name."""
        return titles.get(self.language) or name

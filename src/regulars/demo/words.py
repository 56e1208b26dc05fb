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
    "decision": ("was shown", "展示"),
    "text": ("wrote", "评论"),
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
    "basis": (
        "from {customers:,} customers and {events:,} rows of history, as of {at}",
        "依据 {customers:,} 位客户、{events:,} 行历史，截至 {at}",
    ),
    "moves": ("From stage to stage in {month}", "{month} 的阶段流转"),
    "not yet": ("(not known yet)", "（尚未认识）"),
    "from": ("from", "自"),
    "to": ("to", "到"),
    "rfm": ("Recency, frequency, money: the groups", "RFM 分组"),
    "group": ("group", "分组"),
    "share": ("share", "占比"),
    "revenue": ("revenue", "消费额"),
    "days since": ("days since", "距上次（天）"),
    "tiers": (
        "Expected in {days:.0f} days: {purchases:,.0f} visits worth {value:,.0f} {currency} ({low:,.0f} – {high:,.0f})",
        "未来 {days:.0f} 天预计 {purchases:,.0f} 次到店，价值 {value:,.0f} {currency}（{low:,.0f} – {high:,.0f}）",
    ),
    "tier": ("tier", "等级"),
    "worth": ("worth", "价值"),
    "held out": (
        "tried on {days:.0f} days held out: {expected:,.0f} expected, {actual:,.0f} came; {inside:.0%} of the customers inside"
        " their 90 % interval",
        "留出 {days:.0f} 天检验：预计 {expected:,.0f}，实际 {actual:,.0f}；{inside:.0%} 的客户落在各自的 90% 区间内",
    ),
    "leaving": (
        "{count:,} regulars may leave within 30 days; {stake:,.0f} of the spend expected of them hangs on it",
        "{count:,} 位熟客可能在 30 天内流失，涉及预计消费 {stake:,.0f}",
    ),
    "who": ("household", "家庭"),
    "chance": ("leaves", "流失概率"),
    "habits": ("Ways of shopping: groups that the data form", "购物习惯：数据自成的群体"),
    "moved": (
        "Why revenue moved: {before:,.0f} → {after:,.0f} ({change:+,.0f}) in the week from {day}",
        "销售额为何变动：{before:,.0f} → {after:,.0f}（{change:+,.0f}），{day} 起的一周",
    ),
    "all alike": (
        "No part of the business moved otherwise than the whole beyond chance. By stage:",
        "没有哪个部分的变动超出随机波动。按阶段看：",
    ),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "added": ("added", "贡献"),
    "clear": ("beyond chance", "超出随机"),
    "yes": ("yes", "是"),
    "ahead": ("Revenue in the coming weeks", "未来几周的销售额"),
    "week of": ("week from", "周起始日"),
    "expected": ("expected", "预计"),
    "quality": ("How good the models are, on a time that they had not seen", "模型有多准：在未见过的时段上检验"),
    "model": ("model", "模型"),
    "figures": ("figures", "数值"),
    "page": ("The page of {who}", "{who} 的主页"),
    "stage is": ("Stage", "阶段"),
    "since": ("since {day}", "自 {day} 起"),
    "learning": ("Learning: {model}", "学习中：{model}"),
    "learnt": (
        "Learnt: {model} ({customers:,} customers, {seconds:.0f} s)",
        "已学成：{model}（{customers:,} 位客户，{seconds:.0f} 秒）",
    ),
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

"""What customers speak of, and the words that say it is good or bad there: written for this program, zh and en.

A quick delivery is good and a quick wear is not, so what an opinion word means may hang on its aspect.
"""

ASPECTS: dict[str, str] = {
    "price": (
        "价格 价钱 价位 性价比 便宜 贵 实惠 划算 优惠 折扣 降价 涨价 打折 钱 price prices priced pricing cost costs "
        "cheap expensive overpriced affordable value money discount"
    ),
    "quality": (
        "质量 品质 做工 材质 质地 用料 面料 布料 手感 瑕疵 掉色 褪色 起球 开线 脱胶 坏了 耐用 正品 假货 假的 quality "
        "material materials fabric workmanship durable sturdy flimsy defective broke broken breaks fake genuine "
        "well-made"
    ),
    "delivery": (
        "物流 快递 送货 发货 配送 到货 运费 派送 收货 送达 运输 顺丰 圆通 中通 申通 韵达 delivery delivered deliver "
        "shipping shipped shipment arrive arrived arrives courier postage dispatch dispatched"
    ),
    "packaging": (
        "包装 包裹 盒子 外盒 纸箱 箱子 密封 漏了 漏液 破损 压坏 packaging package packaged packing packed box wrapped "
        "leaked leaking"
    ),
    "service": (
        "服务 客服 态度 售后 卖家 店家 商家 店主 前台 服务员 退货 换货 退款 回复 service support staff seller refund "
        "refunded return returned reply replied helpful rude representative agent waiter"
    ),
    "size": (
        "尺码 尺寸 大小 偏大 偏小 合身 码数 码子 太大 太小 号码 版型 宽松 紧 长度 size sizes sizing fit fits fitted "
        "tight loose large small"
    ),
    "taste": (
        "味道 口味 口感 好吃 难吃 好喝 难喝 新鲜 甜 酸 苦 鲜 香味 不熟 烂的 taste tastes tasted tasty flavor flavour "
        "delicious fresh stale sweet yummy"
    ),
    "appearance": (
        "外观 颜色 款式 样子 样式 好看 难看 漂亮 图片 色差 设计 外形 颜值 color colour colors design style looks "
        "stylish ugly beautiful pretty appearance"
    ),
    "performance": (
        "速度 性能 运行 反应 死机 卡顿 卡 电池 续航 充电 发热 屏幕 系统 信号 噪音 声音 效果 功能 音质 battery "
        "performance screen speed lag laggy crash crashes charging charge heats noise noisy sound software feature "
        "features"
    ),
    "smell": "气味 异味 香味 味儿 刺鼻 smell smells scent odor odour fragrance",
    "place": "房间 位置 环境 卫生 床 早餐 隔音 设施 装修 地理位置 交通 room rooms location clean dirty breakfast bed hotel",
    "content": "内容 故事 情节 作者 文笔 印刷 纸张 排版 翻译 content story plot author writing printing translation pages",
}
"""Aspect → words, separated by spaces. Chinese words may stand anywhere, English ones as whole words."""

GOOD: dict[str, str] = {
    "price": "便宜 实惠 划算 优惠 打折 降价 值 超值 不贵 性价比高 cheap affordable bargain discount reasonable worth",
    "delivery": "快 神速 迅速 及时 准时 第二天就到 fast quick quickly prompt promptly early speedy on-time",
    "size": "合适 合身 正好 刚好 标准 perfectly true",
    "taste": "好吃 好喝 新鲜 甜 香 脆 美味 delicious tasty fresh yummy",
    "packaging": "完好 严实 结实 精美 仔细 intact secure carefully neat",
    "service": "热情 耐心 周到 及时 helpful friendly polite patient responsive",
    "quality": "结实 耐用 正品 扎实 durable sturdy solid genuine well-made",
    "appearance": "好看 漂亮 美观 时尚 精致 beautiful stylish pretty gorgeous elegant",
    "performance": "流畅 快 清晰 强劲 持久 fast smooth crisp powerful responsive",
    "place": "干净 安静 宽敞 方便 整洁 clean quiet spacious convenient",
}
BAD: dict[str, str] = {
    "price": "贵 坑 涨价 降价了 太高 expensive overpriced pricey costly",
    "delivery": "慢 迟 延误 丢 没收到 没到 等了 slow late delayed lost never missing",
    "size": "偏大 偏小 太大 太小 不合适 不合身 大了 小了 紧 tight loose small large wrong",
    "taste": "难吃 难喝 不新鲜 酸 苦 烂 坏 馊 不熟 stale bland bitter rotten disgusting",
    "packaging": "破损 破 漏 压坏 简陋 烂 damaged torn crushed leaked leaking broken ripped",
    "service": "恶劣 冷漠 敷衍 不理 推脱 差劲 rude unhelpful ignored useless",
    "quality": "瑕疵 掉色 褪色 起球 开线 脱胶 坏了 假货 假的 劣质 粗糙 defective broke broken breaks flimsy fake poor",
    "appearance": "难看 色差 丑 掉漆 ugly scratched faded",
    "performance": "死机 卡 卡顿 发热 慢 耗电 噪音 laggy lag slow crash crashes noisy heats drains",
    "smell": "异味 刺鼻 难闻 臭 stinks smelly awful strong",
    "place": "脏 吵 旧 潮湿 破旧 偏僻 dirty noisy old damp",
}
"""Aspect → words that are good or bad there."""

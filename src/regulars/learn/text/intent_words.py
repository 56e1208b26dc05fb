"""How customers say what they want, as patterns over `plain` texts: written for this program. They come before any model."""

from typing import Literal, get_args

Intent = Literal[
    "cancel_order",
    "change_order",
    "place_order",
    "track_order",
    "delivery",
    "refund",
    "exchange",
    "payment",
    "invoice",
    "account",
    "address",
    "contact_person",
    "subscription",
    "feedback",
    "complaint",
    "praise",
    "question",
    "none",
]
"""What texts are about to bring about, the same words for every language. The last four need no model."""

INTENTS: tuple[str, ...] = get_args(Intent)

OF_REQUEST: dict[str, Intent] = {
    "cancel_order": "cancel_order",
    "change_order": "change_order",
    "place_order": "place_order",
    "track_order": "track_order",
    "delivery_options": "delivery",
    "delivery_period": "delivery",
    "get_refund": "refund",
    "track_refund": "refund",
    "check_refund_policy": "refund",
    "check_cancellation_fee": "refund",
    "payment_issue": "payment",
    "check_payment_methods": "payment",
    "check_invoice": "invoice",
    "get_invoice": "invoice",
    "create_account": "account",
    "delete_account": "account",
    "edit_account": "account",
    "switch_account": "account",
    "recover_password": "account",
    "registration_problems": "account",
    "change_shipping_address": "address",
    "set_up_shipping_address": "address",
    "contact_customer_service": "contact_person",
    "contact_human_agent": "contact_person",
    "newsletter_subscription": "subscription",
    "review": "feedback",
    "complaint": "complaint",
}
"""Intents of the shipped English model → ours."""

PATTERNS: tuple[tuple[Intent, str], ...] = (
    ("cancel_order", r"取消.{0,4}订单|订单.{0,4}取消|不想要了|不要了.{0,4}(?:取消|退)|撤单|取消购买"),
    ("exchange", r"换货|(?:能|可以|想|要|给我)换(?:一|个|吗|货|成|码)|调换|更换"),
    ("exchange", r"\bexchange\b.{0,40}\b(?:size|item|one|it)\b|\breplacement\b"),
    ("refund", r"退款|退货|退钱|(?:想|要|可以|能)退(?!休)|申请退|怎么退|返现|\b(?:refund|money back)\b"),
    ("address", r"(?:改|换|修改|更改|填错|写错).{0,4}(?:地址|收货人|收件)|地址.{0,4}(?:改|错|换)"),
    ("change_order", r"(?:改|修改|更改).{0,3}订单|订单.{0,4}(?:改|修改)|(?:拍|买)错了"),
    ("track_order", r"(?:物流|快递|包裹|订单).{0,6}(?:到哪|查|单号|状态|信息|更新|进度)"),
    ("track_order", r"(?:还没|没有?|未)(?:收到|到货|发货|送到)|怎么还[不没](?:到|发|送)|催(?:一下|单|发货)"),
    ("track_order", r"(?:什么时候|何时|几时|多久).{0,4}(?:到|发货|送)"),
    ("track_order", r"\bwhere(?:'s| is| are)\b.{0,20}\b(?:order|package|parcel|delivery|item)s?\b"),
    ("track_order", r"\b(?:never|not|hasn't|hasnt|haven't|havent|didn't|didnt)\b.{0,20}\b(?:arrived?|received?|delivered)\b"),
    ("track_order", r"\btrack(?:ing)?\b.{0,25}\b(?:order|package|parcel|number)\b"),
    ("delivery", r"运费|包邮|(?:发|送|走)什么快递|能(?:发|送)到|配送范围|自提|(?:几天|多久)(?:能)?(?:到|送)"),
    ("invoice", r"发票|开票|税号|专票|收据"),
    ("payment", r"(?:支付|付款|付不了|扣款|扣了|付了).{0,6}(?:失败|不了|问题|两次|方式|没成功|吗)"),
    ("payment", r"(?:微信|支付宝|信用卡|花呗|分期).{0,4}(?:付|支付|可以|能)"),
    ("account", r"(?:账号|账户|帐号|密码|登录|登陆|注册).{0,8}(?:忘|改|找回|不了|失败|怎么|问题|注销|删除|被盗|不上)"),
    ("account", r"忘记密码|(?:注销|找回|删除).{0,3}(?:账号|帐号|账户|密码)"),
    ("contact_person", r"人工|转客服|真人|(?:找|联系).{0,3}(?:客服|人工|经理)|客服电话|有人吗|(?<![\u4e00-\u9fff])在吗"),
    ("subscription", r"退订|取消订阅|(?:别再|不要再)发.{0,4}(?:短信|邮件|信息|推送|广告)|\bunsubscribe\b|\bnewsletter\b"),
    ("complaint", r"投诉|举报|差评|12315|消协|消费者协会|维权|赔偿|骗子|\b(?:file|make|lodge) (?:a )?(?:complaint|claim)\b"),
    ("place_order", r"(?:怎么|如何|在哪|哪里)(?:下单|购买|买|订)|想(?:下单|订购)|(?:还)?有(?:没有)?(?:货|库存|现货)|补货"),
)
"""Intent → what it sounds like; the first that is heard holds."""

ASKS = (
    r"[?？]\s*$|(?:吗|呢|么)[?？。!！~～]*$"
    r"|^(?:请问|怎么|如何|为什么|为啥|什么时候|哪|是否|能不能|可不可以|有没有|多少)"
    r"|^(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|would|should)\b"
)
"""What a question sounds like."""

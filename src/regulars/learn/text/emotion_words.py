"""Words and emoji that show an emotion, in Chinese and English: written for this program, for what customers say of shops.

The emotions are Ekman's six; in a shop `sadness` is mostly disappointment and `fear` mostly worry.
"""

from typing import Literal

Emotion = Literal["joy", "anger", "sadness", "fear", "surprise", "disgust", "none"]

WORDS: dict[Emotion, str] = {
    "joy": (
        "开心 高兴 满意 喜欢 惊喜 爱了 很爱 超爱 最爱 太棒 很棒 真棒 棒极了 完美 幸福 感动 感谢 谢谢 感恩 愉快 快乐 "
        "赞 点赞 给力 舒服 享受 兴奋 放心 安心 欣慰 值得 好评 强烈推荐 推荐 回购 爱不释手 心满意足 超出预期 物超所值 "
        "happy glad pleased satisfied love loved loves lovely delighted delightful enjoy enjoyed enjoying joy "
        "wonderful fantastic amazing awesome great excellent perfect brilliant thank thanks grateful excited thrilled "
        "impressed recommend recommended favorite favourite beautiful fun comfortable cheerful"
    ),
    "anger": (
        "生气 气愤 愤怒 气死 恼火 火大 怒 可恶 可恨 混蛋 骗子 骗人 欺骗 欺诈 忽悠 坑人 坑爹 黑心 无良 奸商 无耻 "
        "不要脸 投诉 举报 差评 忍无可忍 过分 太过分 霸王 态度恶劣 推卸 不负责任 岂有此理 滚 angry furious outraged "
        "mad annoyed annoying irritated irritating frustrated frustrating unacceptable outrageous ridiculous scam "
        "scammed scammers rip-off ripped liar liars lied cheat cheated cheating fraud rude insulting hate hated shame "
        "disgrace useless incompetent"
    ),
    "sadness": (
        "失望 伤心 难过 遗憾 可惜 后悔 郁闷 心酸 心碎 无奈 心寒 寒心 沮丧 委屈 悲伤 痛苦 哭 泪 大失所望 心痛 不如意 "
        "失落 disappointed disappointing disappointment sad sadly unhappy regret regretted unfortunately upset "
        "heartbroken sorry crying cried miserable depressing letdown let-down"
    ),
    "fear": (
        "担心 害怕 怕 恐怖 吓人 吓死 不安 焦虑 着急 急死 紧张 忧虑 恐惧 危险 隐患 不敢 不放心 心慌 worried worry "
        "worries worrying afraid scared scary fear fears anxious nervous concerned concerning unsafe dangerous "
        "terrified terrifying panic"
    ),
    "surprise": (
        "惊讶 吃惊 意外 没想到 想不到 竟然 居然 出乎意料 惊呆 震惊 惊到 惊艳 大吃一惊 万万没想到 surprised surprise "
        "surprising surprisingly unexpected unexpectedly shocked shocking wow astonished astonishing stunned "
        "unbelievable incredible"
    ),
    "disgust": (
        "恶心 反胃 呕吐 想吐 臭 发霉 霉味 馊 异味 刺鼻 脏 肮脏 苍蝇 蟑螂 虫子 难闻 令人作呕 腐烂 烂了 讨厌 厌恶 嫌弃 "
        "disgusting disgusted gross nasty filthy dirty revolting mouldy moldy rotten smelly stinks stink stinky awful "
        "vile yuck repulsive"
    ),
}
"""Emotion → words, separated by spaces. Chinese words may stand anywhere, English ones as whole words."""

_FACES: tuple[tuple[str, float, Emotion], ...] = (
    ("😀😃😄😁😊🙂😍🥰😘🤩😋🤗☺🎉🥳😎😻", 1.0, "joy"),
    ("❤💕💖💗💓💯👍👏🙏💪🌹👌✨🌟", 1.0, "joy"),
    ("😂🤣", 0.5, "joy"),
    ("😡😠🤬👿💢🖕", -1.2, "anger"),
    ("👎💩", -1.2, "disgust"),
    ("🤢🤮🤧", -1.2, "disgust"),
    ("😢😭😞😔☹🙁😟😿💔😩😫😓", -1.0, "sadness"),
    ("😨😰😱😧😥😖", -0.7, "fear"),
    ("😮😲😯🤯😳", 0.0, "surprise"),
    ("🙄😒😑😤", -0.8, "anger"),
)
EMOJI: dict[str, tuple[float, Emotion]] = {
    character: (valence, emotion) for characters, valence, emotion in _FACES for character in characters
}
"""Emoji → its valence, from −1.2 to 1, and its emotion."""

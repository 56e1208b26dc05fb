"""What the command line says, in English and Chinese."""

import os

LANGUAGES = ("en", "zh")

_SAID: dict[str, tuple[str, str]] = {
    "serving": ("Regulars listens at {url}", "熟客正在监听 {url}"),
    "docs": ("API: {url}/openapi.json · health: {url}/healthz", "接口：{url}/openapi.json · 健康：{url}/healthz"),
    "first_keys": (
        "A new house. These keys open workspace '{workspace}'; they are shown this once and kept nowhere:",
        "新建完成。以下密钥用于工作区“{workspace}”，仅显示一次，不会保存：",
    ),
    "write_key": ("write key (for SDKs)", "写入密钥（供 SDK 使用）"),
    "secret_key": ("secret key (for the API)", "私密密钥（供接口使用）"),
    "set_up": (
        "Nobody can sign in to the console yet. This link makes the owner; it works once:",
        "控制台尚无成员。以下链接用于创建所有者，仅可使用一次：",
    ),
    "invited": (
        "Hand this link over; it works once, for seven days:",
        "请转交以下链接，七天内有效，仅可使用一次：",
    ),
    "member_changed": ("{email}: {role}{state}", "{email}：{role}{state}"),
    "no_mail": (
        "No --smtp-host: messages wait in the outbox until there is a mail server.",
        "未指定 --smtp-host：消息将在发件箱中等待。",
    ),
    "stopping": ("Stopping: finishing what was begun …", "正在停止：完成已开始的工作……"),
    "stopped": ("Stopped. Everything is on disk.", "已停止，全部数据已落盘。"),
    "failed": ("Stopped by a failure: {error}", "因故障停止：{error}"),
    "locked": (
        "{folder} is in use by a running server (process {pid}). Ask that server instead: --url http://HOST:PORT --key sk_…",
        "{folder} 正被运行中的服务器（进程 {pid}）使用。请改为访问该服务器：--url http://主机:端口 --key sk_…",
    ),
    "no_house": (
        "{folder} holds no house. Name the right folder with --dir, or begin one: regulars serve, apply or import",
        "{folder} 中没有数据。请用 --dir 指定正确的文件夹，或新建：regulars serve、apply 或 import",
    ),
    "workspace_by_folder": (
        "A workspace is made in the folder of the house: stop the server, then: regulars keys workspace NAME --dir FOLDER",
        "工作区须在数据文件夹中新建：先停止服务器，再执行 regulars keys workspace 名称 --dir 文件夹",
    ),
    "no_workspace": (
        "There is no workspace '{name}'{hint}. Make it with: regulars keys workspace {name}",
        "没有工作区“{name}”{hint}。可用以下命令新建：regulars keys workspace {name}",
    ),
    "need_key": (
        "--url needs --key (a secret key, sk_…) or REGULARS_KEY",
        "--url 需要 --key（私密密钥 sk_…）或环境变量 REGULARS_KEY",
    ),
    "unreachable": ("No server answers at {url}: {reason}", "{url} 没有服务器应答：{reason}"),
    "check_good": ("{count} definitions, no errors.", "共 {count} 项定义，没有错误。"),
    "check_bad": ("Errors: {errors}, warnings: {warnings}.", "{errors} 个错误，{warnings} 个警告。"),
    "applied": ("Applied. They hold from log offset {offset} on.", "已生效，自日志偏移量 {offset} 起。"),
    "applied_soon": (
        "Taken at log offset {offset}; history is being filled in.",
        "已记录于日志偏移量 {offset}，正在回填历史。",
    ),
    "nothing_changes": ("Nothing changes.", "没有变化。"),
    "verified": (
        "verify: {count} differences ({customers} customers, {values} values, as of {as_of})",
        "校验：{count} 处差异（{customers} 位顾客，{values} 个值，截至 {as_of}）",
    ),
    "by_definition": (
        "* the definition itself speaks of it, so it says nothing new",
        "* 定义本身已用到该维度，不构成新发现",
    ),
    "value_ahead": (
        "{model}: {value} {currency} in {days} days ({low} – {high}), {purchases} purchases",
        "{model}：未来 {days} 天 {value} {currency}（{low} – {high}），{purchases} 次购买",
    ),
    "held_out": (
        "{days} days held out: {expected} purchases expected, {actual} came; {inside} of the customers inside their interval",
        "留出 {days} 天：预计 {expected} 次购买，实际 {actual} 次；{inside} 的客户落在区间内",
    ),
    "no_change": ("The level has not changed.", "水平没有变化。"),
    "no_rows": ("No rows.", "没有数据。"),
    "more_rows": ("… and more: raise --limit", "……还有更多：请增大 --limit"),
    "key_made": ("The secret, shown this once:", "密钥（仅显示一次）："),
    "key_revoked": ("Revoked: {id}", "已吊销：{id}"),
    "imported_before": ("Nothing new: this file was imported before.", "没有新数据：该文件此前已导入。"),
    "imported": (
        "{rows} rows read, {taken} events taken, {rejected} rejected (see: regulars doctor).",
        "读取 {rows} 行，写入 {taken} 个事件，拒绝 {rejected} 个（参见 regulars doctor）。",
    ),
    "import_dry": ("Dry run: nothing was stored.", "试运行：没有写入任何数据。"),
    "alike_found": (
        "{pairs} pairs among {customers} customers are probably one person. Read them: regulars know alike list",
        "{customers} 位顾客中有 {pairs} 对可能是同一个人。查看：regulars know alike list",
    ),
    "alike_field": ("compared", "比较项"),
    "alike_level": ("how alike", "相似程度"),
    "alike_one": ("if one person", "若为同一人"),
    "alike_two": ("if two people", "若为两人"),
    "alike_none": ("No proposals stand so.", "没有这样的建议。"),
    "alike_never": ("Nobody has looked yet: regulars know alike run", "尚未比较：regulars know alike run"),
    "alike_accept": ("{id}: one person. The log says so, with the reason.", "{id}：同一个人，已连同理由写入日志。"),
    "alike_refuse": ("{id}: two people. They are not proposed again.", "{id}：两个人，不再建议。"),
    "text_read": ("Read by {engine}", "由 {engine} 分析"),
    "text_topics": (
        "{texts} texts of {customers} customers, {since} to {until}",
        "{customers} 位顾客的 {texts} 条文字，{since} 至 {until}",
    ),
    "text_columns": ("topic|texts|share|sentiment|words", "主题|条数|占比|情感|词语"),
    "text_items": ("item|texts|customers|sentiment|good|bad|aspects", "商品|条数|顾客|情感|好评|差评|方面"),
    "text_fields": (
        "language|sentiment|sure|emotion|intent|topics|aspects",
        "语言|情感|把握|情绪|意图|关键词|方面",
    ),
    "text_learnt": (
        "Learnt {intents} intents from {examples} examples; held-out accuracy {accuracy}",
        "已从 {examples} 条样例学会 {intents} 种意图；留出样例准确率 {accuracy}",
    ),
    "no_models": (
        "No models are defined. Ready-made ones come with: use: [risk, value]",
        "尚未定义模型。可用 use: [risk, value] 引入现成的模型。",
    ),
    "model_fitted": (
        "{name}: version {version} in {seconds} s, {customers} customers have a score, {written} records written.",
        "{name}：第 {version} 版，用时 {seconds} 秒，{customers} 位顾客有评分，写入 {written} 条记录。",
    ),
    "groups_id": ("group", "分组"),
    "groups_name": ("name", "名称"),
    "groups_customers": ("customers", "顾客数"),
    "groups_share": ("share", "占比"),
    "groups_apart": ("what sets it apart (all)", "区别所在（全体）"),
    "groups_saved": ("Saved as segments: {segments}", "已保存为分群：{segments}"),
    "identity_columns": ("identifier|events|first seen|last seen|held", "标识|事件数|首次出现|最近出现|持有"),
    "identity_apart": ("Told apart from: {numbers}", "已确认与以下顾客不是同一人：{numbers}"),
    "identity_tried": (
        "{customers_now} customers would be {customers_then}: {united} unions, {parted} partings, {regrouped} regroupings "
        "({moved} customers moved).",
        "现有 {customers_now} 位顾客将变为 {customers_then} 位：合并 {united} 处，拆分 {parted} 处，重组 {regrouped} 处"
        "（涉及 {moved} 位顾客）。",
    ),
    "identity_united": ("united ({events} events)", "合并（{events} 个事件）"),
    "identity_parted": ("parted ({events} events)", "拆分（{events} 个事件）"),
    "identity_regrouped": ("regrouped ({events} events)", "重组（{events} 个事件）"),
    "merge_taken": ("Merged: a record in the log at offset {offset}.", "已合并，记录于日志偏移量 {offset}。"),
    "merge_undone": ("undone at {at} by {by}: {why}", "{at} 由 {by} 撤销：{why}"),
    "unmerge_taken": (
        "Undone at log offset {offset}: they are two people until somebody merges them again.",
        "已撤销（日志偏移量 {offset}）：在再次合并之前视为两位顾客。",
    ),
    "well": ("All is well.", "一切正常。"),
    "unwell": ("Things that need attention: {count}.", "有 {count} 处需要注意。"),
}


def language(asked: str | None) -> str:
    """The language to speak: as asked for, else as the environment says (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English."""
    if asked in LANGUAGES:
        return asked or "en"
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def say(what: str, language: str, **values: object) -> str:
    """One sentence.

    >>> say("well", "en")
    'All is well.'
    """
    return _SAID[what][LANGUAGES.index(language)].format(**values)

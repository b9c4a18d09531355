"""What an administrator would miss on the day of appointment."""

from typing import Protocol

from hikiate.kernel.findings import Finding, Severity
from hikiate.rules.kinds.catalogue import kind


class At(Protocol):
    """The making of a finding at a place."""

    def __call__(self, where: str, /, *, count: str, shown: str) -> Finding:
        """The finding."""


NO_TABLE = kind(
    "handover.no_table",
    Severity.WARNING,
    ("{table} was not handed in", "{needed_for}", "keep the table every day, so that it is there when it is needed"),
    ("{table} が提出されていません", "{needed_for}", "毎営業日作成し、必要なときに引き渡せるようにしてください"),
)
NO_ADDRESS = kind(
    "handover.no_address",
    Severity.WARNING,
    (
        "{count} holdings of coins without an address: {shown}",
        "a reference by which an administrator finds the coins",
        "enter the address; the key itself belongs in no table",
    ),
    (
        "アドレスの記載のない暗号資産の有高が {count} 件あります: {shown}",
        "管理人が所在を確認できる記載",
        "アドレスを記載してください。秘密鍵そのものは、どの表にも記載しません",
    ),
)
NO_CONTROL = kind(
    "handover.no_control",
    Severity.WARNING,
    (
        "{count} addresses have not signed for this day: {shown}",
        "a signature of the day that proves who controls them",
        "sign the message of the day with each key; see docs/how-to/prove-control-of-an-address.md",
    ),
    (
        "当日の署名のないアドレスが {count} 件あります: {shown}",
        "管理権を示す当日の署名",
        "各鍵で当日のメッセージに署名してください（docs/how-to/prove-control-of-an-address.md）",
    ),
)
KEEPER_UNKNOWN = kind(
    "handover.keeper_unknown",
    Severity.WARNING,
    (
        "{count} holdings are with keepers that providers does not name: {shown}",
        "who keeps them, and how they are reached",
        "enter the keeper in providers, trustees and banks too",
    ),
    (
        "providers に記載のない管理者の有高が {count} 件あります: {shown}",
        "管理者の名称と連絡先",
        "信託会社・銀行を含め、管理者を providers に記載してください",
    ),
)
NO_PROOF = kind(
    "handover.no_proof",
    Severity.WARNING,
    (
        "no proof of liabilities of this pack",
        "a root that customers have seen, to which claims can be held",
        "publish a proof every day (hikiate prove) and hand in its ROOT.json",
    ),
    (
        "このパックの預り債務の証明がありません",
        "利用者が確認済みの、債権と照合できる証明値",
        "毎日証明を公表し（hikiate prove）、その ROOT.json を指定してください",
    ),
)
DISPUTES_OPEN = kind(
    "handover.disputes_open",
    Severity.NOTE,
    (
        "{count} disputes are not answered",
        "an answer to each, or the claim reserved in full",
        "enter them as [[disputed]] in the estate file",
    ),
    (
        "回答していない申立てが {count} 件あります",
        "各申立てへの回答、または債権全額の留保",
        "財団ファイルに [[disputed]] として記載してください",
    ),
)
WRONG_PROOF = kind(
    "handover.wrong_proof",
    Severity.FAULT,
    ("a root of {exchange}, {as_of}", "the root of this pack", "name the ROOT.json that was made of this pack"),
    ("{exchange}、{as_of} の証明値です", "このパックの証明値", "このパックから作成した ROOT.json を指定してください"),
)

"""What a verification of an audit pack finds."""

from hikiate.kernel.findings import Severity
from hikiate.rules.kinds.catalogue import kind

FILE_DIFFERS = kind(
    "audit.file_differs",
    Severity.BREACH,
    ("a file whose SHA-256 is {value}", "{wanted}, as the manifest says", "ask for the pack again from its source"),
    ("ファイルの SHA-256 は {value} です", "目録に記載された {wanted}", "作成元から改めて入手してください"),
)
FILE_MISSING = kind(
    "audit.file_missing",
    Severity.BREACH,
    ("not there", "every file of the manifest", "ask for the pack again from its source"),
    ("ファイルがありません", "目録にあるすべてのファイル", "作成元から改めて入手してください"),
)
FILE_STRANGE = kind(
    "audit.file_strange",
    Severity.BREACH,
    ("a file that the manifest does not name", "the files of the manifest and no others", "do not rely on it"),
    ("目録にないファイルです", "目録にあるファイルのみ", "このファイルに依拠しないでください"),
)
REMADE_DIFFERS = kind(
    "audit.remade_differs",
    Severity.BREACH,
    (
        "made again from the pack, this file is another ({value})",
        "{wanted}, byte by byte, from the same pack, seed and version",
        "compare both line by line; with another version of the software, use the one that the manifest names",
    ),
    (
        "パックから作り直すと異なるファイルになります（{value}）",
        "同じパック・乱数の種・版から1バイトも違わない {wanted}",
        "両者を行ごとに比較してください。版が異なる場合は目録にある版を用いてください",
    ),
)
NO_MANIFEST = kind(
    "audit.no_manifest",
    Severity.FAULT,
    ("{value}", "the manifest.json of an audit pack", "name the folder that hikiate audit-pack wrote"),
    ("{value}", "監査資料の manifest.json", "hikiate audit-pack が書き出したフォルダーを指定してください"),
)
ROOT_DIFFERS = kind(
    "audit.root_differs",
    Severity.FAULT,
    (
        "a day root of pack {value}",
        "the day root of this very pack, {wanted}",
        "name the ROOT.json that prove made of this pack",
    ),
    (
        "パック {value} に対する日の証明です",
        "このパック {wanted} に対する日の証明",
        "このパックから prove で作成した ROOT.json を指定してください",
    ),
)

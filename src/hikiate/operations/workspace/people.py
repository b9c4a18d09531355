"""Who may act: users with roles, limits of what a role may approve, and the checks that every verb begins with.

Roles: `admin` (管理者) names users and limits; `maker` (起票者) makes requests and carries steps out; `approver`
(承認者) checks what others made; `risk` (リスク管理) works with the loss model; `viewer` (閲覧者) reads what names no
customer; `auditor` (監査人) and `supervisor` (監督当局) read everything. One person may have several, and never checks
own work.
"""

from collections.abc import Sequence

from hikiate.book.decisions import DecisionDraft
from hikiate.book.records import Asset, Limit, User
from hikiate.facts.faults import NOT_A_CHOICE, OVERFLOW, WRONG_VALUE
from hikiate.kernel.amounts import AmountRefused, amount_text, grouped, minor_units
from hikiate.kernel.findings import Finding, Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.faults import BEFORE_LAST, LACKS_ROLE, UNKNOWN_ASSET, UNKNOWN_USER
from hikiate.operations.workspace.ports import Act, Done, Unit, last

ROLES = {
    "admin": Term("administrator", "管理者"),
    "maker": Term("maker", "起票者"),
    "approver": Term("approver", "承認者"),
    "risk": Term("risk manager", "リスク管理"),
    "viewer": Term("viewer", "閲覧者"),
    "auditor": Term("auditor", "監査人"),
    "supervisor": Term("supervisor", "監督当局"),
}


def roles_of(unit: Unit, name: str) -> tuple[str, ...]:
    """The roles that a user has now; none for whoever is no user."""
    found = last(unit.rows(User, name=name))
    return tuple(found.roles.split(",")) if found and found.roles else ()


def require(unit: Unit, act: Act, *roles: str) -> None:
    """Refuse whoever has none of these roles, and a moment before what stands there already."""
    found: list[Finding] = []
    newest = max(unit.decisions.at, unit.journal.at)
    if act.at < newest:
        found.append(BEFORE_LAST.at(Given("at"), value=act.at, wanted=newest))
    held = roles_of(unit, act.by)
    if not unit.count(User, name=act.by):
        found.append(UNKNOWN_USER.at(Given("user"), user=act.by))
    elif not set(held) & set(roles):
        wanted = ", ".join(roles)
        found.append(LACKS_ROLE.at(Given("user"), user=act.by, value=", ".join(held) or "-", wanted=wanted))
    if found:
        raise Refused(found)


def begin(unit: Unit, act: Act) -> Done:
    """Make the first user, an administrator; a workspace that has users already is left as it is."""
    if unit.decisions.number:
        return Done(unit.decisions.number, already=True)
    made = unit.decide(DecisionDraft(act.at, act.by, "workspace.init", act.by), [User(act.by, 1, "admin")])
    return Done(made.number)


def set_roles(unit: Unit, act: Act, name: str, roles: Sequence[str]) -> Done:
    """Give a user these roles and no others from now on; the last administrator stays one."""
    require(unit, act, "admin")
    found = [
        NOT_A_CHOICE.at(Given("role"), value=role, choices=", ".join(ROLES)) for role in roles if role not in ROLES
    ]
    if not name.strip() or "," in name:
        found.append(WRONG_VALUE.at(Given("name"), value=name, wanted="a name", wanted_ja="氏名または識別名"))
    others = {user.name for user in unit.rows(User)} - {name}
    if "admin" not in roles and not any("admin" in roles_of(unit, other) for other in others):
        found.append(
            WRONG_VALUE.at(
                Given("role"), value=", ".join(roles) or "-", wanted="an administrator", wanted_ja="管理者が1名以上"
            )
        )
    if found:
        raise Refused(found)
    ordered = ",".join(role for role in ROLES if role in roles)
    stands = last(unit.rows(User, name=name))
    if stands and stands.roles == ordered:
        return Done(stands.revision, already=True)
    revision = stands.revision + 1 if stands else 1
    unit.decide(DecisionDraft(act.at, act.by, "user.roles", name, ordered), [User(name, revision, ordered)])
    return Done(revision)


def set_limit(unit: Unit, act: Act, role: str, asset: str, amounts: tuple[str, str]) -> Done:
    """Let a role approve up to an amount of an asset, and above a second amount only together with another."""
    require(unit, act, "admin")
    if role not in ROLES:
        raise Refused([NOT_A_CHOICE.at(Given("role"), value=role, choices=", ".join(ROLES))])
    most, two_above = (amount_of(unit, asset, text, Given("amount")) for text in amounts)
    if two_above > most:
        wanted, wanted_ja = f"at most {amounts[0]}, the amount up to which it may approve", f"限度額 {amounts[0]} 以下"
        raise Refused([WRONG_VALUE.at(Given("two_above"), value=amounts[1], wanted=wanted, wanted_ja=wanted_ja)])
    stands = last(unit.rows(Limit, role=role, asset=asset))
    if stands and (stands.amount_max, stands.amount_two_above) == (most, two_above):
        return Done(stands.revision, already=True)
    limit = Limit(role, asset, stands.revision + 1 if stands else 1, most, two_above)
    unit.decide(DecisionDraft(act.at, act.by, "user.limit", f"{role} {asset}", " ".join(amounts)), [limit])
    return Done(limit.revision)


def limit_of(unit: Unit, name: str, asset: str) -> Limit | None:
    """The highest limit that a user's roles give in an asset; None where none is set."""
    limits = [last(unit.rows(Limit, role=role, asset=asset)) for role in roles_of(unit, name)]
    return max((limit for limit in limits if limit), key=lambda limit: limit.amount_max, default=None)


def scale_of(unit: Unit, asset: str, where: str = Given("asset")) -> int:
    """An asset's number of decimals; Refused for one that no pack declared."""
    found = last(unit.rows(Asset, asset=asset))
    if found is None:
        assets = ", ".join(known.asset for known in unit.rows(Asset)) or "-"
        raise Refused([UNKNOWN_ASSET.at(where, asset=asset, assets=assets)])
    return found.scale


class Scales:
    """The decimals of assets as `scale_of` gives them, each looked up once: for many lines of few assets."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._known: dict[str, int] = {}

    def of(self, asset: str, where: str = Given("asset")) -> int:
        """An asset's number of decimals; Refused for one that no pack declared."""
        if asset not in self._known:
            self._known[asset] = scale_of(self._unit, asset, where)
        return self._known[asset]


def amount_of(unit: Unit, asset: str, text: str, where: str) -> int:
    """Decimal text in minor units of an asset; Refused for what is no amount of it."""
    scale = scale_of(unit, asset)
    try:
        return minor_units(text, scale)
    except AmountRefused as refused:
        if refused.reason == "overflow":
            raise Refused([OVERFLOW.at(where, value=text)]) from refused
        wanted = Term(f"decimal text with at most {scale} decimals", f"小数点以下 {scale} 桁までの十進数")
        raise Refused([WRONG_VALUE.at(where, value=text or "-", wanted=wanted.en, wanted_ja=wanted.ja)]) from refused


def said_amount(unit: Unit, asset: str, amount: int) -> str:
    """Minor units as people read them."""
    return grouped(amount_text(amount, scale_of(unit, asset)))

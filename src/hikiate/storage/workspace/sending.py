"""Notices sent: by mail through an SMTP server, and to webhooks as signed JSON; each attempt once, within seconds.

What failed is given back in words that hold no secret, no address and nothing that a server said beyond its code.
"""

import json
import smtplib
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.request import Request

from hikiate.book.signatures import signature
from hikiate.kernel.findings import Refused
from hikiate.storage.outbound import Unanswered, answered, failure
from hikiate.storage.workspace.settings import Mail, Webhook

SCHEMA = "hikiate/notice/1"
_SECONDS = 15
_BYTES_MAX = 1024 * 1024


def send_mail(mail: Mail, identifier: str, subject: str, text: str, at: datetime) -> str | None:
    """Send a notice by mail; None where the server took it for everybody, or why not."""
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message["Date"] = format_datetime(at.astimezone(UTC))
    message["Message-ID"] = f"<{identifier}@{mail.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Hikiate-Notice"] = identifier
    message.set_content(text)
    try:
        with _server(mail) as server:
            if mail.password:
                server.login(mail.user, mail.password.read().decode())
            refused = server.send_message(message)
    except smtplib.SMTPResponseException as error:
        return f"SMTP {error.smtp_code}"
    except Refused:
        return "no password / パスワードがありません"
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        return failure(error)
    return f"SMTP: refused for {len(refused)} of {len(mail.to)}" if refused else None


def _server(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    if mail.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def webhook_body(identifier: str, says: Mapping[str, str]) -> bytes:
    """What a webhook is sent."""
    return json.dumps({"schema": SCHEMA, "id": identifier, **says}, ensure_ascii=False, sort_keys=True).encode()


def send_webhook(webhook: Webhook, identifier: str, says: Mapping[str, str], at: datetime) -> str | None:
    """Send a notice to a webhook; None where it answered with a code of success, or why not."""
    body, moment = webhook_body(identifier, says), int(at.timestamp())
    try:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "hikiate",
            "Hikiate-Notice": identifier,
            "Hikiate-Timestamp": str(moment),
            "Hikiate-Signature": signature(webhook.secret.read(), moment, body),
        }
        request = Request(webhook.url, data=body, headers=headers, method="POST")  # noqa: S310 - the settings take https alone
        answered(request, _SECONDS, _BYTES_MAX)
    except Refused:
        return "no secret / 秘密値がありません"
    except Unanswered as error:
        return str(error)
    return None

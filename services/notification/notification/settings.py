"""What the notification service reads from its environment."""

from dataclasses import dataclass

from chassis.settings import BadSettings, ServiceSettings, setting
from notification.channels.dkim_signing import DkimKey, check
from notification.channels.smtp import SmtpAddress

SHORTEST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beside what every service needs: how mail leaves, and under which addresses."""

    smtp_url: str = setting(
        "PP_SMTP_URL", secret=True, help="smtp://, smtp+starttls:// or smtps://[user:password@]host:port"
    )
    mail_from: str = setting("PP_MAIL_FROM", default="noreply@cap-metiers.pro", help="sender of every e-mail")
    mail_reply_to: str = setting(
        "PP_MAIL_REPLY_TO", default="parcourspro@cap-metiers.pro", help="where answers to e-mails go"
    )
    link_secret: str = setting("PP_LINK_SECRET", secret=True, help="signs the links that stop e-mails of one topic")
    decision_link_secret: str = setting(
        "PP_DECISION_LINK_SECRET", secret=True, help="signs the links by which HR validators decide; enrolment's too"
    )
    dkim_key: str = setting("PP_DKIM_KEY", default="", secret=True, help="RSA private key, PKCS#1 PEM; none: unsigned")
    dkim_selector: str = setting("PP_DKIM_SELECTOR", default="parcourspro", help="name of its public half in DNS")

    def dkim(self) -> DkimKey | None:
        """The key that signs, None where mail leaves unsigned."""
        if not self.dkim_key:
            return None
        domain = self.mail_from.rpartition("@")[2]
        return DkimKey(pem=self.dkim_key.encode(), selector=self.dkim_selector, domain=domain)

    def __post_init__(self) -> None:
        super().__post_init__()
        secrets = {"PP_LINK_SECRET": self.link_secret, "PP_DECISION_LINK_SECRET": self.decision_link_secret}
        for variable, secret in secrets.items():
            if len(secret) < SHORTEST_SECRET:
                raise BadSettings(f"{variable} is shorter than {SHORTEST_SECRET} characters")
        try:
            if key := self.dkim():
                check(key)
        except ValueError as fault:
            raise BadSettings(f"PP_DKIM_KEY is malformed ({fault})") from fault
        try:
            SmtpAddress.parse(self.smtp_url)
        except ValueError as fault:
            raise BadSettings(f"PP_SMTP_URL is malformed ({fault})") from fault

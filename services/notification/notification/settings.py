"""What the notification service reads from its environment."""

from dataclasses import dataclass

from chassis.settings import BadSettings, ServiceSettings, setting
from notification.channels.smtp import SmtpAddress


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

    def __post_init__(self) -> None:
        super().__post_init__()
        try:
            SmtpAddress.parse(self.smtp_url)
        except ValueError as fault:
            raise BadSettings(f"PP_SMTP_URL is malformed ({fault})") from fault

"""What notification needs to know beside what every service does."""

from services.kit.running.settings import ServiceSettings


class NotificationSettings(ServiceSettings):
    service: str = "notification"

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_connections: int = 16
    """How many mails leave side by side, each on a connection that stays open."""
    sender: str = "tongban@qinghe.example"
    """The `From` of every mail; its domain also names the messages."""
    base_url: str = "http://127.0.0.1:8000"
    """Where residents open links: `/progress`, `/invitation`."""

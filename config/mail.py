"""What the address of a mail server stands for, and what a sender's address looks like."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """A mail server as Django's settings name its parts; without a host nothing is sent."""

    host: str = ""
    port: int = PORTS["smtp"]
    user: str = ""
    password: str = ""
    # Encrypted after a greeting in the clear (smtp+tls), or from the first byte (smtps).
    starts_tls: bool = False
    is_tls: bool = False


def mail_server(url):
    """The server a URL names; a ValueError says what is wrong and never repeats the password."""
    if not url:
        return MailServer()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("không đọc được: tên máy, cổng hay ký tự đặc biệt trong mật khẩu viết sai") from error
    if parts.scheme not in PORTS:
        raise ValueError(f"phải bắt đầu bằng một trong: {', '.join(f'{scheme}://' for scheme in PORTS)}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("có phần thừa sau tên máy; ký tự / ? # trong mật khẩu viết là %2F %3F %23")
    if not host:
        raise ValueError("thiếu tên máy chủ thư")
    if bool(parts.username) != bool(parts.password):
        raise ValueError("tên đăng nhập và mật khẩu phải đi cùng nhau")
    return MailServer(
        host,
        port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
    )


def refuse_other_servers(text):
    try:
        mail_server(text)
    except ValueError as error:
        return str(error)
    return None


def refuse_other_senders(text):
    is_address = re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", parseaddr(text)[1])
    return None if is_address else f"«{text}» không phải là địa chỉ thư"

"""The environment variables of the settings: one declaration gives the value, the complaint and the listing."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.mail import refuse_other_senders, refuse_other_servers

YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASES = ("postgres://", "postgresql://", "sqlite://")


def split(text: str) -> list[str]:
    """The items of a list written with commas."""
    return [item.strip() for item in text.split(",") if item.strip()]


def refuse_weak_key(text):
    if len(text) < 50 or len(set(text)) < 5:
        return "phải là chuỗi ngẫu nhiên từ 50 ký tự trở lên"
    return None


def refuse_addresses(text):
    wrong = [name for name in split(text) if "/" in name or "*" in name or (":" in name and not name.startswith("["))]
    if wrong:
        return f"chỉ ghi tên miền, không ghi https://, cổng hay dấu *: {', '.join(wrong)}"
    return None


def refuse_bare_names(text):
    wrong = [origin for origin in split(text) if not origin.startswith(("https://", "http://"))]
    return f"phải bắt đầu bằng https://: {', '.join(wrong)}" if wrong else None


def refuse_other_sites(text):
    parts = urlsplit(text)
    is_site = parts.scheme in {"https", "http"} and parts.netloc and not (parts.path.strip("/") or parts.query)
    return None if is_site else f"«{text}» không phải là địa chỉ như https://solieu.vi-du.gov.vn"


def one_of(*values):
    return lambda text: None if text in values else f"«{text}» không có trong các giá trị: {', '.join(values)}"


def refuse_other_databases(text):
    return None if text.startswith(DATABASES) else f"phải bắt đầu bằng một trong: {', '.join(DATABASES)}"


def refuse_neither_yes_nor_no(text):
    return None if text.lower() in YES | NO else f"«{text}» không phải là 1 hay 0"


def refuse_other_minutes(text):
    is_number = text.isascii() and text.isdecimal() and len(text) < 5
    return None if is_number and 5 <= int(text) <= 1440 else f"«{text}» không phải là số phút từ 5 đến 1440"


def refuse_no_folder(text):
    is_open = os.path.isdir(text) and os.access(text, os.W_OK)
    return None if is_open else f"«{text}» không phải là thư mục mà tài khoản chạy sổ ghi được"


@dataclass(frozen=True)
class Variable:
    """One variable: what it is for, how it looks, and what makes a value of it wrong."""

    meaning: str
    example: str
    refuse: Callable[[str], str | None] = lambda text: None
    default: str = ""
    # A server does not start without it; a developer's machine (DEBUG=1) does.
    required: bool = False
    # It must be given where another variable is.
    needed_by: str = ""


VARIABLES = {
    "SECRET_KEY": Variable(
        "chuỗi bí mật để ký phiên làm việc; giữ nguyên giữa các lần chạy, không cho ai biết",
        "$(openssl rand -hex 32)",
        refuse_weak_key,
        required=True,
    ),
    "ALLOWED_HOSTS": Variable(
        "các tên miền của trang, cách nhau bằng dấu phẩy (luôn nhận thêm localhost, 127.0.0.1)",
        "solieu.vi-du.gov.vn",
        refuse_addresses,
        required=True,
    ),
    "HTTPS_BY": Variable(
        "ai giữ chứng chỉ HTTPS: proxy (nginx phía trước, gửi X-Forwarded-Proto), granian (GRANIAN_SSL_CERTIFICATE,"
        " GRANIAN_SSL_KEYFILE), none (không có: chỉ để chạy thử trên một máy)",
        "proxy",
        one_of("proxy", "granian", "none"),
        required=True,
    ),
    "DATABASE_URL": Variable(
        "cơ sở dữ liệu; không đặt thì dùng tệp db.sqlite3 trong thư mục dự án",
        "postgres://solieu:mat-khau@127.0.0.1/solieu",
        refuse_other_databases,
    ),
    "CSRF_TRUSTED_ORIGINS": Variable(
        "các địa chỉ khác được gửi biểu mẫu đến trang; chỉ cần khi máy phía trước đổi tên miền hoặc cổng",
        "https://solieu.vi-du.gov.vn:8443",
        refuse_bare_names,
    ),
    "SESSION_IDLE_MINUTES": Variable(
        "bao nhiêu phút không ai dùng thì phiên làm việc ở trang quản trị kết thúc; những gì đang gõ không mất",
        "60",
        refuse_other_minutes,
        default="60",
    ),
    "MAIL_URL": Variable(
        "máy chủ gửi thư nhắc hạn nộp biểu (smtp+tls://, smtps:// hoặc smtp://); không đặt thì sổ không gửi thư nào",
        "smtp+tls://so-lieu:mat-khau@thu.vi-du.gov.vn:587",
        refuse_other_servers,
    ),
    "MAIL_FROM": Variable(
        "địa chỉ gửi đi của các thư ấy; bắt buộc khi đặt MAIL_URL",
        "so-lieu@vi-du.gov.vn",
        refuse_other_senders,
        needed_by="MAIL_URL",
    ),
    "SITE_ADDRESS": Variable(
        "địa chỉ của trang, viết trong thư; không đặt thì là https:// và tên miền đầu của ALLOWED_HOSTS",
        "https://solieu.vi-du.gov.vn",
        refuse_other_sites,
    ),
    "STATIC_ROOT": Variable(
        "thư mục để ./dev serve gom tệp tĩnh; không đặt thì dùng staticfiles trong thư mục dự án",
        "/var/lib/solieu/static",
    ),
    "IMPORT_FOLDER": Variable(
        "thư mục riêng giữ tệp bảng tính giữa lúc xem trước và lúc xác nhận; nhiều máy chủ thì dùng chung một thư mục",
        "/var/lib/solieu/imports",
    ),
    "NGINX_FOLDER": Variable(
        "thư mục mà nginx phía trước đọc để biết trang công khai vừa đổi (config/nginx.conf); không đặt thì nginx không"
        " giữ trang nào",
        "/run/solieu",
        refuse_no_folder,
    ),
    "LOG_LEVEL": Variable("mức nhật ký ít nhất được ghi", "WARNING", one_of(*LOG_LEVELS), default="INFO"),
    "DEBUG": Variable(
        "1 trên máy của người phát triển; ./dev serve luôn tắt", "0", refuse_neither_yes_nor_no, default="0"
    ),
}


class Environment:
    """The variables of one start: asked one by one, their problems told all at once."""

    def __init__(self, given: Mapping[str, str]):
        self.given = given
        self.debug = given.get("DEBUG", "").strip().lower() in YES

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "").strip() or VARIABLES[name].default

    def problem(self, name: str) -> str | None:
        variable, value = VARIABLES[name], self[name]
        if not value and variable.needed_by and self[variable.needed_by]:
            return f"chưa đặt, mà {variable.needed_by} đã đặt"
        if not value:
            return "chưa đặt" if variable.required and not self.debug else None
        return variable.refuse(value)

    def problems(self) -> str:
        """Every variable to mend, what it is for and an example."""
        found = {name: problem for name in VARIABLES if (problem := self.problem(name))}
        return "\n".join(
            f"  {name}: {problem}.\n    Là {VARIABLES[name].meaning}.\n    Ví dụ: {name}={VARIABLES[name].example}"
            for name, problem in found.items()
        )

    def complaint(self) -> str:
        """What to tell whoever starts the server; empty when it can start."""
        problems = self.problems()
        return f"các biến môi trường sau chưa đúng:\n{problems}" if problems else ""


def listing() -> str:
    """All variables, for whoever asks on the command line."""
    return "\n".join(
        f"  {name}{' (bắt buộc)' if variable.required else ''}: {variable.meaning}.\n"
        f"      Ví dụ: {name}={variable.example}"
        for name, variable in VARIABLES.items()
    )

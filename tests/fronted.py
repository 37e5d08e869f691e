"""A real nginx before a server, with the configuration of this project: its own process, folder and port."""

import os
import shutil
from contextlib import contextmanager

import pytest

from tests.processes import until
from tests.served import ROOT, by_granian, free_port, production, running

# Where Debian keeps it is on no path of plain accounts.
PATHS = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
MAIN = """
{user}
worker_processes 2;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/solieu.conf;
}}
"""


def find_nginx():
    return os.environ.get("NGINX") or shutil.which("nginx", path=PATHS)


@contextmanager
def fronted(folder, database):
    """A server and the nginx before it, which share a folder; gives both, and the environment."""
    program = find_nginx()
    if program is None:
        pytest.skip("không có nginx; ./dev test nói cách cài")
    env = production(folder, database, NGINX_FOLDER=str(folder))
    (folder / "front").mkdir()
    with running(by_granian, folder, env) as server:

        def by_nginx(port):
            configure(folder, server.port, port)
            return [program, "-e", "stderr", "-c", folder / "front" / "main.conf", "-g", "daemon off;"]

        with running(by_nginx, folder / "front", env) as front:
            yield server, front, env


def quieten(front, folder):
    """Wait until nobody has written for a while; whoever asks by POST is refused, and lets the book look."""
    until(lambda: front.ask("/", "POST") and (folder / "yen").exists())


def configure(folder, server_port, port):
    """The configuration as it is told to be put in: other folders and ports, and nobody's certificate."""
    told = (ROOT / "config" / "nginx.conf").read_text("utf-8")
    for standing, here in [
        ("/var/cache/nginx/solieu", f"{folder}/front/cache"),
        ("/var/lib/solieu", str(folder)),
        ("/run/solieu", str(folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{server_port}"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
    ]:
        assert standing in told
        told = told.replace(standing, here)
    kept = [line for line in told.splitlines() if not line.strip().startswith("ssl_")]
    front = folder / "front"
    (front / "solieu.conf").write_text("\n".join(kept), "utf-8")
    # The folders of tests are closed to every other account.
    user = "user root;" if os.geteuid() == 0 else ""
    (front / "main.conf").write_text(MAIN.format(folder=front, user=user), "utf-8")

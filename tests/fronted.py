"""A real nginx before a server, with the configuration of this project: its own process, folder and port."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from tests.processes import until
from tests.served import ROOT, Server, by_granian, free_port, production, running

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
    """A server and the nginx before it, which share a folder; gives both, nginx without TLS, and the environment."""
    program = find_nginx()
    if program is None or shutil.which("openssl") is None:
        pytest.skip("không có nginx hay openssl; ./dev test nói cách cài")
    env = production(folder, database, NGINX_FOLDER=str(folder), HTTPS_BY="proxy")
    (folder / "front").mkdir()
    certificate = certify(folder / "front")
    plain_port = free_port()
    with running(by_granian, folder, env) as server:

        def by_nginx(port):
            configure(folder, server.port, port, plain_port)
            return [program, "-e", "stderr", "-c", folder / "front" / "main.conf", "-g", "daemon off;"]

        with running(by_nginx, folder / "front", env, certificate) as front:
            yield server, front, Server(front.process, plain_port, front.written), env


def quieten(front, folder):
    """Wait until nobody has written for a while; whoever asks by POST is refused, and lets the book look."""
    until(lambda: front.ask("/", "POST") and (folder / "yen").exists())


def certify(folder):
    """A certificate and its key where the configuration looks for them, signed by nobody else."""
    certificate = folder / "solieu.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    told = ["-subj", "/CN=solieu.vi-du.gov.vn", "-addext", "subjectAltName=DNS:solieu.vi-du.gov.vn,IP:127.0.0.1"]
    # What a strict client asks of whoever signed a certificate.
    told += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    files = ["-days", "2", "-keyout", folder / "solieu.key", "-out", certificate]
    subprocess.run([*made, *told, *files], check=True, capture_output=True)
    return certificate


def configure(folder, server_port, port, plain_port):
    """The configuration as it is told to be put in: other folders and ports, and a certificate of its own."""
    told = (ROOT / "config" / "nginx.conf").read_text("utf-8")
    for standing, here in [
        ("/var/cache/nginx/solieu", f"{folder}/front/cache"),
        ("/var/lib/solieu", str(folder)),
        ("/run/solieu", str(folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{server_port}"),
        ("/etc/ssl/solieu", f"{folder}/front/solieu"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
    ]:
        assert standing in told
        told = told.replace(standing, here)
    front = folder / "front"
    (front / "solieu.conf").write_text(told, "utf-8")
    # The folders of tests are closed to every other account.
    user = "user root;" if os.geteuid() == 0 else ""
    (front / "main.conf").write_text(MAIN.format(folder=front, user=user), "utf-8")

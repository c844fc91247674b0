"""A WordPress of Debian's packages as processes of our own, on loopback, in a folder that is thrown away.

Nothing of the machine is used but the programs: MariaDB listens on a socket in the folder alone, PHP's own server serves
a tree of links, and the configuration is ours. WordPress calls nobody (`WP_HTTP_BLOCK_EXTERNAL`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bulletin.forwarding.provinces import free_port
from tests.faults.processes import until
from tests.services import WORDPRESS, mariadb_program

PATIENCE = 30.0
PASSWORD = "mot-mat-khau"
ROLES = ("administrator", "editor", "author", "contributor", "subscriber")

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT',
          'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) { define($name, str_repeat($name, 4)); }
define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST']); define('WP_SITEURL', WP_HOME);
define('WP_CONTENT_DIR', '%(site)s/wp-content'); define('WP_DEFAULT_THEME', 'twentytwentyone');
define('WP_ENVIRONMENT_TYPE', 'local'); define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_DEBUG', false); define('FS_METHOD', 'direct');
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
"""

# Debian's tree finds its configuration by the folder it lies in; with ABSPATH it looks in ours.
ROUTER = """<?php
define('ABSPATH', '%(site)s/');
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file('%(site)s' . $path) && substr($path, -4) !== '.php') { return false; }
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = '%(site)s/index.php';
chdir('%(site)s');
require '%(site)s/index.php';
"""

INSTALL = """<?php
define('ABSPATH', '%(site)s/');
$_SERVER['HTTP_HOST'] = '127.0.0.1'; $_SERVER['REQUEST_URI'] = '/'; $_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);
require '%(site)s/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_mail() { return true; }
wp_install('Trang tinh', 'administrator', 'administrator@vi-du.vn', true, '', '%(password)s');
update_option('permalink_structure', '/%%postname%%/');
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('blog_public', 0);
$keys = [];
foreach (%(roles)s as $role) {
    $id = $role === 'administrator' ? 1 : wp_insert_user(['user_login' => $role, 'user_pass' => '%(password)s',
        'user_email' => $role . '@vi-du.vn', 'role' => $role]);
    list($keys[$role]) = WP_Application_Passwords::create_new_application_password($id, ['name' => 'ban-tin']);
}
foreach (get_posts(['post_type' => 'any', 'numberposts' => -1, 'post_status' => 'any']) as $post) {
    wp_delete_post($post->ID, true);
}
echo "\\n" . json_encode($keys);
"""


@dataclass(frozen=True)
class WordPress:
    """A running WordPress. ``keys`` are application passwords by user, each named as its role."""

    url: str
    keys: dict[str, str]
    socket: Path

    def ask_database(self, statements: str) -> str:
        """Run statements on its database; what it prints."""
        command = [mariadb_program("mariadb"), "--no-defaults", f"--socket={self.socket}", "-uroot", "-N", "wordpress"]
        return subprocess.run(command, input=statements, capture_output=True, text=True, check=True).stdout

    def empty(self) -> None:
        """As after the installation: no posts, no media, no terms beside the one that it began with."""
        self.ask_database(
            "DELETE FROM wp_posts; DELETE FROM wp_postmeta; DELETE FROM wp_term_relationships;"
            "DELETE FROM wp_terms WHERE term_id > 1; DELETE FROM wp_term_taxonomy WHERE term_id > 1;"
        )


@contextmanager
def running_wordpress(folder: Path) -> Iterator[WordPress]:
    """Install and start it; ends both processes."""
    site, socket = folder / "site", folder / "db.sock"
    values = {
        "site": site, "socket": socket, "password": PASSWORD,
        "roles": "[" + ", ".join(f"'{role}'" for role in ROLES) + "]",
    }  # fmt: skip
    _make_tree(site)
    files = {"router.php": ROUTER, "install.php": INSTALL, "site/wp-config.php": CONFIG}
    for name, text in files.items():
        (folder / name).write_text(text % values, encoding="utf-8")
    with _database(folder, socket):
        php = ["php", "-d", "display_errors=0", "-d", "log_errors=0"]
        done = subprocess.run(
            [*php, str(folder / "install.php")], capture_output=True, text=True, check=True, timeout=120
        )
        keys = json.loads(done.stdout.strip().splitlines()[-1])
        port = free_port()
        log = (folder / "php.log").open("wb")
        server = subprocess.Popen(
            [*php, "-d", "opcache.enable_cli=1", "-d", "opcache.validate_timestamps=0", "-S", f"127.0.0.1:{port}", "-t", str(site), str(folder / "router.php")],
            stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
        try:
            _wait(lambda: _answers(port), server)
            yield WordPress(f"http://127.0.0.1:{port}", keys, socket)
        finally:
            server.terminate()
            server.wait(10)
            log.close()


def _make_tree(site: Path) -> None:
    content = site / "wp-content"
    content.mkdir(parents=True)
    (content / "uploads").mkdir()
    (content / "plugins").mkdir()
    (content / "themes").symlink_to(WORDPRESS / "wp-content" / "themes")
    for each in WORDPRESS.iterdir():
        if each.name not in ("wp-content", "wp-config.php", ".htaccess"):
            (site / each.name).symlink_to(each)


@contextmanager
def _database(folder: Path, socket: Path) -> Iterator[None]:
    data, me = folder / "db", os.environ.get("USER", "root") if os.getuid() else "root"
    quick = ["--innodb-log-file-size=8M", "--innodb-buffer-pool-size=32M"]
    subprocess.run(
        [
            mariadb_program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", f"--user={me}", "--skip-test-db",
            "--auth-root-authentication-method=normal", *quick,
        ],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    log = (folder / "db.log").open("wb")
    server = subprocess.Popen(
        [
            mariadb_program("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={socket}", f"--user={me}",
            f"--pid-file={folder / 'db.pid'}", "--skip-networking", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0",
            "--innodb-flush-method=nosync", "--skip-name-resolve", "--character-set-server=utf8mb4", *quick,
        ],
        stdout=log, stderr=log,
    )  # fmt: skip
    client = [mariadb_program("mariadb"), "--no-defaults", f"--socket={socket}", "-uroot", "-e"]
    try:
        _wait(lambda: subprocess.run([*client, "SELECT 1"], capture_output=True, check=False).returncode == 0, server)
        subprocess.run([*client, "CREATE DATABASE wordpress CHARACTER SET utf8mb4"], check=True)
        yield
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _answers(port: int) -> bool:
    done = subprocess.run(
        ["php", "-r", f"exit(@fsockopen('127.0.0.1', {port}) ? 0 : 1);"], capture_output=True, check=False
    )
    return done.returncode == 0


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Until it is ready; RuntimeError where it ends or takes too long."""
    until(lambda: ready() or process.poll() is not None, seconds=PATIENCE)
    if process.poll() is not None or not ready():
        raise RuntimeError(f"{process.args!r} did not start")

"""The programs that a measurement needs around it, each a context that ends what it started."""
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time


def environment(**more):
    """Without what configures a bench: a worker refuses variables that it does not know."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYBOOK_")}
    return kept | more


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command, **options):
    """Ends with its standard input, or when it is told to."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, **options)
    try:
        yield process
    finally:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        if process.stdout:
            process.stdout.close()


@contextlib.contextmanager
def postgres_server(bench):
    """Yields its URL, which ends in a slash. `bench` is the program daybook_bench."""
    with running([bench, "--server"], stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        if not url:
            raise RuntimeError("the private Postgres server did not start")
        yield url


def run_sql(server, database, sql):
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", server + database, "-c", sql],
                   check=True, env=environment())


@contextlib.contextmanager
def database(server, name):
    run_sql(server, "postgres", f"CREATE DATABASE {name}")
    try:
        yield server + name
    finally:
        run_sql(server, "postgres", f"DROP DATABASE {name} WITH (FORCE)")


def wait_until_ready(process, port, target, seconds=60, pause=0.05):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with exit code {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", target)
            status = connection.getresponse().status
            connection.close()
            if status < 500:
                return
        except OSError:
            pass
        time.sleep(pause)
    raise RuntimeError(f"nothing answers on port {port} after {seconds} seconds")


@contextlib.contextmanager
def worker(daybook, database_url):
    """A Daybook worker on a book of its own. Yields its port."""
    with worker_process(daybook, database_url) as (_, port):
        yield port


@contextlib.contextmanager
def worker_process(daybook, database_url, **more):
    """The same with `more` in its environment. Yields the process and its port."""
    port = free_port()
    command = [daybook, "worker", "--database", database_url, "--listen", f"127.0.0.1:{port}",
               "--log-level", "warn"]
    if database_url.startswith("postgresql:"):
        command.append("--migrate")
    process = subprocess.Popen(command, env=environment(**more))
    try:
        wait_until_ready(process, port, "/readyz")
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


@contextlib.contextmanager
def fastify(peers, stack, server):
    """A peer's HTTP form. Yields its port."""
    port = free_port()
    command = ["node", "server.mjs", "--stack", stack, "--port", str(port), "--server", server]
    with running(command, cwd=peers, env=environment(),
                 stdout=subprocess.DEVNULL) as process:
        wait_until_ready(process, port, "/")
        yield port


def install_peers(source, target):
    """Copies the peers to the build folder and installs what their lock file names, once."""
    os.makedirs(target, exist_ok=True)
    lock, installed = (os.path.join(folder, "package-lock.json") for folder in (source, target))
    stamp = os.path.join(target, "installed")
    with open(lock, encoding="utf-8") as text:
        wanted = text.read()
    for name in os.listdir(source):
        shutil.copy(os.path.join(source, name), target)
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as text:
            if text.read() == wanted:
                return
    if shutil.which("npm") is None:
        raise RuntimeError("the peers need Node 20 with npm, which is not installed")
    npm = {"cwd": target, "check": True, "stdout": 2}
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], **npm)
    loads = subprocess.run(["node", "-e", "new (require('better-sqlite3'))(':memory:')"],
                           cwd=target, capture_output=True, check=False)
    if loads.returncode != 0:  # Newer npm runs no install script that is not allowed by name.
        subprocess.run(["npm", "rebuild", "better-sqlite3"], **npm)
    shutil.copy(lock, stamp)
    assert os.path.exists(installed)


@contextlib.contextmanager
def temporary_folder():
    folder = tempfile.mkdtemp(prefix="daybook-bench-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""What a worker is asked as a service: to start, to hold idle connections, to book for long."""
import http.client
import json
import resource
import signal
import socket
import statistics
import subprocess
import threading
import time

import bench_commands as commands
import bench_servers as servers

ACCOUNTS = 1_000


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def resident_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        kib = next(line.split()[1] for line in status if line.startswith("VmRSS:"))
    return int(kib) / 1024


def verify(setting, url):
    subprocess.run([setting.program("daybook"), "verify", "--database", url], check=True,
                   env=servers.environment(), stdout=subprocess.DEVNULL)


class Start:
    """From the start of the process to the first 200 of /readyz, on a SQLite book of `orders`."""

    def __init__(self, setting, path, orders):
        self.setting, self.path, self.orders = setting, path, orders
        self.case = f"start/sqlite/orders:{orders}"

    def prepare(self):
        """Books the orders, and proves them."""
        url = "sqlite:" + self.path
        apply = subprocess.Popen([self.setting.program("daybook"), "apply", "-", "--batch", "3000",
                                  "--database", url], env=servers.environment(),
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        with apply.stdin as lines:
            lines.write(("\n".join(commands.opening(ACCOUNTS)) + "\n").encode("ascii"))
            for number in range(self.orders):
                texts = commands.lifecycle(number, ACCOUNTS)
                lines.write(("\n".join(texts) + "\n").encode("ascii"))
        if apply.wait() != 0:
            raise RuntimeError(f"daybook apply ended with exit code {apply.returncode}")
        verify(self.setting, url)

    def measure(self):
        port = servers.free_port()
        began = time.monotonic()
        process = subprocess.Popen(
            [self.setting.program("daybook"), "worker", "--database", "sqlite:" + self.path,
             "--listen", f"127.0.0.1:{port}", "--log-level", "warn"], env=servers.environment())
        servers.wait_until_ready(process, port, "/readyz", pause=0.001)
        took = time.monotonic() - began
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        yield self.case, {"ready_ms": took * 1000}


class Idle:
    """The memory of a worker that holds connections which have asked once and wait."""

    def __init__(self, setting, connections):
        self.setting, self.connections = setting, connections
        self.case = f"idle/connections:{connections}"

    def measure(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        more = {"DAYBOOK_HTTP_CONNECTIONS_MAX": str(self.connections + 100)}
        sockets = []
        try:
            with servers.worker_process(self.setting.program("daybook"), "memory:",
                                        **more) as (process, port):
                before = resident_mib(process.pid)
                for _ in range(self.connections):
                    sockets.append(socket.create_connection(("127.0.0.1", port)))
                    sockets[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                    if b" 200 " not in sockets[-1].recv(4096):
                        raise RuntimeError("an idle connection was not answered with 200")
                yield self.case, {"resident_mib": resident_mib(process.pid),
                                  "without_connections_mib": before}
        finally:
            for idle in sockets:
                idle.close()


class Sustained:
    """Two clients that send 1,000 commands a request, as fast as they are answered, to a worker
    on Postgres: rates, waits and memory in tenths of the way; then reads of the grown book."""

    TENTHS = 10
    CLIENTS = 2
    LIFECYCLES_A_BATCH = 333
    READS = 200

    def __init__(self, setting, lifecycles):
        self.setting, self.lifecycles = setting, lifecycles
        self.case = f"sustained/postgres/orders:{lifecycles}"

    def measure(self):
        with servers.database(self.setting.server, "sustained") as url:
            with servers.worker_process(self.setting.program("daybook"), url) as (process, port):
                # A large batch is bodies of many: they count as one.
                self.post(http.client.HTTPConnection("127.0.0.1", port), self.opening())
                first = 0
                for tenth in range(1, self.TENTHS + 1):
                    last = self.lifecycles * tenth // self.TENTHS
                    yield self.book_tenth(f"{self.case}/tenth:{tenth}", process, port, first, last)
                    first = last
                yield from self.read_all(port)
            verify(self.setting, url)

    def opening(self):
        return commands.batch_body(commands.opening(ACCOUNTS))

    def book_tenth(self, case, process, port, first, last):
        began = time.monotonic()
        waits, failures = [], []
        clients = [threading.Thread(target=self.book, args=(port, first, last, number, waits,
                                                            failures))
                   for number in range(self.CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        if failures:
            raise failures[0]
        return case, {"items_per_second": (last - first) / (time.monotonic() - began),
                      "p50_ms": statistics.median(waits), "p99_ms": percentile(waits, 0.99),
                      "resident_mib": resident_mib(process.pid)}

    def book(self, port, first, last, client, waits, failures):
        """Books every second batch: the other client books the others."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            size = self.LIFECYCLES_A_BATCH
            for start in range(first + client * size, last, size * self.CLIENTS):
                texts = []
                for number in range(start, min(start + size, last)):
                    texts += commands.lifecycle(number, ACCOUNTS)
                body = commands.batch_body(texts)
                began = time.monotonic()
                self.post(connection, body)
                waits.append((time.monotonic() - began) * 1000)
        except Exception as error:  # pylint: disable=broad-except
            failures.append(error)

    @staticmethod
    def post(connection, body):
        connection.request("POST", "/v1/commands", body,
                           {"Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read()
        if response.status != 200 or b'"REFUSED"' in text:
            raise RuntimeError(f"a batch was answered with {response.status}: {text[:300]}")

    def read_all(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for name, target in (("balances", "balances"), ("positions", "positions"),
                             ("open_orders", "orders?status=NEW,PARTIALLY_FILLED")):
            waits = []
            for number in range(self.READS):
                account = commands.account_name(number * 7 % ACCOUNTS)
                began = time.monotonic()
                connection.request("GET", f"/v1/accounts/{account}/{target}")
                response = connection.getresponse()
                json.loads(response.read())
                if response.status != 200:
                    raise RuntimeError(f"{name} was answered with {response.status}")
                waits.append((time.monotonic() - began) * 1000)
            yield f"{self.case}/read:{name}", {"p50_ms": statistics.median(waits),
                                               "p95_ms": percentile(waits, 0.95),
                                               "p99_ms": percentile(waits, 0.99)}

"""What is measured: each contender gives (case, metrics) pairs once a round."""
import glob
import json
import os
import statistics
import subprocess

import bench_servers as servers


class Bench:
    """The measurements of daybook_bench that a filter names."""

    def __init__(self, setting, pattern):
        self.setting, self.pattern = setting, pattern

    def measure(self):
        setting = self.setting
        more = {"DAYBOOK_BENCH_SERVER": setting.server, "DAYBOOK_BENCH_SECONDS": str(setting.seconds),
                "DAYBOOK_BENCH_ORDERS_MAX": str(setting.orders_max)}
        if setting.statements:
            more["DAYBOOK_BENCH_STATEMENTS"] = setting.statements
        command = [setting.program("daybook_bench"), "--benchmark_format=json",
                   "--benchmark_filter=" + self.pattern]
        output = subprocess.run(command, env=servers.environment(**more), check=True,
                                stdout=subprocess.PIPE, text=True).stdout
        for run in json.loads(output)["benchmarks"]:
            name = run["name"].replace("/iterations:1/manual_time", "")
            yield name, {k: v for k, v in run.items() if isinstance(v, float)}


class Peer:
    """Lifecycles on one stack of the peers."""

    def __init__(self, setting, stack, **options):
        self.setting, self.stack, self.options = setting, stack, options

    @property
    def case(self):
        return "/".join([self.stack] + [f"{k}:{v}" for k, v in self.options.items()])

    def measure(self):
        command = ["node", "lifecycles.mjs", "--stack", self.stack, "--server",
                   self.setting.server, "--seconds", str(self.setting.seconds)]
        for name, value in self.options.items():
            command += ["--" + name, str(value)]
        output = subprocess.run(command, cwd=self.setting.peers, check=True,
                                env=servers.environment(), stdout=subprocess.PIPE, text=True).stdout
        result = json.loads(output)
        yield self.case, {k: result[k] for k in ("items_per_second", "p50_ms", "p95_ms")}


class Load:
    """Requests to a server that runs already."""

    def __init__(self, setting, name, port, **options):
        self.setting, self.name, self.port, self.options = setting, name, port, options
        self.answered_a_second = 0.0

    @property
    def case(self):
        return "/".join([self.name] + [f"{k}:{v}" for k, v in self.options.items()])

    def measure(self):
        command = [self.setting.program("daybook_load"), "--port", str(self.port), "--warmup",
                   "0.3", "--duration", str(self.setting.seconds)]
        for name, value in self.options.items():
            command += ["--" + name, str(value)]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        result = json.loads(output)
        self.answered_a_second = result["requests_per_second"]
        yield self.case, {k: v for k, v in result.items() if isinstance(v, float)}


class HalfLoad(Load):
    """By the clock, at half of what a closed loop before it reached in this round."""

    def __init__(self, closed):
        super().__init__(closed.setting, closed.name, closed.port, **closed.options)
        self.closed = closed

    @property
    def case(self):
        return self.closed.case + "/rate:half"

    def measure(self):
        self.options["rate"] = round(self.closed.answered_a_second / 2)
        for _, metrics in super().measure():
            yield self.case, metrics


class BareCommits:
    """One row a transaction with pgbench: what the server's commits allow, whoever asks."""

    def __init__(self, setting, url, connections):
        self.setting, self.url, self.connections = setting, url, connections
        self.case = f"bare-commits/connections:{connections}"

    def measure(self):
        program = sorted(glob.glob("/usr/lib/postgresql/*/bin/pgbench"))[-1]
        with servers.temporary_folder() as folder:
            script = os.path.join(folder, "script.sql")
            with open(script, "w", encoding="ascii") as file:
                file.write("INSERT INTO bare (id) VALUES (gen_random_uuid());\n")
            seconds = max(1, round(self.setting.seconds))
            subprocess.run([program, "-n", "-M", "prepared", "-f", script, "-c",
                            str(self.connections), "-T", str(seconds), "-l", self.url],
                           cwd=folder, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env=servers.environment())
            micros = []
            for log in glob.glob(os.path.join(folder, "pgbench_log.*")):
                with open(log, encoding="ascii") as lines:
                    micros += [int(line.split()[2]) for line in lines]
        quantiles = statistics.quantiles(micros, n=100)
        yield self.case, {"requests_per_second": len(micros) / seconds,
                          "p50_ms": quantiles[49] / 1000, "p95_ms": quantiles[94] / 1000,
                          "p99_ms": quantiles[98] / 1000}

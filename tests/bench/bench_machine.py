"""What a measurement was made on, and with what."""
import json
import os
import platform
import subprocess


def first_line(*command):
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "not installed"
    return found.strip().split("\n")[0]


def cpu_model():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def memory_gib():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def peer_versions(lock_file):
    with open(lock_file, encoding="utf-8") as lock:
        packages = json.load(lock)["packages"]
    return {name: packages["node_modules/" + name]["version"]
            for name in packages[""]["dependencies"]}


def describe(source, build, lock_file):
    """A flat dictionary, ready for a table."""
    temporary = os.environ.get("TMPDIR", "/tmp")
    machine = {
        "processors": f"{os.cpu_count()} x {cpu_model()}",
        "memory": f"{memory_gib()} GiB",
        "kernel": platform.release(),
        "data on": first_line("findmnt", "-n", "-o", "FSTYPE,OPTIONS", "-T", temporary),
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "commit": first_line("git", "-C", source, "rev-parse", "--short=12", "HEAD"),
        "daybook": first_line(os.path.join(build, "daybook"), "version"),
        "compiler": first_line("g++", "--version"),
        "Postgres": first_line("pg_config", "--version"),
        "Node": first_line("node", "--version"),
    }
    if machine["Postgres"] == "not installed":
        machine["Postgres"] = first_line("psql", "--version")
    return machine | peer_versions(lock_file)

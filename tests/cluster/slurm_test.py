#!/usr/bin/python3
"""Shards of a run as a Slurm array: slurm_test.py OTBENCH SCENARIOS

Starts a cluster of one node on the loopback interface, with its own munge; submits four shards; kills one; sees that the
merge names it; submits it again; and compares the merged results with those of a run without shards. Traces must be equal
byte for byte, and summary.json but for wall times."""
import contextlib
import filecmp
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SHARDS = 4
KILLED = 3
LIMIT_S = 120
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/user/cluster.md"


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for sock in sockets:
            sock.bind(("127.0.0.1", 0))
        return [sock.getsockname()[1] for sock in sockets]


def wait_for(what, condition):
    """Looks until `condition` holds; the end of the time is a failure."""
    end = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"timeout while waiting for {what}")
        time.sleep(0.1)


class Cluster:
    """munged, slurmctld and slurmd in a folder; they end with the context."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}

    def __enter__(self):
        try:
            self.begin()
        except BaseException as error:
            self.__exit__(error)
            raise
        return self

    def begin(self):
        folder, host, user = self.folder, socket.gethostname().split(".")[0], pwd.getpwuid(os.getuid()).pw_name
        control, node = free_ports(2)
        key = folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        (folder / "cgroup.conf").write_text(f"CgroupPlugin=cgroup/v1\nCgroupMountpoint={folder}/cgroup\n")
        (folder / "slurm.conf").write_text(f"""\
ClusterName=otbench
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={control}
SlurmdPort={node}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=1
NodeName={host} NodeAddr=127.0.0.1 CPUs={SHARDS} RealMemory=100 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
""")
        for name in ("state", "spool"):
            (folder / name).mkdir()
        self.start("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket",
                   f"--pid-file={folder}/munged.pid", f"--log-file={folder}/munged.log", f"--seed-file={folder}/munged.seed")
        wait_for("munged", (folder / "munge.socket").exists)
        self.start("slurmctld", "-D", "-i")
        self.start("slurmd", "-D")
        wait_for("the node", lambda: "idle" in self.ask("sinfo", "--noheader", "--format=%t", check=False))

    def __exit__(self, *error):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(timeout=30)
        if error[0]:
            for log in sorted(self.folder.glob("*.log")):
                print(f"--- {log.name}", *log.read_text(errors="replace").splitlines()[-15:], sep="\n", file=sys.stderr)

    def start(self, program, *arguments):
        path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
        self.processes.append(subprocess.Popen([path, *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def ask(self, *command, check=True):
        result = subprocess.run(command, env=self.environment, check=check, capture_output=True, text=True)
        return result.stdout

    def submit(self, array, command):
        """Submits an array whose tasks run a shell command; the id of the job."""
        return self.ask("sbatch", "--parsable", f"--array={array}", f"--output={self.folder}/task-%a.out", f"--wrap={command}").strip()

    def is_running(self, job):
        return self.ask("squeue", "--noheader", f"--jobs={job}", check=False).strip() != ""


def run(*command, code=0):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != code:
        sys.exit(f"{' '.join(map(str, command))}: exit code {result.returncode} (expected {code})\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def expect(condition, what):
    if not condition:
        sys.exit(what)


def without_times(path):
    """summary.json without what no two runs have in common."""
    summary = json.loads(path.read_text())
    for result in summary["results"]:
        del result["wall_s"]
    for key in [key for key in summary if "wall" in key]:
        del summary[key]
    return summary


def script_of(page):
    """The batch script that a page of the documentation shows."""
    return re.search(r"^```batch otbench.sbatch\n(.*?)^```$", page.read_text(), re.M | re.S).group(1)


def compare(merged, whole):
    names = {path.relative_to(whole) for path in whole.rglob("*") if path.is_file()}
    expect(names == {path.relative_to(merged) for path in merged.rglob("*") if path.is_file()}, "other files than those of the whole run")
    traces = [name for name in names if name.name in ("events.jsonl", "waves.vcd", "bus.pcapng")]
    expect(len(traces) > 20, f"only {len(traces)} files of traces")
    for name in sorted(traces):
        expect(filecmp.cmp(merged / name, whole / name, shallow=False), f"{name} differs from that of the whole run")
    expect(without_times(merged / "summary.json") == without_times(whole / "summary.json"), "summary.json differs from that of the whole run")


def check(cluster, otbench, scenarios, folder):
    script = folder / "otbench.sbatch"
    script.write_text(script_of(PAGE))
    begin = f"export PATH={otbench.parent}:$PATH; cd {folder}; "
    arguments = f"{scenarios} --broker internal"
    # The shard to be killed runs in real time, so that it is still there.
    pace = f"$([ $SLURM_ARRAY_TASK_ID = {KILLED} ] && echo --pace real)"
    job = cluster.submit(f"1-{SHARDS}", f"{begin} echo $$ > pid-$SLURM_ARRAY_TASK_ID; exec sh {script} {arguments} {pace}")
    killed = folder / f"results/shard-{KILLED}"
    def has_begun():
        printed = folder / f"task-{KILLED}.out"
        if printed.exists() and not cluster.is_running(job):
            sys.exit(f"the shards ended before one could be killed:\n{printed.read_text()}")
        return any(killed.glob("*/events.jsonl"))

    wait_for("the shard to begin", has_begun)
    os.kill(int((folder / f"pid-{KILLED}").read_text()), signal.SIGKILL)  # as a node that runs out of memory does
    wait_for("the shards to end", lambda: not cluster.is_running(job))
    shards = [folder / f"results/shard-{index}" for index in range(1, SHARDS + 1)]
    for shard in shards:
        expect((shard / "summary.json").exists() == (shard != killed), f"{shard.name}: summary.json\n" +
               (folder / f"task-{shard.name[-1]}.out").read_text())
    merged = folder / "merged"
    complete = [shard for shard in shards if shard != killed]
    expect(f"missing shard {KILLED}/{SHARDS}" in run(otbench, "merge", *complete, "--out", merged, code=2), "merge does not name the shard")
    expect(not merged.exists(), "merge wrote something")
    expect("doubled" in run(otbench, "merge", *complete, complete[0], "--out", merged, code=2), "merge takes a shard twice")

    again = cluster.submit(str(KILLED), f"{begin} exec sh {script} {arguments} --shard $SLURM_ARRAY_TASK_ID/{SHARDS}")
    wait_for("the shard that was submitted again", lambda: not cluster.is_running(again))
    run(otbench, "merge", *shards, "--out", merged)
    whole = folder / "whole"
    run(otbench, "run", scenarios, "--broker", "internal", "--out", whole)
    compare(merged, whole)


def main():
    otbench, scenarios = map(pathlib.Path, sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="otbench-slurm-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)  # munge refuses a socket that others cannot reach
        with Cluster(folder) as cluster:
            check(cluster, otbench.resolve(), scenarios.resolve(), folder)


main()

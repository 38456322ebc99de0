"""The steps of a Dockerfile in folders instead of containers, for machines where no container engine runs. Needs root,
mmdebstrap and a mirror that apt can reach."""

import fnmatch
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess

# What the image debian:12-slim leaves out and switches off; it is a Debian of the required packages and apt.
LEFT_OUT = ("path-exclude=/usr/share/doc/*", "path-include=/usr/share/doc/*/copyright", "path-exclude=/usr/share/info/*",
            "path-exclude=/usr/share/lintian/*", "path-exclude=/usr/share/locale/*",
            "path-include=/usr/share/locale/locale.alias", "path-exclude=/usr/share/man/*")
SETTINGS = {"etc/apt/apt.conf.d/docker-clean": 'DPkg::Post-Invoke {"rm -f /var/cache/apt/archives/*.deb";};\n'
                                               'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n',
            "usr/sbin/policy-rc.d": "#!/bin/sh\nexit 101\n"}
# A program in a root has its own processes, which end with it.
ENTER = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c",
         'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && cd "$0" && exec "$@"']


def read_stages(text):
    """The stages of a Dockerfile: name (empty: none) -> list of (instruction, argument)."""
    stages = {}
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.M).replace("\\\n", " ").splitlines()
    for line in filter(None, map(str.strip, lines)):
        instruction, argument = line.split(None, 1)
        if instruction == "FROM":
            steps = stages[argument.partition(" AS ")[2]] = []
        steps.append((instruction, argument))
    return stages


def sizes(root):
    """Path -> (inode, time, size) of the files of a root; of a file with several names the first."""
    found, seen = {}, set()
    for folder, folders, names in os.walk(root):
        for path in (os.path.join(folder, name) for name in names + folders):
            status = os.lstat(path)
            if status.st_ino not in seen and not (os.path.isdir(path) and not os.path.islink(path)):
                found[path] = status.st_ino, status.st_mtime_ns, status.st_size
            seen.add(status.st_ino)
    return found


class Image:
    """An image that a stage makes, as a folder.

    `layers` has the instruction and the bytes of what each step wrote, also of what a later step removes."""

    def __init__(self, root, steps, context, stages=None, variables=None):
        """`stages` has the folder in the place of the root of each earlier stage, `variables` are for ARG."""
        self.root, self.context, self.stages = pathlib.Path(root), pathlib.Path(context), stages or {}
        self.variables, self.environment = variables or {}, {}
        self.workdir, self.account, self.entrypoint, self.command = "/", "root", [], []
        self.layers, before = [], {}
        for instruction, argument in steps:
            getattr(self, f"perform_{instruction.lower()}")(argument)
            after = sizes(self.root)
            written = sum(entry[2] for path, entry in after.items() if before.get(path) != entry)
            self.layers.append((instruction, written))
            before = after

    def perform_from(self, argument):
        image = argument.split()[0]
        if image != "debian:12-slim":
            raise ValueError(f"unknown image '{image}' (expected debian:12-slim)")
        rules = [f"--dpkgopt={rule}" for rule in LEFT_OUT]
        result = subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", "--include=usr-is-merged",
                                 "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr", *rules, "bookworm", self.root],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if result.returncode != 0:
            raise SystemExit(f"{result.stderr.strip()}\nFROM {argument}: mmdebstrap failed (exit code {result.returncode})")
        for path, text in SETTINGS.items():
            (self.root / path).write_text(text)
            (self.root / path).chmod(0o755)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")

    def perform_arg(self, argument):
        name, _, default = argument.partition("=")
        self.environment[name] = self.variables.get(name, default)

    def perform_workdir(self, argument):
        self.workdir = argument
        self.inside(argument).mkdir(parents=True, exist_ok=True)

    def perform_copy(self, argument):
        stage = re.match(r"--from=(\S+) ", argument)
        source, target = argument.split()[-2:]
        if stage:
            [found] = self.stages[stage[1]].glob(source.lstrip("/"))
            shutil.copy2(found, self.inside(target))
        elif source == ".":
            left_out = (self.context / ".dockerignore").read_text().split()
            shutil.copytree(self.context, self.inside(target), symlinks=True, dirs_exist_ok=True, ignore=lambda folder, names: [
                name for name in names if pathlib.Path(folder) == self.context and
                any(fnmatch.fnmatch(name, pattern) for pattern in left_out)])
        else:
            raise ValueError(f"unknown source '{source}' of COPY (expected . or a file of a stage)")

    def perform_run(self, argument):
        result = self.enter(["sh", "-c", argument])
        if result.returncode != 0:
            raise RuntimeError(f"{result.stdout}\nRUN {argument}\nends with {result.returncode} (expected 0)")

    def perform_user(self, argument):
        self.account = argument

    def perform_entrypoint(self, argument):
        self.entrypoint = json.loads(argument)

    def perform_cmd(self, argument):
        self.command = json.loads(argument)

    def inside(self, path):
        """The file of the root that a path in it means."""
        return self.root / os.path.join(self.workdir, path).lstrip("/")

    def enter(self, command, account=None):
        """Runs a command in the root, as one of its users; the result has its whole output."""
        script = f"cd {shlex.quote(self.workdir)} && exec {shlex.join(command)}"
        variables = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **self.environment}
        return subprocess.run([*ENTER, self.root, "chroot", f"--userspec={account or self.account}", ".", "sh", "-c", script],
                              env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)

    def run(self, *arguments, account=None):
        """What an engine does to run the image with these arguments."""
        return self.enter([*self.entrypoint, *(arguments or self.command)], account)

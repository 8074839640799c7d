"""What a shell makes of a line when Tab is pressed, in a terminal of its own.

    python3 -B Tests/Peers/completion.py SHELL SCRIPT FOLDER LINE…

SHELL is bash, zsh or fish; SCRIPT what `followup completions` printed for it; FOLDER holds the program. Prints the words
of each line as the shell understands it afterwards, one a line, with an empty line behind.
"""
import os
import pty
import select
import subprocess
import sys
import time

SECONDS_MAX = 20


def main(shell, script, folder, *lines):
    home = os.path.dirname(os.path.abspath(script))
    # What surrounds the words in what is printed, and does not stand in what is typed.
    begin, end = "<<<", ">>>"
    commands = {
        "bash": (["bash", "--norc", "--noprofile", "-i"], f"source '{script}'; bind 'set enable-bracketed-paste off'"),
        "zsh": (
            ["zsh", "-f", "-i"],
            f"fpath=('{home}' $fpath); autoload -Uz compinit; compinit -u -D; autoload -Uz _followup;"
            " compdef _followup followup",
        ),
        "fish": (["fish", "--no-config", "-i"], f"source '{script}'"),
    }
    command, prepare = commands[shell]
    environment = dict(
        os.environ, PATH=folder + ":/usr/local/bin:/usr/bin:/bin", TERM="xterm", PS1="", COLUMNS="400", LINES="50",
        LC_ALL="C.UTF-8")
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, environment)
    subprocess.run(["stty", "-F", "/dev/stdin", "cols", "400", "rows", "50"], stdin=terminal, check=False)
    seen = b""

    def until(mark, since):
        nonlocal seen
        limit = time.monotonic() + SECONDS_MAX
        while mark not in seen[since:] and time.monotonic() < limit:
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    piece = os.read(terminal, 65536)
                except OSError:
                    break
                # Some shells ask the terminal what it is, and where the cursor stands.
                if b"\x1b[c" in piece or b"\x1b[0c" in piece:
                    os.write(terminal, b"\x1b[?62c")
                if b"\x1b[6n" in piece:
                    os.write(terminal, b"\x1b[1;1R")
                seen += piece
        return mark in seen[since:]

    def quiet(seconds):
        nonlocal seen
        last = time.monotonic()
        limit = last + SECONDS_MAX
        while time.monotonic() - last < seconds and time.monotonic() < limit:
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    seen += os.read(terminal, 65536)
                except OSError:
                    return
                last = time.monotonic()

    def send(text):
        os.write(terminal, text.encode())

    quiet(0.15)
    send(prepare + "; echo rea''dy\r")
    if not until(b"ready", 0):
        sys.exit(f"{shell} did not start: {seen!r}")
    quiet(0.15)
    for line in lines:
        send(line + "\t")
        # The shell has read the Tab when it shows something; what is typed meanwhile may stop it from completing.
        quiet(0.25)
        # To the beginning of the line, where a command is put before it that prints its words.
        start = len(seen)
        send("\x01printf '%s\\n' '<<''<' \x05 '>>''>'\r")
        if not until(end.encode(), start) or begin.encode() not in seen[start:]:
            sys.exit(f"{shell} printed nothing: {seen[start:]!r}")
        text = seen[start:].decode(errors="replace").replace("\r", "")
        print(text[text.rindex(begin) + len(begin) : text.rindex(end)].strip("\n") + "\n")
    os.close(terminal)


main(*sys.argv[1:])

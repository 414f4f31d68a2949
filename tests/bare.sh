#!/bin/bash
# bare.sh - proves that a bare Debian 12 needs nothing but this tree: makes one with debootstrap in a temporary
# folder, copies a fresh clone in, and runs `./dev test` and `./dev demo` inside.
#
# usage: sudo tests/bare.sh [--keep] [--only "COMMAND"]
#   --keep            leave the folder for a look (its mounts are removed all the same)
#   --only COMMAND    run this instead, in the clone: --only "./dev build"
#
# Needs root, debootstrap, git and the network. The mirror, and a proxy if there is one, are those of this
# machine's apt. Takes about ten minutes; no test run calls it.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
release=bookworm
keep=no
commands=("./dev test" "./dev demo")
while [ $# -gt 0 ]; do
    case $1 in
    --keep) keep=yes ;;
    --only) commands=("${2:?--only needs a command}") && shift ;;
    *) echo "bare: unknown option $1; see the head of tests/bare.sh" >&2 && exit 2 ;;
    esac
    shift
done

say() { printf '%s\n' "bare: $*" >&2; }
fail() { say "$*" && exit 4; }
[ "$(id -u)" = 0 ] || fail "needs root: debootstrap and chroot ask for it"
for tool in debootstrap git apt-get; do
    command -v "$tool" >/dev/null || fail "needs $tool: apt-get install $tool"
done

# The mirror this machine uses for the release; any of its mirrors when it runs another one.
mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(RELEASE)" "Created-By: Packages" |
    awk -v release="$release" '$2 == release {print $1; exit}')
[ -n "$mirror" ] || fail "this machine's apt knows no mirror of $release: add one to its sources, then try again"

bare=$(mktemp -d "${TMPDIR:-/tmp}/eepool-bare.XXXXXX")
cleanup() {
    code=$?
    trap - EXIT
    for mount in dev/shm proc; do
        if mountpoint -q "$bare/$mount"; then umount "$bare/$mount" || umount --lazy "$bare/$mount"; fi
    done
    rm -f -- "$bare.log" "$bare.proxy"
    if findmnt --list --noheadings --output TARGET | grep -q "^$bare/"; then
        say "left in place, because something is still mounted below it: $bare"
    elif [ "$keep" = yes ]; then
        say "kept: $bare"
    else
        rm -rf --one-file-system -- "$bare"
    fi
    exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

say "making a bare $release in $bare"
apt-config dump | grep -iE '^Acquire::[a-z]+::Proxy' >"$bare.proxy" || true
eval "$(apt-config shell http_proxy Acquire::http::Proxy)" # debootstrap fetches by itself
if [ -n "${http_proxy:-}" ]; then export http_proxy; fi
debootstrap --variant=minbase "$release" "$bare" "$mirror" >"$bare.log" ||
    { tail -n 20 "$bare.log" >&2 && fail "debootstrap failed"; }
mv "$bare.log" "$bare/var/log/bare.log"
mv "$bare.proxy" "$bare/etc/apt/apt.conf.d/99proxy"
cp /etc/resolv.conf "$bare/etc/resolv.conf"
cp /etc/hosts "$bare/etc/hosts"

# A clone with a blank in its path, then without git's folder, as somebody has it who unpacked an archive.
clone="/opt/a clone/eepool"
git clone --quiet --no-hardlinks "$root" "$bare$clone"
rm -rf -- "$bare$clone/.git"

mount -t proc proc "$bare/proc"
mkdir -p "$bare/dev/shm" # debootstrap has made the few devices that a build wants
mount -t tmpfs tmpfs "$bare/dev/shm"

inside() {
    chroot "$bare" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LANG=C.UTF-8 CI=true bash -c "cd '$clone' && $1" </dev/null
}

for command in "${commands[@]}"; do
    say "inside: $command"
    begun=$SECONDS
    inside "$command" || { say "failed with exit code $?: $command" && exit 1; }
    say "passed after $((SECONDS - begun)) s: $command"
    begun=$SECONDS
done
say "the bare machine needed nothing else"

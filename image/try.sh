#!/bin/sh
# Runs the image's steps in a Debian root that mmdebstrap makes, as root on Debian, and there doctor and the demo as a
# user:
#   sh image/try.sh FOLDER [DEMO]
# FOLDER is made; DEMO is the folder of a demo of this checkout, whose results.json must be the same, byte for byte.
set -eu
root=$1 demo=${2:-}
here=$(cd "$(dirname "$0")/.." && pwd)

mmdebstrap --variant=minbase bookworm "$root"
du -sm "$root" | cut -f1 | xargs -I{} echo "base: {} MB"
cp "$here/image/install.sh" "$root/opt/install.sh"
# What this machine trusts beside Debian's certificates, the root trusts, too.
mkdir -p "$root/usr/local/share/ca-certificates"
cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
[ ! -f /etc/resolv.conf ] || cp -L /etc/resolv.conf "$root/etc/resolv.conf"
for folder in dev proc; do mount --rbind "/$folder" "$root/$folder"; done
trap 'for folder in dev proc; do umount -lR "$root/$folder" || true; done' EXIT
chroot "$root" sh /opt/install.sh
chroot "$root" useradd --create-home earnest
mkdir -p "$root/opt/earnest"
(cd "$here" && tar -cf - deno.json deno.lock LICENSE NOTICES mod.ts cli kernels src) |
  tar -xf - -C "$root/opt/earnest" --no-same-owner
du -smx "$root" | cut -f1 | xargs -I{} echo "image: {} MB"
run() { chroot --userspec=earnest:earnest "$root" sh -c 'cd /work && HOME=/home/earnest earnest "$@"' - "$@"; }
run doctor
[ -n "$demo" ] || exit 0
run demo --out earnest-demo
cmp "$root/work/earnest-demo/results.json" "$demo/results.json"
echo "the demo's results.json is the same, byte for byte"

#!/bin/sh
# Checks this machine's graphics card without network: sh run.sh OUT
# Needs xz and tar. Unpacks everything into a temporary folder, which is removed at the end.
set -eu
[ $# -eq 1 ] || { echo "device-check: expected: sh run.sh OUT" >&2; exit 2; }
for tool in xz tar; do
  command -v "$tool" >/dev/null || { echo "device-check: $tool is missing; install it" >&2; exit 4; }
done
pack=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
xz -dc "$pack/deno.xz" >"$work/deno"
chmod +x "$work/deno"
for part in sources packages libraries; do
  mkdir "$work/$part"
  xz -dc "$pack/$part.tar.xz" | tar xf - -C "$work/$part"
done

# Only the packed packages are used: with a proxy that does not exist, nothing is downloaded.
export DENO_DIR="$work/packages" DENO_NO_UPDATE_CHECK=1
export HTTP_PROXY=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9
"$work/deno" --version >/dev/null ||
  { echo "device-check: the packed Deno does not run on $(uname -sm)" >&2; exit 4; }
# In the background, so that a signal reaches the check, which then writes its results so far.
"$work/deno" run --quiet -A --cached-only "$work/sources/scripts/device_check.ts" \
  --libraries "$work/libraries" "$1" &
check=$!
trap 'kill -TERM $check' INT TERM
code=0
wait $check || code=$?
# A signal ends only the first wait.
if kill -0 $check 2>/dev/null; then
  code=0
  wait $check || code=$?
fi
exit $code

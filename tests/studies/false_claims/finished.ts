/** Finished audits of worlds, kept in a folder as lines of JSON, so that a study goes on where it was stopped. */
import { codeHashes } from "../../../src/basics/code_hashes.ts";
import { sha256Of } from "../../../src/basics/sha256.ts";
import type { Found } from "./audit_world.ts";
import { type Cell, drawOf } from "./cell.ts";

/** The study's own files that what is found depends on. */
const OWN = ["audit_world.ts", "captions.ts", "space.ts", "vectors.ts", "world.ts"];

/** Returns a hash of all code that what is found in a world depends on. */
export async function studyHash(): Promise<string> {
  const { trainings } = await codeHashes();
  const own = await Promise.all(
    OWN.map((name) => Deno.readTextFile(new URL(name, import.meta.url))),
  );
  return sha256Of(JSON.stringify([trainings, own]));
}

/** Audits of worlds that are finished. */
export class Finished {
  readonly #folder: string;
  readonly #code: string;
  readonly #known = new Map<string, Found>();

  private constructor(folder: string, code: string) {
    this.#folder = folder;
    this.#code = code;
  }

  /** Reads a folder, which is made where it is missing; what other code found stays, and does not count. */
  static async in(folder: string): Promise<Finished> {
    await Deno.mkdir(folder, { recursive: true });
    const finished = new Finished(folder, await studyHash());
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".jsonl")) finished.#read(await Deno.readTextFile(`${folder}/${name}`));
    }
    return finished;
  }

  /** Returns what was found in a cell's world; undefined where it is not finished. */
  of(cell: Cell, seed: number): Found | undefined {
    return this.#known.get(this.#keyOf(cell, seed));
  }

  /** Keeps what was found. */
  async keep(cell: Cell, seed: number, found: Found): Promise<void> {
    const key = this.#keyOf(cell, seed);
    this.#known.set(key, found);
    const line = `${JSON.stringify({ key, cell: cell.name, seed, found })}\n`;
    await Deno.writeTextFile(`${this.#folder}/${cell.name}.jsonl`, line, { append: true });
  }

  #keyOf(cell: Cell, seed: number): string {
    const { world, effort } = cell;
    return sha256Of(JSON.stringify([this.#code, world, effort, drawOf(cell, seed), seed]));
  }

  #read(lines: string): void {
    // A line that was cut off when the study was stopped has no line break; its world is audited again.
    for (const line of lines.split("\n").slice(0, -1)) {
      const record = parsed(line);
      if (record !== undefined) this.#known.set(record.key, record.found);
    }
  }
}

function parsed(line: string): { key: string; found: Found } | undefined {
  try {
    return JSON.parse(line);
  } catch (thrown) {
    // The line after one that was cut off begins in its midst.
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

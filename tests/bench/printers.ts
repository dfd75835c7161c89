/**
 * What the bench prints as it proceeds: tables, lines of JSON or Markdown.
 * @module
 */
import { FAMILIES } from "./comparisons.ts";
import type { Machine } from "./machine.ts";
import { familyMarkdown, headMarkdown, placesMarkdown } from "./markdown.ts";
import type { Peak } from "./peak.ts";
import { type BenchLine, type Result, SCHEMA } from "./results.ts";
import { tableOf } from "./table.ts";
import type { FamilyName } from "./work.ts";

/** Is called in the order of its methods, with a family's results after its beginning. */
export interface Printer {
  begin(machine: Machine, peak: Peak | undefined): void;
  family(name: FamilyName): void;
  result(result: Result): void;
  /** @param load that of the last minute */
  end(peakAgain: Peak | undefined, load: number): void;
}

/** Prints for a person who waits. */
export class TextPrinter implements Printer {
  begin(machine: Machine, peak: Peak | undefined): void {
    const { processor, cores, load } = machine;
    console.log(`${processor}, ${cores} cores, load ${load.toFixed(1)}`);
    console.log(`${peakLines(peak)}\n\n${LEGEND}`);
  }

  family(name: FamilyName): void {
    console.log(`\n${FAMILIES[name].note}`);
  }

  result(result: Result): void {
    console.log(`\n${tableOf(result)}`);
  }

  end(peakAgain: Peak | undefined): void {
    if (peakAgain) console.log(`\nAgain, to see what it wandered by:\n${peakLines(peakAgain)}`);
  }
}

function peakLines(peak: Peak | undefined): string {
  if (!peak) return "No adapter answers: only what runs on the CPU is timed.";
  const forms = Object.entries(peak.forms).map(([form, { median, lower, upper }]) =>
    `  ${form.padEnd(10)} ${median.toFixed(0)} (${lower.toFixed(0)}–${upper.toFixed(0)})`
  );
  const title = `Measured peak of ${peak.adapter}: ${peak.gflops.toFixed(0)} GFLOP/s`;
  return [title, ...forms].join("\n");
}

const LEGEND = `cold: first call in a process, which compiles. wall: later calls with one read-back,
median. ratio: to the first line that ran, above 1 is slower. cores: processor
time of all threads, median. kernel: what n calls more before the same read-back
add, by n. peak: share of the peak above, by kernel time where it is known.`;

/** Prints a line of JSON as soon as something is known. */
export class JsonPrinter implements Printer {
  begin(machine: Machine, peak: Peak | undefined): void {
    write({ schema: SCHEMA, machine });
    write({ peak });
  }

  family(): void {}

  result(result: Result): void {
    write({ result });
  }

  end(peakAgain: Peak | undefined, load: number): void {
    write({ peakAgain, load });
  }
}

function write(line: BenchLine): void {
  console.log(JSON.stringify(line));
}

/** Prints the tables of the documentation: one for each family as soon as it is complete. */
export class MarkdownPrinter implements Printer {
  readonly #results: Result[] = [];
  #family: { readonly name: FamilyName; readonly results: Result[] } | undefined;

  /** @param command the command line, which the text quotes */
  constructor(readonly command: string) {}

  begin(machine: Machine, peak: Peak | undefined): void {
    console.log(`${headMarkdown(this.command, machine, peak)}\n`);
  }

  family(name: FamilyName): void {
    this.#endFamily();
    this.#family = { name, results: [] };
  }

  result(result: Result): void {
    this.#results.push(result);
    this.#family!.results.push(result);
  }

  end(_: Peak | undefined, load: number): void {
    this.#endFamily();
    console.log(placesMarkdown(this.#results, load));
  }

  #endFamily(): void {
    if (!this.#family) return;
    const { name, results } = this.#family;
    console.log(`${familyMarkdown(FAMILIES[name], results)}\n`);
  }
}

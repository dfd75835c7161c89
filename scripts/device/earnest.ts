/**
 * Runs Earnest's commands as a user does, for the steps of the device check.
 * @module
 */
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/**
 * Runs a command, whose stderr goes to that of this process.
 *
 * @returns its stdout
 * @throws {Error} with the exit code when it fails
 */
export async function earnest(...args: readonly string[]): Promise<string> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", MAIN, ...args],
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`earnest ${args.join(" ")} ended with exit code ${code}`);
  return new TextDecoder().decode(stdout);
}

/** The parts of an audit's results that the page shows. */
export interface Accuracies {
  readonly chance: number;
  /** Mean balanced top-1 accuracy of the first backbone, by condition. */
  readonly conditions: Readonly<Record<string, number>>;
}

interface Results {
  readonly chance: number;
  readonly conditions: readonly {
    readonly audio: string;
    readonly condition: string;
    readonly balanced_top1: { readonly mean: number };
  }[];
}

/** The accuracies of an audit's `results.json`. */
export function accuraciesOf(text: string): Accuracies {
  const { chance, conditions }: Results = JSON.parse(text);
  const own = conditions.filter(({ audio }) => audio === conditions[0]!.audio);
  return {
    chance,
    conditions: Object.fromEntries(
      own.map(({ condition, balanced_top1: { mean } }) => [condition, mean]),
    ),
  };
}

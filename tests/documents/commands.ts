/** The code blocks of the documentation, and the command lines in them. */
import type { Page } from "./pages.ts";

/** A code block of a page. */
export interface Block {
  /** What stands behind the opening marks, such as `sh`; empty for a plain block. */
  readonly language: string;
  /** Its text. */
  readonly text: string;
  /** The number of its first line in the page, from 1. */
  readonly line: number;
}

/** Variables of a process. */
export type Environment = Readonly<Record<string, string>>;

/** A line of a `sh` block that runs something. */
export interface DocumentedCommand {
  /** Where it stands, such as `docs/scan.md:8`. */
  readonly place: string;
  /** Its words, in which variables of the environment stand as they are. */
  readonly words: readonly string[];
  /** What it needs that is not there, where its comment says `# needs …`. */
  readonly needs?: string;
  /** The variables that it runs with: of each task of the job array that its block declares by `#SBATCH --array`. */
  readonly environments: readonly Environment[];
}

/** The code blocks of a page. */
export function blocksOf({ text }: Page): Block[] {
  return [...text.matchAll(/^( *)```(.*)\n([^]*?)^\1```$/gm)].map((match) => ({
    language: match[2]!,
    text: match[3]!,
    line: text.slice(0, match.index).split("\n").length + 1,
  }));
}

/** The commands of a page's `sh` blocks, in order. */
export function commandsOf(page: Page): DocumentedCommand[] {
  return blocksOf(page).filter(({ language }) => language === "sh").flatMap(({ text, line }) => {
    const [, first, last] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(text) ?? [];
    const environments = first === undefined ? [{}] : tasksOf(Number(first), Number(last));
    // A line that ends in a backslash goes on in the next one, whose place keeps its number.
    const lines = text.replaceAll(/\\\n(.*)/g, " $1\n").split("\n");
    return lines.flatMap((one, at) => {
      const { words, comment } = wordsOf(one);
      if (words.length === 0) return [];
      const needs = /^needs (.+)/.exec(comment)?.[1];
      const place = `${page.path}:${line + at}`;
      return [{ place, words, environments, ...(needs === undefined ? {} : { needs }) }];
    });
  });
}

/** The variables that Slurm gives the tasks of an array. */
function tasksOf(first: number, last: number): Environment[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    SLURM_ARRAY_TASK_ID: `${first + i}`,
    SLURM_ARRAY_TASK_COUNT: `${last - first + 1}`,
    SLURM_ARRAY_TASK_MIN: `${first}`,
    SLURM_ARRAY_TASK_MAX: `${last}`,
  }));
}

/** A word of a shell's line: plain characters and quoted parts, or a comment up to its end. */
const WORD = /#.*|(?:[^\s"']|"[^"]*"|'[^']*')+/y;

/**
 * The words and the comment of a line, as a shell reads them. What documentation does not use has no place: no pipes, no
 * escapes.
 */
export function wordsOf(line: string): { words: string[]; comment: string } {
  const words = [];
  for (let at = 0; at < line.length;) {
    if (/\s/.test(line[at]!)) {
      at++;
      continue;
    }
    WORD.lastIndex = at;
    const [word] = WORD.exec(line) ?? [];
    if (word === undefined) throw new Error(`"${line}" has a quote that does not end`);
    if (word.startsWith("#")) return { words, comment: word.slice(1).trim() };
    words.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
    at += word.length;
  }
  return { words, comment: "" };
}

/** The words with the values of variables in their places. */
export function expanded(words: readonly string[], environment: Environment): string[] {
  return words.map((word) =>
    word.replaceAll(/\$(\w+)/g, (variable, name) => environment[name] ?? variable)
  );
}

/** What stands for `deno`: itself, or Node's way to it. */
const DENO = ["deno", "npx -y deno@2.9.6"];

/** The name of the task that a command runs, with its arguments; undefined for other programs. */
export function taskOf(words: readonly string[]): { task: string; args: string[] } | undefined {
  for (const program of DENO) {
    const start = [...program.split(" "), "task"];
    if (start.every((word, at) => words[at] === word)) {
      const [task = "", ...args] = words.slice(start.length);
      return { task, args };
    }
  }
  return undefined;
}

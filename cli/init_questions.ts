/** What `init` asks on a terminal, one question a line. */
import type { DraftRequest } from "../src/audit/draft/draft_configuration.ts";
import { lookAt } from "../src/audit/draft/look.ts";
import { type Modality, readReference } from "../src/audit/draft/references.ts";
import { InputError } from "../src/basics/errors.ts";
import { isFile } from "../src/basics/on_disk.ts";
import { printable, quotable } from "../src/basics/printable.ts";

/** What the options give; what is missing is asked for. */
type Given = Partial<Omit<DraftRequest, "out">> & Pick<DraftRequest, "out">;

/** Options that are asked for only where a message names them, since nothing in the files tells. */
const LATER = {
  "--label-column": { key: "labelColumn", question: "Column of labels" },
  "--text-column": { key: "textColumn", question: "Column of texts" },
  "--ledger": { key: "ledger", question: "File that says what the model was trained on" },
} as const;

/**
 * Asks for what the options lack, if there is a terminal, and then for what a message says is missing.
 *
 * @throws {InputError} when something is missing and there is no terminal to ask at
 */
export async function withAnswers<Result>(
  given: Given,
  work: (request: DraftRequest) => Promise<Result>,
): Promise<Result> {
  const isTerminal = Deno.stdin.isTerminal();
  const [lacking] = needed(given);
  if (lacking !== undefined && !isTerminal) {
    const [option, example] = lacking;
    throw new InputError(`${option} is missing, and there is no terminal to ask at; ${example}`);
  }
  let request = lacking === undefined ? given as DraftRequest : await answered(given);
  const asked = new Set<string>();
  for (;;) {
    try {
      return await work(request);
    } catch (thrown) {
      const later = isTerminal && thrown instanceof InputError
        ? Object.entries(LATER).find(([option, { key }]) =>
          thrown.message.includes(option) && (request[key] === undefined || asked.has(key))
        )
        : undefined;
      if (later === undefined) throw thrown;
      const [, { key, question }] = later;
      console.error(printable((thrown as InputError).message));
      asked.add(key);
      request = { ...request, [key]: await ask(question, key === "ledger" ? thereOf : String) };
    }
  }
}

/** The options that must be given, and are not. */
function needed(
  { evaluation, audio, text }: Given,
): (readonly [option: string, example: string])[] {
  return [
    ...evaluation === undefined
      ? [["--evaluation", "give the items to be named, such as --evaluation ESC-50"] as const]
      : [],
    ...audio === undefined
      ? [["--audio", "give an audio backbone, such as --audio openwakeword"] as const]
      : [],
    ...text === undefined
      ? [["--text", "give a text backbone, such as --text glove-100d"] as const]
      : [],
  ];
}

async function answered(given: Given): Promise<DraftRequest> {
  const { evaluation, training, audio, text, allowOutside = false } = given;
  const itemsOf = async (path: string) => {
    await lookAt(path, allowOutside);
    return path;
  };
  const pairsOf = (path: string) => path === "none" ? path : itemsOf(path);
  const modelsOf = (modality: Modality) => async (answer: string) => {
    const all = answer.split(",").map((one) => one.trim()).filter((one) => one !== "");
    if (all.length === 0) throw new InputError(`"${quotable(answer)}" names no backbone`);
    for (const one of all) await readReference(one, modality, allowOutside);
    return all;
  };
  const items = evaluation ?? await ask("Items to be named (manifest or folder)", itemsOf);
  const pairs = training ??
    await ask("Pairs to train on (manifest or folder; none: class folds)", pairsOf, "none");
  return {
    ...given,
    evaluation: items,
    ...(pairs === "none" ? {} : { training: pairs }),
    audio: audio ??
      await ask("Audio backbones, separated by commas", modelsOf("audio"), "openwakeword"),
    text: text ?? await ask("Text backbones, separated by commas", modelsOf("text"), "glove-100d"),
  };
}

/** Returns a path at which there is a file. */
async function thereOf(path: string): Promise<string> {
  if (!await isFile(path)) throw new InputError(`There is no file "${quotable(path)}"`);
  return path;
}

/**
 * Asks, on stderr, until there is an answer that can be used; an empty one takes the default.
 *
 * @param read returns what an answer names; where it throws an `InputError`, its message is shown and the question asked
 * again
 * @throws {InputError} when the input ends
 */
async function ask<Result>(
  question: string,
  read: (answer: string) => Result | Promise<Result>,
  by?: string,
): Promise<Result> {
  const shown = `${question}${by === undefined ? "" : ` [${by}]`}: `;
  for (;;) {
    Deno.stderr.writeSync(new TextEncoder().encode(shown));
    const line = await readLine();
    if (line === undefined) throw new InputError(`There was no answer to "${question}"`);
    const answer = line.trim() || by;
    if (answer === undefined) continue;
    try {
      return await read(answer);
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      console.error(printable(thrown.message));
    }
  }
}

/** Reads a line of the terminal; undefined at the end of input. Unlike `prompt`, it lets signals through. */
async function readLine(): Promise<string | undefined> {
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  while (await Deno.stdin.read(one) !== null) {
    if (one[0] === 0x0a) return new TextDecoder().decode(Uint8Array.from(bytes));
    bytes.push(one[0]!);
  }
  return bytes.length === 0 ? undefined : new TextDecoder().decode(Uint8Array.from(bytes));
}

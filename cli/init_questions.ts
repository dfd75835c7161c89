/** What `init` asks on a terminal, one question a line. */
import type { DraftRequest } from "../src/audit/draft/draft_configuration.ts";
import { InputError } from "../src/basics/errors.ts";
import { printable } from "../src/basics/printable.ts";

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
  const isAsked = needed(given).length > 0;
  if (isAsked && !isTerminal) {
    const [option, example] = needed(given)[0]!;
    throw new InputError(`${option} is missing, and there is no terminal to ask at; ${example}`);
  }
  let request: DraftRequest = isAsked ? await answered(given) : given as DraftRequest;
  for (;;) {
    try {
      return await work(request);
    } catch (thrown) {
      const later = isAsked && thrown instanceof InputError
        ? Object.entries(LATER).find(([option, { key }]) =>
          thrown.message.includes(option) && request[key] === undefined
        )
        : undefined;
      if (later === undefined) throw thrown;
      const [, { key, question }] = later;
      console.error(printable((thrown as InputError).message));
      request = { ...request, [key]: await ask(question) };
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
  const { evaluation, training, audio, text } = given;
  const items = evaluation ?? await ask("Items to be named (manifest or folder)");
  const pairs = training ??
    await ask("Pairs to train on (manifest or folder; none: class folds)", "none");
  return {
    ...given,
    evaluation: items,
    ...(pairs === "none" ? {} : { training: pairs }),
    audio: audio ?? await several("Audio backbones, separated by commas", "openwakeword"),
    text: text ?? await several("Text backbones, separated by commas", "glove-100d"),
  };
}

async function several(question: string, by: string): Promise<string[]> {
  const answer = await ask(question, by);
  return answer.split(",").map((one) => one.trim()).filter((one) => one !== "");
}

/**
 * Asks, on stderr, until there is an answer; an empty one takes the default.
 *
 * @throws {InputError} when the input ends
 */
async function ask(question: string, by?: string): Promise<string> {
  for (;;) {
    Deno.stderr.writeSync(
      new TextEncoder().encode(`${question}${by === undefined ? "" : ` [${by}]`}: `),
    );
    const line = await readLine();
    if (line === undefined) throw new InputError(`There was no answer to "${question}"`);
    const answer = line.trim() || by;
    if (answer !== undefined) return answer;
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

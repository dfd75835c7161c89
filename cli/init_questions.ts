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
  let request: DraftRequest = isAsked ? answered(given) : given as DraftRequest;
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
      request = { ...request, [key]: ask(question) };
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

function answered(given: Given): DraftRequest {
  const { evaluation, training, audio, text } = given;
  const items = evaluation ?? ask("Items to be named (manifest or folder)");
  const pairs = training ??
    ask("Pairs to train on (manifest or folder; none: class folds)", "none");
  return {
    ...given,
    evaluation: items,
    ...(pairs === "none" ? {} : { training: pairs }),
    audio: audio ?? several("Audio backbones, separated by commas", "openwakeword"),
    text: text ?? several("Text backbones, separated by commas", "glove-100d"),
  };
}

function several(question: string, by: string): string[] {
  return ask(question, by).split(",").map((one) => one.trim()).filter((one) => one !== "");
}

/** Asks until there is an answer; an empty one takes the default. */
function ask(question: string, by?: string): string {
  for (;;) {
    const answer = prompt(`${question}${by === undefined ? "" : ` [${by}]`}:`);
    if (answer === null && by === undefined) continue;
    const text = (answer ?? "").trim() || by;
    if (text !== undefined) return text;
  }
}

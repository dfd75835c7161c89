/**
 * Opens the ONNX model that a card is drafted for.
 * @module
 */
import { basename, dirname } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { CardStage } from "../card.ts";
import { type OnnxPort, type OnnxSession, openOnnxSession } from "../onnx/session.ts";
import { describePorts } from "../onnx/ports.ts";
import { plainName } from "../onnx/second_inputs.ts";
import type { Choices } from "./choices.ts";
import type { ModelFiles } from "./model_files.ts";

/** An open model, and what a card says of its files. */
export interface DraftedModel {
  readonly session: OnnxSession;
  readonly stage: Pick<CardStage, "file" | "sha256" | "externalData">;
}

/** Endings of the files that exporters put a model's weights into. */
const DATA = /^(_data|\.data)(_\d+)?$/;

/** Opens a model with the weights that lie beside it; the caller closes the session. */
export async function openDrafted(files: ModelFiles, path: string): Promise<DraftedModel> {
  const beside = files.paths.filter((other) =>
    dirname(other) === dirname(path) && other.startsWith(path) &&
    DATA.test(other.slice(path.length))
  );
  const externalData = [];
  const contents = [];
  for (const data of beside) {
    contents.push({ path: basename(data), bytes: await files.bytes(data) });
    externalData.push({ path: basename(data), ...await files.entry(data) });
  }
  const bytes = await files.bytes(path);
  const session = await openOnnxSession({ path, bytes, externalData: contents });
  return { session, stage: { ...await files.entry(path), externalData } };
}

/**
 * Finds the output of the likeliest name, else the only one, as a guess.
 *
 * @throws {InputError} when there are several, and none has such a name
 */
export function likeliestOutput(
  { path, outputs }: OnnxSession,
  names: readonly string[],
  choices: Choices,
): OnnxPort {
  const [found] = names.flatMap((name) => outputs.filter((port) => plainName(port) === name));
  const [only, ...others] = outputs;
  if (found !== undefined) {
    choices.told("output", found.name, "the model's outputs");
    return found;
  }
  if (only === undefined || others.length > 0) {
    throw new InputError(
      `"${quotable(path)}" has ${describePorts("outputs", outputs)}; none has a name that ` +
        `embeddings have (${names.join(", ")}): write the card by hand (docs/embed.md)`,
    );
  }
  choices.guessed("output", only.name, "the only one; its name is none that embeddings have");
  return only;
}

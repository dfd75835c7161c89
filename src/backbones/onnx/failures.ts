/**
 * Turns onnxruntime's exceptions into errors that name the model.
 * @module
 */
import { InputError, messageOf } from "../../basics/errors.ts";
import { printable, quotable } from "../../basics/printable.ts";
import { describePorts, type OnnxTensor, typedShapes } from "./ports.ts";

/** Creates the error of a model that cannot be opened. */
export function unopened(path: string, thrown: unknown): InputError {
  const cause = causeOf(thrown);
  const external = /external data file "*([^"]+)"*, error: (.*)/.exec(cause);
  if (!external) return new InputError(`Cannot open the ONNX model "${quotable(path)}": ${cause}`);
  const [, file, problem] = external as unknown as [string, string, string];
  const found = /out of bounds/i.test(problem)
    ? "which is shorter than the model says"
    : 'which was not given; expected it in "externalData"';
  return new InputError(
    `"${quotable(path)}" keeps weights in the external data file "${quotable(file)}", ${found}`,
  );
}

/** Creates the error of a model that fails on these inputs, although they have the shapes that it declares. */
export function failed(
  path: string,
  inputs: Readonly<Record<string, OnnxTensor>>,
  thrown: unknown,
): InputError {
  return new InputError(
    `"${quotable(path)}" cannot run on ${describePorts("inputs", typedShapes(inputs))}: ` +
      causeOf(thrown),
  );
}

/** Characters of onnxruntime's message that are shown; some list every node. */
const LONGEST_CAUSE = 300;

/** Returns onnxruntime's message on one line, without its number and source location. */
function causeOf(thrown: unknown): string {
  const message = messageOf(thrown).replace(/^.*ERROR_MESSAGE: /, "").replace(/^\/\S+:\d+ /, "");
  const cut = printable(message.slice(0, LONGEST_CAUSE)).trim();
  return message.length > LONGEST_CAUSE ? `${cut}…` : cut;
}

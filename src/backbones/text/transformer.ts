/**
 * Text backbones that are transformers: a `tokenizer.json`, an ONNX model, a way to pool.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { type BackboneLedger, type TextBackbone, UnusableText } from "../backbone.ts";
import { describePorts, outputNamed } from "../onnx/ports.ts";
import {
  type OnnxFile,
  type OnnxOptions,
  type OnnxPort,
  type OnnxSession,
  openOnnxSession,
} from "../onnx/session.ts";
import { meanOfRows, ofLengthOne } from "../pooling.ts";
import { batchInputs, expectTextModel, hasMask } from "./batch.ts";
import { openTokenizer, type TokenizerFile, type Tokens } from "./tokenizer.ts";

/** From a row for each token to one row for the text. */
export type TextPooling =
  /** The mean over the text's tokens, special ones with them, fillers without. */
  | "mean"
  /** The first token's row. */
  | "cls"
  /** The model gives one row for each text itself. */
  | "none";

/** What a transformer consists of. */
export interface TransformerOptions {
  /** What is known of its training; it also says the backbone's name and the length of an embedding. */
  readonly ledger: BackboneLedger;
  /** How texts become tokens. */
  readonly tokenizer: TokenizerFile;
  /** A model of `input_ids`, and `attention_mask` and `token_type_ids` if need be, each texts × tokens. */
  readonly model: OnnxFile;
  /** Tokens of a text at most, special ones with them; longer texts are cut. */
  readonly maxTokens: number;
  /** How tokens' rows become one. */
  readonly pooling: TextPooling;
  /** Whether rows are scaled to length 1 after pooling. */
  readonly normalize: boolean;
  /** Which of the model's outputs; the first one by default. */
  readonly output?: string;
  /** Texts in one run of the model, at most. */
  readonly batch: number;
  /** Where and how the model runs. */
  readonly run?: OnnxOptions;
  /** What shapes the numbers; see {@link TextBackbone}. */
  readonly identity: TextBackbone["identity"];
}

/**
 * Opens a transformer.
 *
 * Texts are embedded in batches, in their order, so the same texts give the same bits; the texts beside it change a
 * row in its last bits only. A text without a token of its own is refused.
 *
 * @throws {InputError} when the tokenizer or the model cannot be read, or do not go together
 * @throws {SurroundingsError} when the device reports an error
 */
export async function openTransformer(options: TransformerOptions): Promise<TextBackbone> {
  const tokenizer = await openTokenizer(options.tokenizer, options.maxTokens);
  const session = await openOnnxSession(options.model, options.run);
  try {
    expectTextModel(options.model.path, session.inputs);
    expectRows(options, outputOf(options, session));
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
  const { ledger, identity } = options;
  return {
    name: ledger.name,
    modality: "text",
    dimensions: ledger.dimensions,
    ledger,
    identity,
    batch: options.batch,
    async embed(texts) {
      const tokens = texts.map((text, i) => {
        const found = tokenizer.encode(text);
        if (found.ofText > 0) return found;
        throw new UnusableText(i, `Text "${quotable(text)}" has no token; expected a word or more`);
      });
      const vectors = await embedTokens(tokens, tokenizer.padId, session, options);
      const bad = vectors.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) throw notFinite(Math.floor(bad / ledger.dimensions), texts, options.model);
      return { vectors, outOfVocabulary: [] };
    },
    close: () => session.close(),
  };
}

async function embedTokens(
  tokens: readonly Tokens[],
  padId: number,
  session: OnnxSession,
  options: TransformerOptions,
): Promise<Float32Array> {
  const { dimensions } = options.ledger;
  const vectors = new Float32Array(tokens.length * dimensions);
  const output = outputOf(options, session);
  const size = hasMask(session.inputs) ? options.batch : 1;
  for (let first = 0; first < tokens.length; first += size) {
    const batch = tokens.slice(first, first + size);
    const results = await session.run(batchInputs(batch, padId, session.inputs), [output.name]);
    const { shape, data } = results[output.name]!;
    expectRows(options, { ...output, shape }, batch);
    batch.forEach(({ ids }, i) => {
      const rows = options.pooling === "mean" ? ids.length : 1;
      const start = i * data.length / batch.length;
      const row = meanOfRows(
        (data as Float32Array).subarray(start, start + rows * dimensions),
        dimensions,
      );
      vectors.set(options.normalize ? ofLengthOne(row) : row, (first + i) * dimensions);
    });
  }
  return vectors;
}

/** The output that is pooled; every model has one. */
function outputOf({ output, model }: TransformerOptions, { outputs }: OnnxSession): OnnxPort {
  return output === undefined ? outputs[0]! : outputNamed(model.path, outputs, output);
}

/** Expects an output of real numbers, as long as embeddings are, for each text or for each of its tokens. */
function expectRows(
  { ledger, pooling, model }: TransformerOptions,
  output: OnnxPort,
  batch?: readonly Tokens[],
): void {
  const tokens = batch?.reduce((longest, { ids }) => Math.max(longest, ids.length), 0);
  const expected = [batch?.length, ...(pooling === "none" ? [] : [tokens]), ledger.dimensions];
  const { type, shape } = output;
  const fits = shape.length === expected.length &&
    expected.every((length, axis) =>
      length === undefined || typeof shape[axis] === "string" || shape[axis] === length
    );
  // The model may leave the rank open, until it has run.
  const open = batch === undefined && shape.length === 0;
  if (REAL.has(type) && (fits || open)) return;
  const each = pooling === "none" ? "texts" : "texts × tokens";
  throw new InputError(
    `"${quotable(model.path)}" gives ${describePorts("output", [output])}; expected ` +
      `${each} × ${ledger.dimensions} real numbers for pooling "${pooling}"`,
  );
}

const REAL = new Set(["float32", "float16", "float64"]);

function notFinite(
  index: number,
  texts: readonly string[],
  { path }: OnnxFile,
): UnusableText {
  return new UnusableText(
    index,
    `"${quotable(path)}" gives numbers that are not finite for "${quotable(texts[index]!)}"`,
  );
}

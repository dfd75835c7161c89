/**
 * Text backbones that are transformers: a `tokenizer.json`, an ONNX model, and a pooling.
 * @module
 */
import { fewOf, workOn } from "../../basics/at_work.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { TimedOut } from "../../basics/time_limit.ts";
import { type BackboneLedger, type TextBackbone, UnusableText } from "../backbone.ts";
import { describePorts, outputNamed } from "../onnx/ports.ts";
import {
  type OnnxFile,
  type OnnxOptions,
  type OnnxPort,
  type OnnxSession,
  openSessionIn,
} from "../onnx/session.ts";
import { meanOfRows, ofLengthOne, poolRows } from "../pooling.ts";
import { ModelThread } from "../worker/model_thread.ts";
import { batchInputs, type BatchShape, expectTextModel, hasMask, paddedLength } from "./batch.ts";
import type { TokenizerFile, Tokens } from "./tokenizer.ts";
import { openTokenizerIn } from "./tokenizer_thread.ts";
import { textBackbone } from "../text_backbone.ts";

/** How the tokens' rows become one row for the text. */
export type TextPooling =
  /** The mean over the text's tokens, including special ones, without padding. */
  | "mean"
  /** Their maximum, likewise. */
  | "max"
  /** The first token's row. */
  | "cls"
  /** The last token's row: of models whose tokens see only those before them. */
  | "last"
  /** The model itself gives one row for each text. */
  | "none";

/** What a transformer consists of. */
export interface TransformerOptions {
  /** What is known of its training; it also gives the backbone's name and the length of an embedding. */
  readonly ledger: BackboneLedger;
  /** Reads the tokenizer's file; see {@link openTokenizerIn}. */
  readonly tokenizer: () => Promise<TokenizerFile>;
  /**
   * Reads the model. It takes `input_ids`, texts × tokens, and optionally what follows from them: `attention_mask`,
   * `token_type_ids`, `position_ids`, lengths; see {@link openSessionIn}.
   */
  readonly model: () => Promise<OnnxFile>;
  /** Largest number of tokens of a text, including special ones; longer texts are cut. */
  readonly maxTokens: number;
  /** How the tokens' rows become one. */
  readonly pooling: TextPooling;
  /** Whether rows are scaled to length 1 after pooling. */
  readonly normalize: boolean;
  /** Name of the model's output; default the first one. */
  readonly output?: string;
  /** Largest number of texts in one run of the model. */
  readonly batch: number;
  /** Where and how the model runs. */
  readonly run?: OnnxOptions;
  /** What determines the numbers; see {@link TextBackbone}. */
  readonly identity: TextBackbone["identity"];
}

/**
 * Opens a transformer.
 *
 * Texts are embedded in batches, in their order, so the same texts give the same bits; the other texts of a batch
 * change only the last bits of a row. A text that has no token of its own is refused.
 *
 * @throws {InputError} when the tokenizer or the model cannot be read, or they do not fit together
 * @throws {SurroundingsError} when the device reports an error
 */
export async function openTransformer(options: TransformerOptions): Promise<TextBackbone> {
  const { ledger, identity, batch, run = {} } = options;
  const thread = new ModelThread(run);
  try {
    const session = await openSessionIn(thread, options.model, run);
    const fixed = expectTextModel(session.path, session.inputs);
    const most = Math.min(options.maxTokens, fixed.tokens ?? options.maxTokens);
    const tokenizer = await openTokenizerIn(thread, options.tokenizer, most);
    const model = { ...options, session, fixed, padId: tokenizer.padId };
    expectRows(options, session.path, outputOf(options, session));
    return textBackbone({
      ledger,
      identity,
      batch,
      async embed(texts) {
        const tokens = await tokenizer.encode(texts);
        const empty = tokens.findIndex(({ ofText }) => ofText === 0);
        if (empty >= 0) throw withoutToken(empty, texts);
        const all = texts.map((text, index) => ({ text, index, tokens: tokens[index]! }));
        const vectors = await embedAll(all, model);
        const bad = vectors.findIndex((value) => !Number.isFinite(value));
        if (bad >= 0) throw notFinite(Math.floor(bad / ledger.dimensions), texts, session);
        return { vectors, outOfVocabulary: [] };
      },
      close: () => session.close().finally(() => thread.end()),
    });
  } catch (thrown) {
    await thread.end();
    throw thrown;
  }
}

/** An open model with what texts are run through it. */
interface Model extends TransformerOptions {
  readonly session: OnnxSession;
  /** What the model fixes of a batch. */
  readonly fixed: BatchShape;
  readonly padId: number;
}

/** A text with its tokens. */
interface Encoded {
  readonly text: string;
  /** Index of the text in the call. */
  readonly index: number;
  readonly tokens: Tokens;
}

async function embedAll(
  texts: readonly Encoded[],
  model: Model,
): Promise<Float32Array> {
  const { ledger: { dimensions }, session, fixed } = model;
  const vectors = new Float32Array(texts.length * dimensions);
  const size = hasMask(session.inputs) ? Math.min(model.batch, fixed.texts ?? model.batch) : 1;
  for (let first = 0; first < texts.length; first += size) {
    const batch = texts.slice(first, first + size);
    const rows = await embedBatch(batch, model);
    rows.forEach((row, i) => vectors.set(row, (first + i) * dimensions));
  }
  return vectors;
}

/** Embeds texts in one run; if that times out, runs them one by one to find the text that causes it. */
async function embedBatch(
  batch: readonly Encoded[],
  model: Model,
): Promise<ArrayLike<number>[]> {
  try {
    return await workOn(
      () => `embedding ${fewOf(batch.map(({ text }) => text))}`,
      () => runBatch(batch.map(({ tokens }) => tokens), model),
    );
  } catch (thrown) {
    if (!(thrown instanceof TimedOut)) throw thrown;
    if (batch.length === 1) {
      throw new UnusableText(batch[0]!.index, thrown.message, { cause: thrown });
    }
    const rows = [];
    for (const one of batch) rows.push(...await embedBatch([one], model));
    return rows;
  }
}

async function runBatch(
  batch: readonly Tokens[],
  model: Model,
): Promise<ArrayLike<number>[]> {
  const { ledger: { dimensions }, session, pooling } = model;
  const output = outputOf(model, session);
  const length = paddedLength(batch, model.fixed);
  const inputs = batchInputs(session.path, batch, model.padId, session.inputs, length);
  const results = await session.run(inputs, [output.name]);
  const { shape, data } = results[output.name]!;
  expectRows(model, session.path, { ...output, shape }, { texts: batch.length, tokens: length });
  return batch.map(({ ids }, i) => {
    const start = i * data.length / batch.length;
    const [first, rows] = pooledRows(pooling, ids.length);
    const values = (data as Float32Array)
      .subarray(start + first * dimensions, start + (first + rows) * dimensions);
    const row = pooling === "max"
      ? Float64Array.from(poolRows(values, dimensions, "max"))
      : meanOfRows(values, dimensions);
    return model.normalize ? ofLengthOne(row) : row;
  });
}

/** The first of a text's rows that are pooled, and how many are. */
function pooledRows(pooling: TextPooling, tokens: number): [first: number, rows: number] {
  if (pooling === "last") return [tokens - 1, 1];
  return [0, pooling === "mean" || pooling === "max" ? tokens : 1];
}

/** Returns the output that is pooled; every model has at least one. */
function outputOf({ output }: TransformerOptions, { path, outputs }: OnnxSession): OnnxPort {
  return output === undefined ? outputs[0]! : outputNamed(path, outputs, output);
}

/** Checks that the output holds real numbers, as long as embeddings are, for each text or for each of its tokens. */
function expectRows(
  { ledger, pooling }: TransformerOptions,
  path: string,
  output: OnnxPort,
  batch?: { readonly texts: number; readonly tokens: number },
): void {
  const expected = [
    batch?.texts,
    ...(pooling === "none" ? [] : [batch?.tokens]),
    ledger.dimensions,
  ];
  const { type, shape } = output;
  const fits = shape.length === expected.length &&
    expected.every((length, axis) =>
      length === undefined || typeof shape[axis] === "string" || shape[axis] === length
    );
  // The model may leave the rank open until it has run.
  const open = batch === undefined && shape.length === 0;
  if (REAL.has(type) && (fits || open)) return;
  const each = pooling === "none" ? "texts" : "texts × tokens";
  throw new InputError(
    `"${quotable(path)}" gives ${describePorts("output", [output])}; expected ` +
      `${each} × ${ledger.dimensions} real numbers for pooling "${pooling}"`,
  );
}

const REAL = new Set(["float32", "float16", "float64"]);

function withoutToken(index: number, texts: readonly string[]): UnusableText {
  const text = quotable(texts[index]!);
  return new UnusableText(index, `Text "${text}" has no token; expected a word or more`);
}

function notFinite(
  index: number,
  texts: readonly string[],
  { path }: OnnxSession,
): UnusableText {
  return new UnusableText(
    index,
    `"${quotable(path)}" gives numbers that are not finite for "${quotable(texts[index]!)}"`,
  );
}

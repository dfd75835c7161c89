import assert from "node:assert/strict";
import type { Json, JsonObject } from "../../../src/embeddings/identity.ts";
import { sha256Of } from "../../../src/basics/sha256.ts";
import { matrixOf } from "../../../src/basics/matrix.ts";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import { outcomePieces, parseOutcome, plainOf } from "../../../src/audit/trainings/outcome_file.ts";

const IDENTITY = { fingerprint: "f".repeat(64), code: "c".repeat(64) };

/** A possible outcome of a training; the codec requires no fields. */
const OUTCOME = {
  training: {
    fold: 0,
    audio: "a\u2028\u0000",
    text: "t",
    randomText: false,
    condition: { kind: "dose", share: 0.1 },
    seed: 4294967295,
    rank: 0,
    draw: 0,
  },
  trained: "d".repeat(64),
  pairs: 318,
  classes: 2,
  finalLoss: 0.1 + 0.2,
  looks: [{ step: 30, balancedTop1: 1 / 3 }, { step: 60, balancedTop1: 1e-308 }],
  singlePrompts: [],
  zeroShot: {
    balancedTop1: 0.5,
    top1: 0.5,
    perClass: [undefined, 0.5],
    confusion: Uint32Array.of(0, 0, 1, 1),
    predicted: Uint32Array.of(0, 1),
    hits: Uint8Array.of(0, 1),
    top5: 1,
    top5Hits: Uint8Array.of(1, 1),
    nearest: Uint32Array.of(0, 1, 1, 0),
  },
  precisions: Float64Array.of(0.5, 1),
  sources: [undefined, "a", undefined],
  floats: Float64Array.of(1 / 3, -0, NaN, Infinity, Number.MIN_VALUE),
  singles: Float32Array.of(1 / 3, -0, NaN, -Infinity, 1e-45),
  // This array does not begin at the start of its buffer.
  part: Uint32Array.of(7, 8, 4294967295).subarray(1),
  signed: Int32Array.of(-1),
  hits: new Uint8Array(0),
  projected: { items: matrixOf(1, Float32Array.of(1)), texts: matrixOf(1, Float32Array.of(2, 3)) },
} as unknown as TrainingOutcome;

const TEXT = [...outcomePieces(OUTCOME, IDENTITY)].join("");

function refused(text: string, identity = IDENTITY): RegExp | string {
  let message = "";
  assert.throws(() => parseOutcome(text, identity, "x.json"), (thrown: Error) => {
    assert.equal(thrown.name, "InputError");
    assert.doesNotMatch(thrown.message, /\n/);
    message = thrown.message;
    return true;
  });
  return message;
}

Deno.test("an outcome is read exactly, and written again as the same bytes", () => {
  const read = parseOutcome(TEXT, IDENTITY, "x.json");
  assert.deepEqual(read, OUTCOME);
  assert.equal([...outcomePieces(read, IDENTITY)].join(""), TEXT);
});

Deno.test("fields that are undefined are missing", () => {
  const text = [...outcomePieces({ ...OUTCOME, finalLoss: undefined! }, IDENTITY)].join("");
  assert.ok(!("finalLoss" in parseOutcome(text, IDENTITY, "x.json")));
});

Deno.test("a damaged outcome is refused, wherever it is cut or changed", () => {
  for (let end = 0; end < TEXT.trimEnd().length; end += 7) refused(TEXT.slice(0, end));
  for (let place = 0; place < TEXT.length; place += 5) {
    const changed = TEXT[place] === "A" ? "B" : "A";
    const text = TEXT.slice(0, place) + changed + TEXT.slice(place + 1);
    refused(text);
  }
  for (const other of [{ fingerprint: "0".repeat(64) }, { code: "0".repeat(64) }]) {
    assert.match(
      String(refused(TEXT, { ...IDENTITY, ...other })),
      /"x\.json" holds another training/,
    );
  }
  assert.match(String(refused(TEXT.replace("cell/5", "cell/4"))), /"schema" is "earnest\/cell\/4"/);
});

/** The file of an outcome that was changed, its hash and all. */
function forged(change: (outcome: Record<string, Json>) => Json | undefined | void): string {
  const { outcome, ...told } = JSON.parse(TEXT);
  const changed = change(outcome) ?? outcome;
  return JSON.stringify({ ...told, sha256: sha256Of(JSON.stringify(changed)), outcome: changed });
}

Deno.test("an outcome of a right hash that is none is refused by what is wrong", () => {
  const cases: [Parameters<typeof forged>[0], RegExp][] = [
    [() => ({}), /"outcome\.cell" is not as Earnest writes it/],
    [() => [], /"outcome" is not/],
    [(outcome) => void delete outcome["zeroShot"], /"outcome\.zeroShot" is not/],
    [(outcome) => void delete outcome["trained"], /"outcome\.trained" is not/],
    [(outcome) => void (outcome["precisions"] = [1]), /"outcome\.precisions" is not/],
    [(outcome) => void (outcome["precisions"] = { $float64: 1 }), /an array in it is none/],
    [(outcome) => void (outcome["precisions"] = { $float64: "AAA=" }), /an array in it is none/],
    [(outcome) => {
      outcome["cell"] = { ...outcome["cell"] as JsonObject, condition: "filthy" };
    }, /"outcome\.cell\.condition" is not/],
    [(outcome) => void (outcome["projected"] = { dim: 0 }), /"outcome\.projected\.dim" is not/],
  ];
  for (const [change, expected] of cases) assert.match(String(refused(forged(change))), expected);
  assert.deepEqual(parseOutcome(forged(() => {}), IDENTITY, "x.json"), OUTCOME);
  const { outcome: _, ...rest } = JSON.parse(TEXT);
  assert.match(String(refused(JSON.stringify(rest))), /"outcome" is nothing/);
});

Deno.test("values that JSON would lose are refused", () => {
  for (const value of [new Map(), NaN, [Symbol()], new Date(0), 1n, new Uint16Array(1)]) {
    assert.throws(() => plainOf({ value }), TypeError);
  }
});

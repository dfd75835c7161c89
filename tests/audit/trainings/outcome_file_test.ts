import assert from "node:assert/strict";
import { matrixOf } from "../../../src/basics/matrix.ts";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import { formatOutcome, parseOutcome, plainOf } from "../../../src/audit/trainings/outcome_file.ts";

const IDENTITY = { fingerprint: "f".repeat(64), code: "c".repeat(64) };

/** A possible outcome of a training; the codec requires no fields. */
const OUTCOME = {
  training: {
    fold: 0,
    audio: "a\u2028\u0000",
    randomText: false,
    condition: { kind: "dose", share: 0.1 },
    seed: 4294967295,
    rank: 0,
  },
  pairs: 318,
  finalLoss: 0.1 + 0.2,
  looks: [{ step: 30, balancedTop1: 1 / 3 }, { step: 60, balancedTop1: 1e-308 }],
  singlePrompts: [],
  sources: [undefined, "a", undefined],
  floats: Float64Array.of(1 / 3, -0, NaN, Infinity, Number.MIN_VALUE),
  singles: Float32Array.of(1 / 3, -0, NaN, -Infinity, 1e-45),
  // This array does not begin at the start of its buffer.
  part: Uint32Array.of(7, 8, 4294967295).subarray(1),
  signed: Int32Array.of(-1),
  hits: new Uint8Array(0),
  projected: { items: matrixOf(1, Float32Array.of(1)), texts: matrixOf(1, Float32Array.of(2, 3)) },
} as unknown as TrainingOutcome;

const TEXT = formatOutcome(OUTCOME, IDENTITY);

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
  assert.equal(formatOutcome(read, IDENTITY), TEXT);
});

Deno.test("fields that are undefined are missing", () => {
  const text = formatOutcome({ ...OUTCOME, finalLoss: undefined! }, IDENTITY);
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
  assert.match(String(refused(TEXT.replace("cell/2", "cell/0"))), /"schema" is "earnest\/cell\/0"/);
});

Deno.test("values that JSON would lose are refused", () => {
  for (const value of [new Map(), NaN, [Symbol()], new Date(0), 1n, new Uint16Array(1)]) {
    assert.throws(() => plainOf({ value }), TypeError);
  }
});

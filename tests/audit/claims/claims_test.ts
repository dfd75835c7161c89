import assert from "node:assert/strict";
import { claimsOf, withClaims } from "../../../src/audit/claims/claims.ts";
import { escResults } from "../../report/esc_results.ts";
import { madeResults } from "../../report/made_results.ts";
import { kindsOf, made, part, withAttribution, withPath } from "./made_pairs.ts";

const ESC = escResults();
const [ATTRIBUTION] = ESC.attribution;

Deno.test("the claims of the ESC experiment, word for word", () => {
  assert.deepEqual(claimsOf(ESC).map(({ kind, sentence }) => [kind, sentence]), [
    [
      "leakage",
      "Leakage of 0.53 [0.30, 0.75] for mn04 with glove-100d: what flagged pairs give beyond as many " +
      "unflagged ones (control minus clean).",
    ],
    [
      "needs-no-text-meaning",
      "The dirty accuracy of mn04 with glove-100d needs no text meaning: random text codes reach at " +
      "least nine tenths of its rise over chance (codes 0.96 [0.93, 0.96] for these classes, dirty 0.95, " +
      "chance 0.10).",
    ],
    [
      "no-better-than-audio-alone",
      "The dirty accuracy of mn04 with glove-100d is no better than closed-set classification by audio " +
      "alone on the same pairs: its lead is below 0.05 (0.01 [−0.003, 0.03] for these classes; " +
      "dirty 0.95, nearest centroid 0.94).",
    ],
    [
      "transfer",
      "Evidence of transfer for mn04 with glove-100d: clean accuracy is 0.32 [0.10, 0.54] above chance " +
      "(permutation test, p < 0.001) and 0.32 [0.12, 0.54] above trainings with shuffled texts.",
    ],
    [
      "backbone",
      "mn04 adds 0.20 [0.05, 0.40] to the clean accuracy of log-mel-statistics with glove-100d, " +
      "including whatever its labels gave.",
    ],
  ]);
});

Deno.test("a claim names its pair, its condition and its numbers", () => {
  const [leakage] = made(ESC, "leakage");
  assert.deepEqual([leakage!.audio, leakage!.text], ["mn04", "glove-100d"]);
  assert.deepEqual(leakage!.numbers, { leakage: ATTRIBUTION!.path.leakage });
  const [transfer] = made(ESC, "transfer");
  assert.equal(transfer!.condition, "clean");
  assert.equal(transfer!.numbers.permutation_p, 0.0001);
});

Deno.test("leakage is claimed above zero, flagged pairs hurt below, and else it has an upper end", () => {
  const said = (low: number, high: number) =>
    claimsOf(withPath({ leakage: part(0.03, low, high) }))[0]!;
  assert.equal(said(0.001, 0.06).kind, "leakage");
  assert.equal(said(0, 0.06).kind, "no-leakage-shown");
  assert.equal(said(-0.02, 0).kind, "no-leakage-shown");
  assert.equal(said(-0.06, -0.001).kind, "flagged-pairs-hurt");
  assert.equal(
    said(-0.02, 0.08).sentence,
    "No leakage is shown for mn04 with glove-100d: it is at most 0.08 (control minus clean: 0.03 " +
      "[−0.02, 0.08]).",
  );
  assert.match(
    said(-0.06, -0.01).sentence,
    /^Flagged pairs hurt mn04 with glove-100d: they change accuracy by 0\.03 \[−0\.06, −0\.01\] /,
  );
});

Deno.test("without a valid control the claim is about flagged pairs, with that caveat", () => {
  const { leakage: _, volume: __, ...path } = ATTRIBUTION!.path;
  const of = (flaggedPairs: ReturnType<typeof part>) =>
    claimsOf(withAttribution({ path: { ...path, flaggedPairs }, flaggedPairs }));
  const [leakage] = of(part(0.5, 0.3, 0.7));
  assert.deepEqual([leakage!.kind, Object.keys(leakage!.numbers)], ["leakage", ["flaggedPairs"]]);
  assert.equal(
    leakage!.sentence,
    "Leakage of 0.50 [0.30, 0.70] for mn04 with glove-100d, if flagged pairs are taken whole (dirty " +
      "minus clean), with that caveat: no control pool matches the clean one, so lost pairs " +
      "and topics may be part of it.",
  );
  for (const flagged of [part(0.1, -0.1, 0.3), part(-0.2, -0.3, -0.1)]) {
    assert.match(of(flagged)[0]!.sentence, /with that caveat: no control pool matches/);
  }
});

Deno.test("where nothing is flagged, nothing else is said of leakage", () => {
  const by_rule = { "TEXT-EXACT": { findings: 3, flagged_pairs: 0 } };
  const results = { ...ESC, leakage: { ...ESC.leakage, covered_classes: 0, by_rule } };
  assert.deepEqual(kindsOf(results), ["nothing-flagged", "transfer", "backbone"]);
  assert.equal(
    claimsOf(results)[0]!.sentence,
    "No training pair is flagged, so no leakage can show for mn04 with glove-100d.",
  );
});

Deno.test("volume is claimed where its interval excludes zero", () => {
  assert.deepEqual(made(ESC, "volume"), []);
  const [volume] = made(withPath({ volume: part(-0.04, -0.07, -0.01) }), "volume");
  assert.equal(
    volume!.sentence,
    "The rest of the pairs changes the accuracy of mn04 with glove-100d by −0.04 [−0.07, −0.01]: " +
      "volume, dirty minus control.",
  );
});

Deno.test("every chosen pair of backbones has its claims, comparisons have none", () => {
  const both = madeResults();
  const results = {
    ...both,
    conditions: [...both.conditions, ...ESC.conditions],
    attribution: [...both.attribution, ...ESC.attribution],
  };
  const pairs = new Set(claimsOf(results).map(({ audio }) => audio));
  assert.deepEqual(pairs, new Set(["openwakeword", "mn04"]));
});

Deno.test("a baseline alone has its claims, where it is all that there is", () => {
  const made = madeResults();
  const conditions = made.conditions.filter(({ audio }) => audio === "log-mel-statistics")
    .map((one) => ({ ...one, permutation_p: 0.2 }));
  const claims = claimsOf({ ...made, conditions });
  assert.deepEqual(claims.map(({ kind, condition }) => [kind, condition]), [
    ["not-above-chance", "dirty"],
    ["not-above-chance", "clean"],
  ]);
});

Deno.test("names cannot control a terminal", () => {
  const evil = "evil\u001b[2J";
  const rename = <Named extends { audio: string }>(one: Named) => ({ ...one, audio: evil });
  const results = withClaims({
    ...ESC,
    conditions: ESC.conditions.map(rename),
    attribution: ESC.attribution.map(rename),
  });
  assert.equal(results.claims.length, 5);
  for (const { sentence } of results.claims) assert.ok(!sentence.includes("\u001b"));
});

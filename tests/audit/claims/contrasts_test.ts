import assert from "node:assert/strict";
import { claimsOf, withClaims } from "../../../src/audit/claims/claims.ts";
import type { Contrast } from "../../../src/audit/results/results.ts";
import { reportSentences } from "../../../src/report/words/report_sentences.ts";
import { escResults } from "../../report/esc_results.ts";
import { part } from "./made_pairs.ts";

const ESC = escResults();

function contrast(
  condition: Contrast["condition"],
  [value, low, high]: readonly [number, number, number],
): Contrast {
  const side = "audio" as const;
  return {
    between: ["clap", "mn04"],
    side,
    with: "glove-100d",
    condition,
    ...part(value, low, high),
    low_together: low,
    high_together: high,
  };
}

/** Returns what is claimed of contrasts, where the clean score of mn04 has this p-value. */
function said(contrasts: readonly Contrast[], p = 0.001) {
  const attribution = ESC.attribution.map((one) => ({
    ...one,
    transfer: { ...one.transfer, permutation_p: p },
  }));
  return claimsOf({ ...ESC, attribution, contrasts })
    .filter(({ kind }) => kind === "backbones-differ");
}

Deno.test("backbones differ where the interval of their difference excludes zero, the higher one first", () => {
  assert.deepEqual(
    said([contrast("dirty", [0.01, -0.02, 0.04]), contrast("control", [0.1, 0, 0.2])]),
    [],
  );
  const together = { ...contrast("clean", [-0.2, -0.3, -0.1]), high_together: 0.01 };
  assert.deepEqual(said([together]), [], "of several contrasts the wider interval counts");
  const [claim, ...others] = said([contrast("clean", [-0.2, -0.3, -0.1])]);
  assert.deepEqual(others, []);
  assert.deepEqual(claim, {
    kind: "backbones-differ",
    text: "glove-100d",
    between: ["mn04", "clap"],
    condition: "clean",
    numbers: { difference: part(0.2, 0.1, 0.3) },
    sentence: "mn04 has a higher clean accuracy with glove-100d than clap, by 0.20 [0.10, 0.30], " +
      "an interval that holds together with those of all such differences.",
  });
  const text = { ...contrast("dirty", [0.2, 0.1, 0.3]), side: "text" as const, with: "mn04" };
  assert.deepEqual(said([text]).map(({ audio, text, between }) => [audio, text, between]), [
    ["mn04", undefined, ["clap", "mn04"]],
  ]);
});

Deno.test("a score that is not shown to be above chance is not said to be the higher one", () => {
  const higher = [contrast("clean", [-0.2, -0.3, -0.1]), contrast("dirty", [-0.2, -0.3, -0.1])];
  assert.deepEqual(said(higher, 0.3).map(({ condition }) => condition), ["dirty"]);
  const lower = [contrast("clean", [0.2, 0.1, 0.3])];
  assert.deepEqual(said(lower, 0.3).map(({ between }) => between), [["clap", "mn04"]]);
});

Deno.test("a report states the contrasts of which nothing is claimed, then the claims", () => {
  const nothing = [contrast("dirty", [-0.01, -0.04, 0.02]), contrast("control", [0, -0.1, 0.1])];
  const contrasts = [...nothing, contrast("clean", [-0.2, -0.3, -0.1])];
  const sentences = reportSentences(withClaims({ ...ESC, contrasts }));
  const at = sentences.indexOf(
    "Accuracy of clap minus mn04, both with glove-100d: dirty −0.01 [−0.04, 0.02], control 0.00 " +
      "[−0.10, 0.10].",
  );
  assert.ok(at > 0, sentences.join("\n"));
  assert.match(sentences[at + 1]!, /^mn04 has a higher clean accuracy/);
  assert.match(sentences[0]!, /^Accuracy of mn04 with glove-100d: dirty/);
  const one = reportSentences(withClaims({ ...ESC, contrasts: contrasts.slice(2) }));
  assert.ok(!one.join().includes(" minus mn04"));
});

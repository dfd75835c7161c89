import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import type { Comparison, RowDifference } from "../../../src/audit/comparison/comparison.ts";
import { inFolder } from "../../temporary_folder.ts";
import { drawAccuracies, type MadeAudit, writeMadeAudit } from "./made_audits.ts";

/** Compares made audits, whose folders are named a, b, c. */
function compared(audits: readonly MadeAudit[], seed?: number): Promise<Comparison> {
  return inFolder(async (folder) => {
    const folders = audits.map((_, i) => join(folder, "abc"[i]!));
    for (const [i, made] of audits.entries()) await writeMadeAudit(folders[i]!, made);
    return await compareAudits(folders, { seed });
  });
}

function made(seed: number, rise: number, changes: Partial<MadeAudit> = {}): MadeAudit {
  return {
    audio: `backbone ${seed}`,
    dirty: drawAccuracies(seed, { rise: rise + 0.3 }),
    clean: drawAccuracies(seed + 100, { rise }),
    control: drawAccuracies(seed + 200, { rise: rise + 0.3 }),
    ...changes,
  };
}

const ofKind = (differences: readonly RowDifference[], of: RowDifference["of"]) =>
  differences.find((one) => one.of === of)!;

Deno.test("audits that differ by a known amount: the intervals hold it, and only that is shown", async () => {
  const { evaluations: [one], notes } = await compared([made(1, 0), made(2, 0), made(3, 0.3)]);
  const { differences } = one!;
  assert.deepEqual(differences.map(({ row, from, of }) => [row, from, of]), [
    [2, 1, "dirty"],
    [2, 1, "clean"],
    [2, 1, "leakage"],
    [3, 1, "dirty"],
    [3, 1, "clean"],
    [3, 1, "leakage"],
  ]);
  const truth = { dirty: 0.3, clean: 0.3, leakage: 0 };
  for (const { row, of, value, low, high, ...rest } of differences) {
    const expected = row === 3 ? truth[of as keyof typeof truth] : 0;
    assert.ok(low <= expected && expected <= high, `${of} of ${row}: [${low}, ${high}]`);
    assert.ok(rest.low_together <= low && high <= rest.high_together);
    assert.ok(rest.low_together < value && value < rest.high_together);
    const isRisen = row === 3 && of !== "leakage";
    assert.equal(rest.shown, isRisen ? "higher" : "not shown", `${of} of ${row}`);
  }
  assert.deepEqual(notes, []);
});

Deno.test("the same audit twice differs by exactly nothing", async () => {
  const { evaluations: [one] } = await compared([made(1, 0), made(1, 0)]);
  assert.equal(one!.differences.length, 3);
  for (const { value, low, high, low_together, high_together, shown } of one!.differences) {
    assert.deepEqual([value, low, high, low_together, high_together], [0, 0, 0, 0, 0]);
    assert.equal(shown, "not shown");
  }
  // Other trainings that are as good to the last class do differ.
  const [first, second] = [made(1, 0), made(1, 0)].map((audit, i) => {
    return { ...audit, clean: i === 0 ? audit.clean : audit.clean.toReversed() };
  });
  const { evaluations: [other] } = await compared([first!, second!]);
  const { value, low, high } = ofKind(other!.differences, "clean");
  assert.ok(Math.abs(value) < 1e-12 && low < 0 && high > 0);
});

Deno.test("the same trainings with their seeds in another order differ by exactly nothing", async () => {
  const one = made(1, 0);
  const turned = (trainings: MadeAudit["dirty"]) => trainings.toReversed();
  const other = made(1, 0, {
    seeds: [4, 3, 2, 1, 0],
    dirty: turned(one.dirty),
    clean: turned(one.clean),
    control: turned(one.control!),
  });
  const { evaluations: [evaluation], audits } = await compared([one, other]);
  assert.deepEqual(audits[1]!.differs, []);
  for (const { value, low, high } of evaluation!.differences) {
    assert.deepEqual([value, low, high], [0, 0, 0]);
  }
});

Deno.test("pairing makes a difference narrow where classes are hard for both", async () => {
  const { evaluations: [one] } = await compared([made(1, 0), made(2, 0)]);
  const { low, high } = ofKind(one!.differences, "clean");
  const noise = await compared([
    made(1, 0),
    made(2, 0, { clean: made(2, 0).clean.map((values) => values.toReversed()) }),
  ]);
  const unpaired = ofKind(noise.evaluations[0]!.differences, "clean");
  assert.ok(unpaired.high - unpaired.low > high - low);
});

Deno.test("other seeds are not paired, and the audit with one shows nothing", async () => {
  const more = made(2, 0.3, {
    seeds: [7, 8, 9],
    dirty: drawAccuracies(2, { rise: 0.6, seeds: 3 }),
    clean: drawAccuracies(102, { rise: 0.3, seeds: 3 }),
    control: drawAccuracies(202, { rise: 0.6, seeds: 3 }),
  });
  const several = await compared([made(1, 0), more]);
  assert.deepEqual(several.audits[1]!.differs, ["seeds"]);
  assert.equal(ofKind(several.evaluations[0]!.differences, "clean").shown, "higher");
  assert.match(several.notes[0]!, /b" and ".*a" differ in seeds: a difference of their rows has/);

  const single = made(2, 0.3, {
    seeds: [7],
    dirty: drawAccuracies(2, { rise: 0.6, seeds: 1 }),
    clean: drawAccuracies(102, { rise: 0.3, seeds: 1 }),
  });
  const { control: _, ...uncontrolled } = single;
  const one = await compared([made(1, 0), uncontrolled]);
  const { differences } = one.evaluations[0]!;
  assert.deepEqual(differences.map(({ of }) => of), ["dirty", "clean", "flaggedPairs"]);
  assert.ok(differences.every(({ shown }) => shown === "not shown"));
  assert.match(one.notes.at(-2)!, /b" has few seeds, so its intervals hold little: see its report/);
  assert.match(one.notes.at(-1)!, /one training seed .* no row is called higher/);
});

Deno.test("a small clean pool is called that, and not few classes", async () => {
  const { audits, notes } = await compared([made(1, 0), made(2, 0, { pairs: 4 })]);
  assert.deepEqual(audits.map(({ few }) => few), [[], ["small-clean-pool"]]);
  assert.ok(notes.some((note) => note.includes('b" has a small clean pool, so its')), notes.join());
});

Deno.test("a score that is not shown to be above chance is not called higher", async () => {
  const { evaluations: [one] } = await compared([made(1, 0), made(3, 0.3, { p: 0.4 })]);
  const clean = ofKind(one!.differences, "clean");
  assert.ok(clean.low_together > 0);
  assert.equal(clean.shown, "not shown");
  // That of the lower one does not matter.
  const { evaluations: [other] } = await compared([made(1, 0, { p: 0.4 }), made(3, 0.3)]);
  assert.equal(ofKind(other!.differences, "clean").shown, "higher");
});

Deno.test("published models are rows of their own, with differences among themselves", async () => {
  const [weak, strong] = [drawAccuracies(8)[0]!, drawAccuracies(9, { rise: 0.3 })[0]!];
  const { evaluations: [one] } = await compared([
    made(1, 0, { published: { "clap": weak } }),
    made(2, 0, { published: { "other clap": strong } }),
  ]);
  assert.deepEqual(one!.models.map(({ row, model }) => [row, model]), [[3, "clap"], [
    4,
    "other clap",
  ]]);
  const score = ofKind(one!.differences, "score");
  assert.deepEqual([score.row, score.from, score.shown], [4, 3, "higher"]);
  assert.ok(score.low <= 0.3 && 0.3 <= score.high);
  assert.equal(one!.models[0]!.claims[0]!.kind, "published-score");
});

Deno.test("other items, labels or class folds stand side by side, without differences", async () => {
  const { evaluations, notes, audits } = await compared([
    made(1, 0),
    made(2, 0, { items: "others" }),
    made(3, 0, {
      dirty: drawAccuracies(3, { classes: 10 }),
      clean: drawAccuracies(3, { classes: 10 }),
      control: drawAccuracies(3, { classes: 10 }),
    }),
  ]);
  assert.equal(evaluations.length, 3);
  assert.deepEqual(evaluations.map(({ chance }) => chance), [0.05, 0.05, 0.1]);
  assert.deepEqual(evaluations.flatMap(({ differences }) => differences), []);
  assert.deepEqual(audits.map(({ evaluation }) => evaluation), [1, 2, 3]);
  assert.match(notes[0]!, /^The audits have 3 evaluations: differences are of rows of one/);
});

Deno.test("manifests are known by their content, wherever they lie", async () => {
  const { evaluations } = await compared([
    made(1, 0),
    made(2, 0, {
      configuration: { evaluation: { items: "data/evaluation.csv" } },
      fingerprint: { "file evaluation.csv": "another file", "file data/evaluation.csv": "1234" },
    }),
  ]);
  assert.equal(evaluations.length, 1);
  const where = await compared([
    made(1, 0),
    made(2, 0, { configuration: { evaluation: { items: "evaluation.csv", where: { a: ["1"] } } } }),
  ]);
  assert.equal(where.evaluations.length, 2);
});

Deno.test("intervals are those of the first audit's seed, or of the seed that is asked for", async () => {
  const audits = [made(1, 0), made(2, 0)];
  const ends = async (seed?: number) => {
    const { evaluations: [one], resampling } = await compared(audits, seed);
    return { ...resampling, low: ofKind(one!.differences, "clean").low };
  };
  const [first, zero, other] = [await ends(), await ends(0), await ends(1)];
  assert.deepEqual(first, zero);
  assert.equal(first.resamples, 2000);
  assert.notEqual(first.low, other.low);
});

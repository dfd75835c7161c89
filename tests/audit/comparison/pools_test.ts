// What tells clean pairs apart is a definition where the items are the same, and a note where they are others.
import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import { inFolder } from "../../temporary_folder.ts";
import { drawAccuracies, type MadeAudit, writeMadeAudit } from "./made_audits.ts";

const MADE: MadeAudit = { dirty: drawAccuracies(1), clean: drawAccuracies(2) };
const OTHER_TRAINING = { "file training.csv": "9999" };

/** Compares two made audits, whose folders are named a and b. */
function compared(first: Partial<MadeAudit>, second: Partial<MadeAudit>) {
  return inFolder(async (folder) => {
    const folders = ["a", "b"].map((name) => join(folder, name));
    for (const [at, changes] of [first, second].entries()) {
      await writeMadeAudit(folders[at]!, { ...MADE, ...changes });
    }
    const { audits, notes } = await compareAudits(folders);
    const plain = notes.map((note) => note.replaceAll(`${folder}/`, ""));
    return { differs: audits[1]!.differs, notes: plain };
  });
}

const column = (training: string, evaluation = "source_id") => ({
  rules: ["TEXT-EXACT", "AUDIO-SOURCE"],
  configuration: { leakage: { sourceColumn: { training, evaluation } } },
});

Deno.test("recordings of the same items that other columns tell are refused", async () => {
  await assert.rejects(
    compared(column("recording"), column("clip")),
    /a\/run\.json" has "configuration\.leakage\.sourceColumn\.training" recording, ".*b\/run\.json" has clip; of the same items they call others clean: run one of the audits again with the other's "leakage\.sourceColumn\.training"$/,
  );
  const other = { ...column("clip", "recording"), fingerprint: OTHER_TRAINING };
  await assert.rejects(
    compared(column("clip"), other),
    /"configuration\.leakage\.sourceColumn\.evaluation" source_id, ".*" has recording;/,
  );
  // The default is a column as well.
  await compared(column("source_id"), { rules: ["TEXT-EXACT", "AUDIO-SOURCE"] });
});

Deno.test("columns and lists of other training pairs are noted with both values", async () => {
  const { differs, notes } = await compared(column("recording"), {
    ...column("clip"),
    fingerprint: OTHER_TRAINING,
  });
  assert.deepEqual(differs, ["training", "leakage.sourceColumn.training"]);
  assert.equal(
    notes.at(-1),
    '"leakage.sourceColumn.training" is recording in "a", and clip in "b".',
  );
  // Where no rule flags by it, it shapes nothing but how recordings are held out.
  const idle = (training: string) => ({ ...column(training), rules: ["TEXT-EXACT"] });
  assert.deepEqual((await compared(idle("recording"), idle("clip"))).differs, [
    "leakage.sourceColumn.training",
  ]);
});

Deno.test("other lists of recordings to be left out are refused, wherever they lie", async () => {
  const list = (name: string, hash: string) => ({
    rules: ["TEXT-EXACT", "AUDIO-LISTED"],
    configuration: { leakage: { exclude: [name] } },
    fingerprint: { [`file ${name}`]: hash },
  });
  await assert.rejects(
    compared(list("list.csv", "aaaa"), list("list.csv", "bbbb")),
    /"configuration\.leakage\.exclude" list\.csv \(SHA-256 aaaa\), ".*" has list\.csv \(SHA-256 bbbb\);/,
  );
  const moved = await compared(list("list.csv", "aaaa"), list("data/list.csv", "aaaa"));
  assert.deepEqual(moved.differs, []);
});

Deno.test("label sets count for rules that look for words; names of data sets are noted", async () => {
  const labels = (name?: string) => ({ configuration: { leakage: { labels: name } } });
  await assert.rejects(
    compared(labels("esc50"), labels("fsd50k")),
    /"configuration\.leakage\.labels" esc50, ".*" has fsd50k;/,
  );
  assert.deepEqual((await compared(labels(), labels("esc50"))).differs, ["leakage.labels"]);
  const sets = (name: string) => ({
    rules: ["TEXT-EXACT", "BACKBONE-DATA"],
    configuration: { leakage: { evaluationSets: [name] } },
  });
  const { notes } = await compared(sets("esc50"), sets("fsd50k"));
  assert.equal(
    notes.at(-1),
    '"leakage.evaluationSets" is esc50 in "a", and fsd50k in "b".',
  );
});

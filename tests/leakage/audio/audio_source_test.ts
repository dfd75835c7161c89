import assert from "node:assert/strict";
import { readCsv } from "../../../src/formats/csv.ts";
import { compileAudioSource } from "../../../src/leakage/audio/audio_source.ts";
import { scanPairs } from "../../../src/leakage/scan.ts";
import { sharedPath } from "../../shared.ts";

/** Reads the rows of a table of the shared data; undefined, after a message, where it is missing. */
function tableAt(path: string): Readonly<Record<string, string>>[] | undefined {
  const full = sharedPath(path);
  if (full === undefined) return undefined;
  return readCsv(Deno.readFileSync(full), full).rows.map(({ values }) => values);
}

Deno.test("ids of two archives are never the same source, nor are other ids", () => {
  const find = compileAudioSource([
    { id: "a", label: "dog", source: "12345678901" },
    { id: "b", label: "dog", source: "studio 137" },
    { id: "1-137-A.ogg", label: "dog" },
  ]);
  const found = (source: string) =>
    find({ id: "t", text: "", source }).map(({ evaluationItem }) => evaluationItem);
  assert.deepEqual(found("137"), ["1-137-A.ogg"]);
  assert.deepEqual(found("https://freesound.org/s/137/"), ["1-137-A.ogg"]);
  assert.deepEqual(found("studio 137"), ["b"]);
  assert.deepEqual(found("https://youtu.be/12345678901"), ["a"]);
  assert.deepEqual(found("https://freesound.org/s/123456789"), []);
  assert.deepEqual(found("studio"), []);
});

Deno.test("parts of a video that overlap are flagged, other parts are reported", () => {
  const find = compileAudioSource([
    { id: "7fmOlUlwoNg_100.wav", label: "dog" },
    { id: "7fmOlUlwoNg_20.wav", label: "dog" },
    { id: "7fmOlUlwoNg_200.wav", label: "hen" },
  ]);
  const found = (id: string) =>
    find({ id, text: "" }).map(({ flagged, label, evidence }) => [flagged, label, evidence]);
  assert.deepEqual(found("7fmOlUlwoNg_29.wav"), [
    [true, "dog", "YouTube 7fmOlUlwoNg, also of evaluation item 7fmOlUlwoNg_20.wav"],
    [
      false,
      "hen",
      "YouTube 7fmOlUlwoNg 29 to 39 s, of which evaluation item 7fmOlUlwoNg_200.wav is 200 to 210 s",
    ],
  ]);
  assert.deepEqual(found("7fmOlUlwoNg_30.wav").map(([flagged]) => flagged), [false, false]);
  assert.deepEqual(found("Y7fmOlUlwoNg.wav").map(([flagged]) => flagged), [true, true]);
  assert.deepEqual(find({ id: "1", text: "", source: "7fmOlUlwoNg" }).length, 2);
});

Deno.test("every Freesound id that ESC-10 and UrbanSound8K share is found, by column or name", () => {
  const esc10 = tableAt("data/esc10/metadata.csv");
  const urban = tableAt("data/urbansound8k/UrbanSound8K.csv");
  if (esc10 === undefined || urban === undefined) return;
  const escIds = new Set(esc10.map((row) => row["source_id"]!));
  const truth = new Set(urban.map((row) => row["fsID"]!)).intersection(escIds);
  assert.equal(truth.size, 34);

  const items = esc10.map((row) => ({
    named: { id: row["file_name"]!, label: row["label"]! },
    given: {
      id: row["file_name"]!.replaceAll("-", " "),
      label: row["label"]!,
      source: row["source_id"]!,
    },
  }));
  const pairs = urban.map((row, i) => ({
    named: { id: `fold${row["fold"]}/${row["slice_file_name"]}`, text: row["class"]! },
    given: { id: `${i}`, text: row["class"]!, source: row["fsID"]! },
  }));
  for (const itemKind of ["named", "given"] as const) {
    const find = compileAudioSource(items.map((item) => item[itemKind]));
    for (const pairKind of ["named", "given"] as const) {
      const found: typeof urban = urban.filter((_, i) => find(pairs[i]![pairKind]).length > 0);
      assert.deepEqual(new Set(found.map((row) => row["fsID"])), truth, `${itemKind} ${pairKind}`);
      assert.equal(found.length, urban.filter((row) => escIds.has(row["fsID"]!)).length);
    }
  }
});

Deno.test("two pairs of ESC-50 fold 4 share a source with ESC-10 although their classes differ", async () => {
  const fold4 = tableAt("data/esc50-fold4/esc50-fold4.csv");
  const esc10 = tableAt("data/esc10/metadata.csv");
  if (fold4 === undefined || esc10 === undefined) return;
  const items = esc10.filter((row) => row["fold"] !== "4")
    .map((row) => ({ id: row["file_name"]!, label: row["label"]! }));
  const pairs = fold4.map((row) => ({
    id: row["filename"]!,
    text: row["category"]!.replaceAll("_", " "),
    source: row["src_file"]!,
  }));
  const findings = await scanPairs(pairs, { labels: { name: "none", labels: [] }, items }, [
    "AUDIO-SOURCE",
  ]);
  assert.deepEqual(findings.map(({ item, evaluationItem }) => [item, evaluationItem]), [
    ["4-209698-A-37.wav", "005 - Clock tick/5-209698-A.ogg"],
    ["4-234879-A-6.wav", "009 - Rooster/5-234879-A.ogg"],
  ]);
});

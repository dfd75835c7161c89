// What the residual check of a divided audit finds is kept for its other tasks, and for no other audit.
import assert from "node:assert/strict";
import { join } from "node:path";
import { planShards } from "../../../src/audit/folder/plan_shards.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { fingerprintOf } from "../../../src/embeddings/identity.ts";
import { inFolder } from "../../temporary_folder.ts";
import { knownInputs, worldConfiguration } from "../worlds.ts";
import { matrixOf } from "../hand_inputs.ts";

/** An audit whose clean pool hides pairs of a class under another name, beside many other topics. */
function hidingAudit() {
  const random = new RandomStream(3, "kept residual");
  const topics = Array.from({ length: 16 }, (_, i) => `topic${i}`);
  const centers = topics.map(() => Array.from({ length: 6 }, () => 4 * random.normal()));
  // The text of the first topic is nearest to the first label, and its sounds are of that class.
  const labels = ["label0", "label1", "label2"];
  const rows = (of: readonly (readonly number[])[], each: number) =>
    matrixOf(
      of.flatMap((center) =>
        Array.from({ length: each }, () => center.map((value) => value + 0.3 * random.normal()))
      ),
    );
  const many = (names: readonly string[], each: number) =>
    names.flatMap((label) =>
      Array.from({ length: each }, (_, i) => ({ id: `${label} ${i}`, label }))
    );
  const words = [...topics, ...labels];
  const meanings = words.map((_, i) => {
    const of = i < topics.length ? i : i - topics.length;
    return Array.from({ length: words.length }, (_, at) => at === of ? 1 : 0.01 * random.normal());
  });
  const inputs = knownInputs({
    pairs: many(topics, 5).map((pair) => ({ ...pair, text: pair.label })),
    items: many(labels, 6),
    labels,
    audio: [{
      name: "backbone",
      baseline: undefined,
      training: rows(centers, 5),
      evaluation: rows(centers.slice(0, labels.length), 6),
    }],
    text: [{
      name: "text",
      baseline: undefined,
      texts: words,
      vectors: matrixOf(meanings),
      outOfVocabulary: [],
    }],
  });
  return { configuration: { ...worldConfiguration(), attribution: false }, inputs };
}

Deno.test("what the residual check found is kept for the same audit alone", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "shards"));
    const path = join(folder, "shards", "residual.json");
    const { configuration, inputs } = hidingAudit();
    const whole = await planAudit(configuration, inputs);
    assert.ok(whole.trainer.residual.topics.length > 0);
    const residualOf = async (code: string) => {
      const plan = await planShards(folder, configuration, inputs, { code });
      assert.equal(plan.groups.length, whole.groups.length);
      // The order of keys is that of results.json.
      return JSON.stringify(plan.trainer.residual);
    };
    const expected = JSON.stringify(whole.trainer.residual);
    assert.equal(await residualOf("a"), expected);
    const kept = await Deno.readTextFile(path);
    assert.equal(await residualOf("a"), expected);
    // It is not looked for again: a note that no check wrote stands in what was kept.
    const { sha256, topics, ...rest } = JSON.parse(kept);
    const notes = ["kept"];
    const noted = { ...rest, sha256: fingerprintOf({ topics, notes }), topics, notes };
    await Deno.writeTextFile(path, JSON.stringify(noted));
    assert.match(await residualOf("a"), /"notes":\["kept"/);
    const others = [{ topics: [] }, { topics: [{ ...topics[0], label: "cat" }] }, { notes }]
      .map((other) => JSON.stringify({ ...rest, sha256, topics, ...other }));
    for (
      const damaged of ["", "{}", kept.slice(0, -20), kept.replace('"auc":', '"cua":'), ...others]
    ) {
      await Deno.writeTextFile(path, damaged);
      assert.equal(await residualOf("a"), expected, damaged);
    }
    await Deno.writeTextFile(path, JSON.stringify(noted));
    assert.equal(await residualOf("b"), expected);
  }));

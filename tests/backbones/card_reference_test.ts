import assert from "node:assert/strict";
import { Ajv } from "npm:ajv@8.20.0"; // Checks JSON against a JSON Schema, as editors do.
import { parseCard } from "../../src/backbones/card_schema.ts";

type Plain = Readonly<Record<string, unknown>>;

const ROOT = new URL("../../", import.meta.url);
const schema = JSON.parse(await Deno.readTextFile(new URL("docs/card.schema.json", ROOT)));
const isValid = new Ajv({ allowUnionTypes: true, strictTypes: false, strictRequired: false })
  .compile(schema);

function isParsed(card: unknown): boolean {
  try {
    parseCard(JSON.stringify(card), "card.json");
    return true;
  } catch {
    return false;
  }
}

/** The cards of documentation and examples. */
async function shownCards(): Promise<[string, Plain][]> {
  const examples = [...Deno.readDirSync(new URL("examples/paper/", ROOT))]
    .map(({ name }) => `examples/paper/${name}`).filter((name) => name.endsWith(".json"));
  const found: [string, Plain][] = [];
  for (const name of ["docs/embed.md", "docs/models.md", ...examples]) {
    const text = await Deno.readTextFile(new URL(name, ROOT));
    const blocks = name.endsWith(".json")
      ? [text]
      : Array.from(text.matchAll(/```json\n(.*?)```/gs), ([, block]) => block!);
    for (const block of blocks) {
      if (block.includes('"earnest/backbone/1"')) found.push([name, JSON.parse(block)]);
    }
  }
  return found;
}

Deno.test("the cards of documentation and examples fit the JSON Schema", async () => {
  const cards = await shownCards();
  assert.ok(cards.length >= 5, `${cards.length} cards`);
  for (const [name, card] of cards) {
    assert.ok(isValid(card), `${name}: ${JSON.stringify(isValid.errors)}`);
    assert.ok(isParsed(card), name);
  }
});

const COMMON = {
  schema: "earnest/backbone/1",
  name: "mine",
  dimensions: 8,
  license: "MIT",
  ledger: { trainingData: ["X"], trainingLabels: "unknown", source: "us" },
};
const AUDIO = {
  ...COMMON,
  modality: "audio",
  sampleRateHz: 16000,
  frontEnd: { kind: "waveform" },
  stages: [{ file: "a.onnx" }],
};
const TEXT = {
  ...COMMON,
  modality: "text",
  tokenizer: { file: "tokenizer.json", maxTokens: 64 },
  model: { file: "model.onnx" },
  pooling: "mean",
  normalize: true,
};

/** Cards, and whether they are right. */
const CARDS: readonly (readonly [Plain, boolean])[] = [
  [AUDIO, true],
  [TEXT, true],
  [{ ...AUDIO, $schema: "../docs/card.schema.json" }, true],
  [{ ...AUDIO, lisense: "MIT" }, false],
  [{ ...AUDIO, ledger: undefined }, false],
  [{ ...AUDIO, frontEnd: { preset: "efficientat", hop: 640 } }, true],
  [{ ...AUDIO, frontEnd: { preset: "nobody" } }, false],
  [{ ...AUDIO, frontEnd: { kind: "log-mel" } }, false],
  [{ ...AUDIO, sampleRateHz: undefined }, false],
  [{ ...AUDIO, preprocessor: { file: "preprocessor_config.json" } }, false],
  [
    { ...AUDIO, sampleRateHz: undefined, frontEnd: undefined, preprocessor: { file: "p.json" } },
    true,
  ],
  [{ ...AUDIO, clip: { seconds: 5, short: "pad", long: "windows", hopSeconds: 1 } }, true],
  [{ ...AUDIO, clip: { seconds: 5, short: "stretch", long: "keep" } }, false],
  [{ ...AUDIO, stages: [{ file: "hf:org/name@0123/a.onnx" }] }, false],
  [{ ...AUDIO, stages: [{ file: "a.onnx", sha256: "A".repeat(64) }] }, false],
  [{ ...AUDIO, pooling: "cls" }, false],
  [{ ...TEXT, pooling: "cls" }, true],
  [{ ...TEXT, tokenizer: { file: "tokenizer.json" } }, false],
  [{ ...COMMON, modality: "text", words: { file: "v.txt", format: "glove" } }, true],
  [{ ...COMMON, modality: "text", words: { file: "v.txt", format: "fasttext" } }, false],
];

Deno.test("an editor refuses the cards that are refused", () => {
  for (const [one, isRight] of CARDS) {
    const card = JSON.parse(JSON.stringify(one));
    const said = JSON.stringify(card);
    assert.equal(isParsed(card), isRight, `parsed: ${said}`);
    assert.equal(isValid(card), isRight, `${said}: ${JSON.stringify(isValid.errors)}`);
  }
});

Deno.test("the JSON Schema that a card names is no part of it", () => {
  const parsed = parseCard(JSON.stringify({ $schema: "card.schema.json", ...TEXT }), "card.json");
  assert.deepEqual(parsed, parseCard(JSON.stringify(TEXT), "card.json"));
});

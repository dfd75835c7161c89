// Cards that are wrong, and models that do not match their card, give one line that names the key or the file.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseCard } from "../../src/backbones/card_schema.ts";
import { openBackbone } from "../../src/backbones/open.ts";
import { fetchCard } from "../../src/backbones/fetch_card.ts";
import { sharedPath } from "../shared.ts";

type Json = Record<string, unknown>;

const LEDGER = { trainingData: ["AudioSet"], trainingLabels: "unknown", source: "somewhere" };
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const audioCard = (changes: Json = {}): Json => ({
  schema: "earnest/backbone/1",
  name: "network",
  modality: "audio",
  dimensions: 384,
  sampleRateHz: 32_000,
  frontEnd: { preset: "efficientat" },
  stages: [{
    file: "${EARNEST_SHARED:-../../../shared}/models/mn04/mn04.onnx",
    shape: ["batch", 1, "bands", "frames"],
    output: "embedding",
  }],
  license: "MIT",
  ledger: LEDGER,
  ...changes,
});

const stage = (changes: Json) => ({
  stages: [{ ...(audioCard()["stages"] as Json[])[0], ...changes }],
});

const textCard = (changes: Json = {}): Json => ({
  schema: "earnest/backbone/1",
  name: "sentences",
  modality: "text",
  dimensions: 384,
  tokenizer: { file: "tokenizer.json", maxTokens: 256 },
  model: { file: "model.onnx" },
  pooling: "mean",
  normalize: true,
  license: "Apache-2.0",
  ledger: LEDGER,
  ...changes,
});

const wordsCard = (changes: Json = {}): Json => ({
  schema: "earnest/backbone/1",
  name: "words",
  modality: "text",
  dimensions: 300,
  words: { file: "words.txt", format: "glove" },
  license: "PDDL 1.0",
  ledger: LEDGER,
  ...changes,
});

function without(card: Json, key: string): Json {
  const { [key]: _, ...rest } = card;
  return rest;
}

const WRONG: [string, Json, RegExp][] = [
  [
    "an unknown key",
    audioCard({ lisense: "?" }),
    /unknown key "lisense"; did you mean "license"\?/,
  ],
  [
    "an unknown key of a text card",
    textCard({ normalise: true }),
    /"normalise"; did you mean "normalize"/,
  ],
  [
    "an unknown key in a stage",
    audioCard(stage({ sha265: "0" })),
    /unknown key "sha265" in "stages\[0\]"; did you mean "sha256"\?/,
  ],
  [
    "an unknown key in the ledger",
    audioCard({ ledger: { ...LEDGER, labels: [] } }),
    /unknown key "labels" in "ledger"/,
  ],
  [
    "an unknown key in the front end",
    audioCard({ frontEnd: { preset: "efficientat", hopp: 3 } }),
    /unknown key "hopp" in "frontEnd"; did you mean "hop"\?/,
  ],
  ["an unknown preset", audioCard({ frontEnd: { preset: "vggish" } }), /"vggish"; expected one of/],
  ["no license", without(audioCard(), "license"), /"license" is nothing; /],
  ["no ledger", without(audioCard(), "ledger"), /"ledger" is nothing; /],
  [
    "training labels left out",
    audioCard({ ledger: without(LEDGER, "trainingLabels") }),
    /"ledger\.trainingLabels" is nothing; /,
  ],
  ["no dimensions", audioCard({ dimensions: 0 }), /"dimensions" is 0; /],
  [
    "another schema",
    audioCard({ schema: "earnest/backbone/9" }),
    /"schema" is "earnest\/backbone\/9"/,
  ],
  ["no modality", without(audioCard(), "modality"), /"modality" is nothing; /],
  ["no front end", without(audioCard(), "frontEnd"), /expected either sampleRateHz and frontEnd/],
  [
    "a file of the Hub without its hash",
    audioCard(stage({ file: `hf:org/name@${COMMIT}/model.onnx` })),
    /"stages\[0\]" is .*expected a sha256 beside a file of the Hugging Face Hub/,
  ],
  [
    "a malformed hash",
    audioCard(stage({ sha256: "abc" })),
    /"stages\[0\]\.sha256" is "abc"; expected 64/,
  ],
];

for (const [name, card, message] of WRONG) {
  Deno.test(`a card is refused: ${name}`, () => {
    assert.throws(() => parseCard(JSON.stringify(card), "card.json"), (thrown: Error) => {
      assert.equal(thrown.name, "InputError");
      assert.match(thrown.message, /^Cannot use "card\.json": /);
      assert.match(thrown.message, message);
      assert.ok(!thrown.message.includes("\n"));
      return true;
    });
  });
}

for (
  const [kind, card] of Object.entries({ audio: audioCard(), text: textCard(), words: wordsCard() })
) {
  // Without these, a card is of another kind.
  const telling = ["modality", "tokenizer", "words"];
  const defaults = ["pooling"];
  for (const key of Object.keys(card).filter((key) => !telling.includes(key))) {
    if (kind === "audio" && [...defaults, "sampleRateHz", "frontEnd"].includes(key)) continue;
    Deno.test(`a card for ${kind} is refused without ${key}`, () => {
      assert.throws(() => parseCard(JSON.stringify(without(card, key)), "card.json"), {
        name: "InputError",
        message: new RegExp(`^Cannot use "card\\.json": "${key}" is nothing; `),
      });
    });
  }
}

Deno.test("a card is refused by the key that is wrong, whatever kind it is of", () => {
  const wrong: [Json, RegExp][] = [
    [textCard({ pooling: "sum" }), /"pooling" is "sum"; /],
    [wordsCard({ normalize: true }), /unknown key "normalize"; /],
    [
      wordsCard({ ledger: { ...LEDGER, trainingData: "none" } }),
      /"ledger\.trainingData" is "none"; /,
    ],
    [textCard({ model: { file: "m.onnx", shape: ["batch"] } }), /unknown key "shape" in "model"/],
    [audioCard({ sampleRateHz: 8 }), /"sampleRateHz" is 8; /],
  ];
  for (const [card, message] of wrong) {
    assert.throws(() => parseCard(JSON.stringify(card), "card.json"), { message });
  }
});

Deno.test("a card that is not JSON is refused", () => {
  assert.throws(() => parseCard("{", "card.json"), {
    message: /Cannot read "card\.json": it is not JSON/,
  });
});

/** Opens a card in the folder of the tests' cards. */
async function open(card: Json): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "card.json");
    const shared = sharedPath("models/mn04");
    if (shared === undefined) return;
    const text = JSON.stringify(card).replaceAll(
      "${EARNEST_SHARED:-../../../shared}/models/mn04",
      shared,
    );
    await Deno.writeTextFile(path, text);
    const backbone = await openBackbone(path, { allowOutside: true });
    if (backbone.modality === "audio") await backbone.embed(new Float32Array(32_000).fill(0.1));
    await backbone.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const MISFITS: [string, Json, RegExp][] = [
  [
    "an input that the model does not have",
    audioCard(stage({ input: "mel" })),
    /has the input log_mel \[batch, 1, 128, frames\] float32; .*says "mel"/,
  ],
  [
    "no output where there are several",
    audioCard(stage({ output: undefined })),
    /has the outputs embedding \[batch, 384\] float32, logits .*says no output, and one must be named/,
  ],
  [
    "another rank",
    audioCard(stage({ shape: ["batch", "bands", "frames"] })),
    /has the input log_mel \[batch, 1, 128, frames\]; .*its shape is \[batch, bands, frames\]/,
  ],
  [
    "copies that the frames would be scattered over",
    audioCard(stage({ shape: ["batch", "bands", "frames", 2] })),
    /lengths above 1 before them/,
  ],
  [
    "no place for the frames",
    audioCard(stage({ shape: ["batch", 1, "bands", 500] })),
    /the first stage's shape is \["batch",1,"bands",500\]; expected "batch" first/,
  ],
  [
    "other bands",
    audioCard({ frontEnd: { preset: "clap" }, sampleRateHz: 48_000 }),
    /has inputs log_mel \[batch, 1, 128, frames\] float32; it was given inputs log_mel \[1, 1, 64, /,
  ],
  [
    "other dimensions",
    audioCard({ dimensions: 512 }),
    /mn04\.onnx" gives embedding \[1, 384\] for 1 window; expected an axis of 512, .*card\.json"/,
  ],
  [
    "another file",
    audioCard(stage({ sha256: "0".repeat(64) })),
    /mn04\.onnx" has SHA-256 01ac9c6.*"card\.json" says 0000/,
  ],
  [
    "a file that does not exist",
    audioCard(stage({ file: "nowhere.onnx" })),
    /nowhere\.onnx" does not exist/,
  ],
  [
    "a file that is not a model",
    audioCard(stage({ file: "card.json" })),
    /Cannot open the ONNX model ".*card\.json": /,
  ],
  [
    "a variable that is not set",
    audioCard(stage({ file: "${EARNEST_MODELS}/m.onnx" })),
    /"stages\[0\]\.file" is .*the environment variable EARNEST_MODELS, which is not set/,
  ],
  [
    "a reference to a branch",
    audioCard(stage({ file: "hf:org/name@main/m.onnx", sha256: "0".repeat(64) })),
    /revision "main", which can move; pin a commit/,
  ],
  [
    "bands beyond half the sample rate",
    audioCard({ sampleRateHz: 16_000 }),
    /mel\.highHz is 15000; expected at most half/,
  ],
];

for (const [name, card, message] of MISFITS) {
  Deno.test(`a card that does not fit is refused: ${name}`, async () => {
    if (sharedPath("models/mn04") === undefined) return;
    await assert.rejects(open(card), (thrown: Error) => {
      assert.equal(thrown.name, "InputError", thrown.stack);
      assert.match(thrown.message, message);
      assert.ok(!thrown.message.includes("\n"));
      return true;
    });
  });
}

Deno.test("an unknown backbone is refused with the nearest name", async () => {
  await assert.rejects(openBackbone("glove100d"), {
    message: /no backbone "glove100d"; did you mean "glove-100d"\?/,
  });
  await assert.rejects(openBackbone("nowhere.json"), { message: '"nowhere.json" does not exist' });
  await assert.rejects(fetchCard("mn04"), { message: /no backbone "mn04"/ });
});

Deno.test("cards in the documentation are cards", async () => {
  for (const page of ["embed.md", "models.md"]) {
    const text = await Deno.readTextFile(new URL(`../../docs/${page}`, import.meta.url));
    const cards = text.matchAll(/```json\n(\{\n {2}"schema": "earnest\/backbone.*?)```/gs)
      .toArray();
    assert(cards.length > 0, page);
    for (const [, card] of cards) parseCard(card!, page);
  }
});

// A stranger's card may make a command read only what lies in its folder, or on the Hub.
import assert from "node:assert/strict";
import { join } from "node:path";
import { expandVariables } from "../../src/backbones/card_path.ts";
import { fetchCard } from "../../src/backbones/fetch_card.ts";
import { openBackbone, readLedger } from "../../src/backbones/open.ts";
import { inFolder } from "../temporary_folder.ts";

type Json = Record<string, unknown>;

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const SHA256 = "0".repeat(64);
const SECRET = "hf_SecretToken123";

const LEDGER = { trainingData: [], trainingLabels: "none", source: "a stranger" };
const COMMON = { schema: "earnest/backbone/1", name: "words", license: "CC0", ledger: LEDGER };
const WORDS = {
  ...COMMON,
  modality: "text",
  dimensions: 2,
  words: { file: "words.txt", format: "glove" },
};

const withLabels = (file: Json) => ({ ...WORDS, ledger: { ...LEDGER, trainingLabels: file } });

/** Writes a card in a folder of its own, beside a folder with a file that it must not read. */
async function withCard(
  card: (root: string) => Json,
  work: (path: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (root) => {
    await Deno.mkdir(join(root, "card"));
    await Deno.mkdir(join(root, "private"));
    await Deno.writeTextFile(join(root, "private/secret.txt"), "the private line\n");
    await Deno.writeTextFile(join(root, "card/words.txt"), "dog 3 0\nrain 1 1\n");
    await Deno.symlink("../private/secret.txt", join(root, "card/link.txt"));
    await Deno.symlink("../private", join(root, "card/linked"));
    await Deno.symlink("words.txt", join(root, "card/inside.txt"));
    const path = join(root, "card/card.json");
    await Deno.writeTextFile(path, JSON.stringify(card(root)));
    await work(path);
  });
}

async function withVariables(values: Record<string, string>, work: () => Promise<void>) {
  const before = Object.keys(values).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(values)) Deno.env.set(name, value);
  try {
    await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
}

const OUTSIDE: [string, (root: string) => string, RegExp][] = [
  ["an absolute path", (root) => `${root}/private/secret.txt`, /which is absolute; /],
  ["a path upwards", () => "../private/secret.txt", /which has "\.\." in it; /],
  ["a symbolic link", () => "link.txt", /which is a symbolic link to ".*secret\.txt"; /],
  ["a linked folder", () => "linked/secret.txt", /which is a symbolic link to ".*secret\.txt"; /],
  [
    "a variable that holds a folder elsewhere",
    () => "${EARNEST_MODELS}/secret.txt",
    /is "\$\{EARNEST_MODELS\}\/secret\.txt", which expands to ".*secret\.txt" and is absolute; /,
  ],
];

for (const [name, path, reason] of OUTSIDE) {
  Deno.test(`a card does not read outside its folder unless that is allowed: ${name}`, () =>
    withCard(
      (root) => withLabels({ file: path(root) }),
      (card) =>
        withVariables({ EARNEST_MODELS: join(card, "../../private") }, async () => {
          for (const read of [readLedger, openBackbone, fetchCard]) {
            await assert.rejects(read(card), (thrown: Error) => {
              assert.equal(thrown.name, "InputError");
              assert.match(thrown.message, /card\.json": "ledger\.trainingLabels\.file" is "/);
              assert.match(thrown.message, reason);
              assert.match(thrown.message, /inside the card's folder, .*, or --allow-outside$/);
              assert.ok(!thrown.message.includes("the private line"));
              return true;
            });
          }
          const { trainingLabels } = await readLedger(card, { allowOutside: true });
          assert.deepEqual(trainingLabels, ["the private line"]);
        }),
    ));
}

Deno.test("a file in the card's folder is read, through links and variables as well", async () => {
  for (const file of ["words.txt", "./words.txt", "inside.txt", "${EARNEST_MODELS:-.}/words.txt"]) {
    await withCard(
      () => ({ ...WORDS, words: { file, format: "glove" } }),
      (card) =>
        withVariables({ EARNEST_MODELS: "" }, async () => {
          await (await openBackbone(card)).close();
        }),
    );
  }
});

Deno.test("every file that a card names is checked before any is read", async () => {
  const { words: _, ...text } = WORDS;
  const transformer = { ...text, pooling: "mean", normalize: true };
  const audio = { ...COMMON, modality: "audio", dimensions: 2 };
  const waveform = { sampleRateHz: 16_000, frontEnd: { kind: "waveform" } };
  const tokenizer = { file: "tokenizer.json", maxTokens: 8 };
  const file = "/elsewhere";
  const cards: Record<string, Json> = {
    "words.file": { ...WORDS, words: { file, format: "glove" } },
    "tokenizer.file": { ...transformer, tokenizer: { file, maxTokens: 8 }, model: { file: "m" } },
    "model.file": { ...transformer, tokenizer, model: { file } },
    "model.externalData[0].file": {
      ...transformer,
      tokenizer,
      model: { file: "m", externalData: [{ path: "w", file }] },
    },
    "preprocessor.file": { ...audio, preprocessor: { file }, stages: [] },
    "stages[1].file": { ...audio, ...waveform, stages: [{ file: "m" }, { file }] },
    "stages[0].externalData[1].file": {
      ...audio,
      ...waveform,
      stages: [{ file: "m", externalData: [{ path: "v", file: "v" }, { path: "w", file }] }],
    },
  };
  for (const [key, card] of Object.entries(cards)) {
    await withCard(() => card, async (path) => {
      for (const read of [openBackbone, fetchCard]) {
        await assert.rejects(read(path), (thrown: Error) => {
          assert.ok(thrown.message.includes(`"${key}" is "/elsewhere", which is absolute`), key);
          return thrown.name === "InputError";
        });
      }
    });
  }
});

Deno.test("a card may name only the listed variables; the value of another is not shown", () =>
  withVariables({ HF_TOKEN: SECRET }, async () => {
    const hub = { file: `hf:org/name@${COMMIT}/\${HF_TOKEN}`, sha256: SHA256 };
    const files = [
      { file: "${HF_TOKEN}" },
      { file: "${HF_TOKEN:-words}.txt" },
      { file: "${EARNEST_MODELS:-${HF_TOKEN}}" },
      { file: "https://hub.example/${HF_TOKEN}" },
      hub,
    ];
    for (const file of files) {
      await withCard(() => withLabels(file), async (card) => {
        for (const allowOutside of [false, true]) {
          await assert.rejects(readLedger(card, { allowOutside }), (thrown: Error) => {
            assert.match(thrown.message, /"ledger\.trainingLabels\.file" is ".*HF_TOKEN/);
            assert.match(thrown.message, /names the environment variable HF_TOKEN; a card may/);
            assert.match(thrown.message, /EARNEST_MODELS, EARNEST_SHARED and HOME$/);
            assert.ok(!thrown.message.includes(SECRET));
            return thrown.name === "InputError";
          });
        }
      });
    }
  }));

Deno.test("a card may not name URLs or impossible paths", async () => {
  const wrong: [string, RegExp][] = [
    ["file:///etc/hostname", /which is a URL; expected a path inside .*needs --allow-outside\)$/],
    ["FILE:words.txt", /which is a URL; /],
    ["https://hub.example/words.txt", /which is a URL; /],
    ["words\0.txt", /expected a path without a NUL character/],
  ];
  for (const [file, message] of wrong) {
    await withCard(() => withLabels({ file }), async (card) => {
      for (const allowOutside of [false, true]) {
        await assert.rejects(readLedger(card, { allowOutside }), { name: "InputError", message });
      }
    });
  }
});

// A pattern of quadratic time would not end within the suite's time limit.
Deno.test("a path that opens many variables and closes none is read as it is", () => {
  const text = "${EARNEST_MODELS:-".repeat(1_000_000);
  assert.equal(expandVariables({ card: "card.json", key: "words.file", text }), text);
});

// A stranger's card on the command line: every command that reads cards refuses what it names elsewhere.
import assert from "node:assert/strict";
import { join } from "node:path";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { earnest, namesIn } from "./cli.ts";

const TOKEN = "hf_SecretToken123";

const CARD = {
  schema: "earnest/backbone/1",
  name: "words",
  modality: "text",
  dimensions: 2,
  words: { file: "words.txt", format: "glove" },
  license: "CC0",
  ledger: {
    trainingData: [],
    trainingLabels: { file: "../private.txt" },
    source: "a stranger",
  },
};

/** Commands that read `stranger/card.json`. */
const COMMANDS: Record<string, readonly string[]> = {
  "embed": ["embed", "texts.csv", "--backbone", "stranger/card.json", "--out", "out"],
  "audit": ["audit", "audit.json", "--out", "out"],
  "backbones show": ["backbones", "show", "stranger/card.json"],
  "prepare CARD": ["prepare", "stranger/card.json"],
  "prepare CONFIG": ["prepare", "audit.json"],
  "scan --backbone": [
    ...["scan", "texts.csv", "--labels", "labels.txt", "--out", "out"],
    ...["--backbone", "stranger/card.json"],
  ],
  "scan --text-backbone": [
    ...["scan", "texts.csv", "--labels", "labels.txt", "--out", "out"],
    ...["--rules", "TEXT-SEMANTIC", "--text-backbone", "stranger/card.json"],
  ],
  "split --backbone": [
    ...["split", "texts.csv", "--labels", "labels.txt", "--out", "out"],
    ...["--backbone", "stranger/card.json"],
  ],
};

function withCard(work: (cwd: string) => Promise<void>): Promise<void> {
  return withPlanted(async (cwd) => {
    const write = (name: string, text: string) => Deno.writeTextFile(join(cwd, name), text);
    await Deno.mkdir(join(cwd, "stranger"));
    await write("stranger/card.json", JSON.stringify(CARD));
    await write("stranger/words.txt", "dog 3 0\nrain 1 1\n");
    await write("private.txt", "the private line\n");
    await write("labels.txt", "dog\nrain\n");
    await write("texts.csv", "id,text\n1,dog\n2,rain\n");
    const text = [{ name: "words", backbone: "stranger/card.json" }];
    await write("audit.json", JSON.stringify(plantedConfiguration({ text })));
    await work(cwd);
  });
}

Deno.test("no command reads what a card names outside its folder, and nothing is left", () =>
  withCard(async (cwd) => {
    const before = namesIn(cwd);
    await Promise.all(
      Object.entries(COMMANDS).map(async ([name, args], i) => {
        // Commands that run side by side write at places of their own.
        const own = args.map((arg) => arg === "out" ? `out-${i}` : arg);
        const { code, stdout, stderr } = await earnest(own, { cwd });
        assert.equal(code, 2, `${name}: ${stderr}`);
        assert.match(
          stderr,
          /^earnest: ".*stranger\/card\.json": "ledger\.trainingLabels\.file" is "\.\.\/private\.txt", which has "\.\." in it; .*, or --allow-outside$/m,
          name,
        );
        assert.ok(!`${stdout}${stderr}`.includes("the private line"), name);
      }),
    );
    assert.deepEqual(namesIn(cwd), before);
  }));

Deno.test("--allow-outside lets a card name it; the variables of others stay closed", () =>
  withCard(async (cwd) => {
    const [, ...show] = COMMANDS["backbones show"]!;
    const args = ["backbones", ...show, "--allow-outside"];
    const [shown, embedded, prepared] = await Promise.all([
      earnest(args, { cwd }),
      earnest([...COMMANDS["embed"]!, "--allow-outside"], { cwd }),
      earnest([...COMMANDS["prepare CARD"]!, "--allow-outside", "--json"], { cwd }),
    ]);
    assert.match(shown.stdout, /training labels: 1: the private line/);
    assert.equal(embedded.code, 0, embedded.stderr);
    assert.equal(JSON.parse(prepared.stdout).prepared[1].file, "../private.txt");
    const ledger = { ...CARD.ledger, trainingLabels: { file: "${HF_TOKEN}" } };
    await Deno.writeTextFile(
      join(cwd, "stranger/card.json"),
      JSON.stringify({ ...CARD, ledger }),
    );
    const refused = await earnest([...args, "--debug"], { cwd, env: { HF_TOKEN: TOKEN } });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /is "\$\{HF_TOKEN\}", which names the environment variable HF_T/);
    assert.ok(!refused.stderr.includes(TOKEN), refused.stderr);
  }));

Deno.test("an audit reads sounds outside a manifest's folder where that is allowed", () =>
  withCard(async (cwd) => {
    const { evaluation } = plantedConfiguration() as { evaluation: Record<string, unknown> };
    const configuration = plantedConfiguration({
      evaluation: { ...evaluation, items: "sounds.csv" },
      audio: [{ name: "log-mel", backbone: "log-mel-statistics" }],
    });
    await Deno.writeTextFile(join(cwd, "audit.json"), JSON.stringify(configuration));
    const rows = Array.from({ length: 8 }, (_, i) => `/nowhere/${i}.wav,${i % 4}`);
    await Deno.writeTextFile(join(cwd, "sounds.csv"), ["file_name,label", ...rows].join("\n"));
    const args = ["audit", "audit.json", "--out", "out"];
    const [refused, allowed] = await Promise.all([
      earnest(args, { cwd }),
      earnest([...args, "--dry-run", "--allow-outside"], { cwd }),
    ]);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /"sounds\.csv" row 1 .*"\/nowhere\/0\.wav" is absolute; .*--allow/,
    );
    assert.match(allowed.stderr, /"training\.csv" row 1 has no column "file_name"/);
  }));

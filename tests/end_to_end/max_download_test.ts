// The bound of a download on the command line, with a Hub on the loopback address.
import assert from "node:assert/strict";
import { join } from "node:path";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { COMMITS, LoopbackHub, sha256Of } from "../backbones/hub/loopback_hub.ts";
import { earnest, namesIn } from "./cli.ts";

const WORDS = new TextEncoder().encode("dog 3 0\nrain 1 1\n");

const named = (path: string) => ({
  file: `hf:org/name@${COMMITS[0]}/${path}`,
  sha256: sha256Of(WORDS),
});

const CARD = {
  schema: "earnest/backbone/1",
  name: "words",
  modality: "text",
  dimensions: 2,
  words: { ...named("words.txt"), format: "glove" },
  license: "CC0",
  ledger: { trainingData: [], trainingLabels: named("labels.txt"), source: "a stranger" },
};

const COMMANDS: readonly (readonly string[])[] = [
  ["embed", "texts.csv", "--backbone", "card.json", "--out", "out"],
  ["audit", "audit.json", "--out", "found"],
  ["backbones", "show", "card.json"],
  ["prepare", "card.json"],
  ["scan", "texts.csv", "--labels", "labels.txt", "--backbone", "card.json", "--out", "leaks"],
];

Deno.test("commands fetch no more than --max-download allows, and say what would", () =>
  withPlanted(async (cwd) => {
    await using hub = new LoopbackHub({
      "words.txt": { bytes: WORDS, isLarge: true },
      "labels.txt": { bytes: WORDS, isLarge: true },
    });
    const home = join(cwd, "cache");
    const env = { HF_HOME: home, HF_ENDPOINT: hub.endpoint, HF_TOKEN: "" };
    const write = (name: string, text: string) => Deno.writeTextFile(join(cwd, name), text);
    await write("card.json", JSON.stringify(CARD));
    await write("labels.txt", "dog\nrain\n");
    await write("texts.csv", "id,text\n1,dog\n2,rain\n");
    const text = [{ name: "words", backbone: "card.json" }];
    await write("audit.json", JSON.stringify(plantedConfiguration({ text })));
    const before = namesIn(cwd);
    const ended = await Promise.all(
      COMMANDS.map((args) => earnest([...args, "--max-download", "10B"], { cwd, env })),
    );
    for (const { code, stderr } of ended) {
      assert.equal(code, 2, stderr);
      assert.match(
        stderr,
        /labels\.txt" has \d+ bytes \(\d+ bytes\), and a download may have 10 b/,
      );
      assert.match(stderr, /; allow more with --max-download\n$/);
    }
    assert.deepEqual(namesIn(cwd), [...before, "cache"].sort());
    assert.deepEqual(namesIn(join(home, "hub/models--org--name/blobs")), []);
    assert.ok(hub.log.every((one) => one === "hub HEAD"), hub.log.join());
    const embedded = await earnest([...COMMANDS[0]!, "--max-download", "1kB"], { cwd, env });
    assert.equal(embedded.code, 0, embedded.stderr);
    const odd = await earnest(["prepare", "--max-download", "much"], { cwd, env });
    assert.equal(odd.code, 2);
    assert.match(
      odd.stderr,
      /'much' is invalid.*expected a number of bytes, such as 500MB or 2GiB/,
    );
  }));

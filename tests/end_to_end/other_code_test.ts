// What other code finished is not taken for this code's, as a user sees it who changes a line of a checkout.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeHashes } from "../../src/basics/code_hashes.ts";
import { fingerprintOf } from "../../src/embeddings/identity.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { inFolder } from "../temporary_folder.ts";
import { makePools, makeSounds, makeTexts } from "../projector/files/planted_sets.ts";
import { earnest, type Ended, namesIn } from "./cli.ts";
import { edit } from "./edit.ts";
import { makeSet } from "./made_set.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean"],
  seeds: [0],
  optimizer: { steps: 5 },
  bootstrap: 100,
};
const AUDIT = ["audit", "audit.json", "--device", "cpu", "--out"];

/** A folder with a small audit, and in it a copy of the checkout, whose command line runs there. */
function inCheckout(
  work: (cwd: string, run: (...args: string[]) => Promise<Ended>) => Promise<void>,
): Promise<void> {
  return withPlanted(async (cwd) => {
    const checkout = join(cwd, "checkout");
    await Deno.mkdir(checkout);
    const parts = ["src", "kernels", "cli", "deno.json", "deno.lock"].map((name) => ROOT + name);
    const { success } = await new Deno.Command("cp", { args: ["-r", ...parts, checkout] }).output();
    assert.ok(success);
    await Deno.writeTextFile(join(cwd, "audit.json"), JSON.stringify(plantedConfiguration(SMALL)));
    const main = join(checkout, "cli/main.ts");
    await work(cwd, (...args) => {
      return earnest(args, { cwd }, ["run", "--quiet", "-A", main]).then(unwrapped);
    });
  });
}

/** A command's answer with each note in one line. */
const unwrapped = ({ stderr, ...ended }: Ended): Ended => (
  { ...ended, stderr: stderr.replaceAll(/\n +/g, " ") }
);

const textOf = (cwd: string, name: string) => Deno.readTextFile(join(cwd, name));

Deno.test("trainings of other code run again, and the results are those of a fresh run", () =>
  inCheckout(async (cwd, run) => {
    assert.equal((await run(...AUDIT, "one")).code, 0);
    const before = await textOf(cwd, "one/results.json");
    const training = join(cwd, "checkout/src/projector/training.ts");
    await edit(training, ", learningRateAt(optimizer", ", -learningRateAt(optimizer");
    const [resumed, fresh] = await Promise.all([
      run(...AUDIT, "one", "--resume"),
      run(...AUDIT, "two"),
    ]);
    assert.equal(fresh.code, 0, fresh.stderr);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(
      resumed.stderr,
      /^earnest: 6 of 6 trainings are finished, but by other code \(hash [0-9a-f]{8}…, now [0-9a-f]{8}…\); they are trained again\n/,
    );
    const after = await textOf(cwd, "one/results.json");
    const accuracyIn = (text: string) => JSON.parse(text).conditions[0].balanced_top1.mean;
    assert.notEqual(accuracyIn(after), accuracyIn(before));
    for (const name of ["results.json", "cells.jsonl", "maps.json"]) {
      assert.equal(await textOf(cwd, `one/${name}`), await textOf(cwd, `two/${name}`), name);
    }
    assert.equal(namesIn(join(cwd, "one/cells")).length, 16, "those of the other code stay");
  }));

const CPU = ["--device", "cpu"];
const OTHER = { embeddings: "0123456789" };

/** Makes an embedding set one of other code. */
async function makeOtherSet(folder: string): Promise<void> {
  const path = join(folder, "set.json");
  const set = JSON.parse(await Deno.readTextFile(path));
  set.identity.code = OTHER;
  set.fingerprint = fingerprintOf(set.identity);
  await Deno.writeTextFile(path, JSON.stringify(set));
}

Deno.test("an embedding set of other code is refused by --resume, noted where it meets others", () =>
  inFolder(async (cwd) => {
    const run = (...args: string[]) => earnest(args, { cwd }).then(unwrapped);
    await Deno.writeTextFile(join(cwd, "texts.csv"), "id,text,label\na,dog,dog\nb,cat,cat\n");
    const embed = ["embed", "texts.csv", "--backbone", "glove-100d", "--out", "texts", ...CPU];
    assert.equal((await run(...embed)).code, 0);
    const { embeddings } = await codeHashes();
    const { identity } = JSON.parse(await textOf(cwd, "texts/set.json"));
    assert.deepEqual(identity.code, { embeddings });

    const items = [{ id: "a", row: [1, 0] }, { id: "b", row: [0, 1] }];
    const labeled = items.map((item) => ({ ...item, columns: { label: item.id } }));
    await makeSet(cwd, "other", labeled, { code: OTHER });
    await makeSet(cwd, "elsewhere", labeled, {});
    const note =
      `Made by other code than this, and kept as it is: "other" (embeddings 01234567…, ` +
      `now ${embeddings.slice(0, 8)}…).`;
    const notesOf = async (...args: string[]) => {
      const { code, stdout, stderr } = await run(...args, ...CPU, "--json");
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout).notes.filter((line: string) => line.startsWith("Made by"));
    };
    assert.deepEqual(await notesOf("search", "other", "--query", "elsewhere", "-k", "1"), [note]);
    assert.deepEqual(await notesOf("search", "elsewhere", "--query", "elsewhere", "-k", "1"), []);
    assert.deepEqual(await notesOf("evaluate", "--audio", "elsewhere", "--text", "other"), [note]);

    await makeOtherSet(join(cwd, "texts"));
    const before = await textOf(cwd, "texts/set.json");
    const refused = await run(...embed, "--resume");
    assert.equal(refused.code, 2);
    assert.equal(
      refused.stderr,
      `earnest: "texts" was begun by other code: embeddings 01234567…; this run has ` +
        `${embeddings.slice(0, 8)}…; ` +
        "choose another --out, or replace it with --force\n",
    );
    assert.equal(await textOf(cwd, "texts/set.json"), before);
    assert.equal((await run(...embed, "--force")).code, 0);
  }));

Deno.test("projectors of other code are refused by --resume, and noted by project and export", () =>
  inFolder(async (cwd) => {
    await makeSounds(cwd);
    await makeTexts(cwd);
    await makePools(cwd);
    const run = (...args: string[]) => earnest([...args, ...CPU], { cwd }).then(unwrapped);
    const sets = ["--audio", "audio", "--text", "text", "--pools", "pools.json"];
    const small = ["--dim", "8", "--batch", "16", "--steps", "5", "--condition", "dirty"];
    const train = ["train", ...sets, ...small, "--out", "x.safetensors"];
    await makeOtherSet(join(cwd, "audio"));
    const pools = JSON.parse(await textOf(cwd, "pools.json"));
    pools.code = { trainings: "98765432".repeat(8) };
    await Deno.writeTextFile(join(cwd, "pools.json"), JSON.stringify(pools));
    const { code, stderr } = await run(...train);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^earnest: Made by other code than this, and kept as it is: "audio" \(emb.*, "pools\.json" \(tra/,
    );
    const file = join(cwd, "x.safetensors");
    const { arrays, metadata } = readSafetensors(await Deno.readFile(file), file);
    const other = {
      "code.trainings": "0123456789",
      "audio.identity": '{"code":{"embeddings":"abcdefgh9"}}',
    };
    await Deno.writeFile(file, writeSafetensors(arrays, { ...metadata, ...other }));
    const now = (await codeHashes()).trainings.slice(0, 8);

    const refused = await run(...train, "--resume", "--quiet");
    assert.equal(refused.code, 2);
    assert.equal(
      refused.stderr,
      `earnest: Cannot continue from "x.safetensors": it was trained by other code (hash 01234567…, ` +
        `now ${now}…); to train again, remove it, as \`train --force\` does\n`,
    );
    const project = ["project", "audio", "--projector", "x.safetensors", "--side", "audio"];
    const exporting = ["export", "x.safetensors", "--out", "onnx"];
    for (const command of [[...project, "--out", "shared"], exporting]) {
      const { code, stderr } = await run(...command);
      assert.equal(code, 0, stderr);
      assert.match(
        stderr,
        new RegExp(
          `^earnest: Made by other code than this, and kept as it is: .*"x\\.safetensors" ` +
            `\\(trainings 01234567…, now ${now}…\\), "x\\.safetensors: its audio set" ` +
            "\\(embeddings abcdefgh…, now ",
        ),
      );
    }
    const { identity } = JSON.parse(await textOf(cwd, "shared/set.json"));
    assert.deepEqual(identity.code, { trainings: (await codeHashes()).trainings });
  }));

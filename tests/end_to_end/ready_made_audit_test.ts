// An audit of somebody else's model, of which there are arrays and manifests alone: no backbone of it is run.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { ANIMALS, plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { earnest } from "./cli.ts";

const CPU = ["--device", "cpu", "--quiet"];

/**
 * What the others have: texts through their backbone, projectors that they trained on all of their pairs, and the
 * shared space that they publish. Gives the accuracy that they report.
 */
async function publish(run: (...args: string[]) => Promise<string>): Promise<number> {
  await run("embed", "names.csv", "--backbone", "glove-100d", "--out", "texts", "--quiet");
  const pairs = ["--text-column", "label"];
  await run("split", "training.csv", ...pairs, "--labels", "some.txt", "--out", "pools", "--quiet");
  const sounds = ["--audio", "planted.training.npy", "--audio-items", "training.csv"];
  const small = ["--dim", "16", "--steps", "60", "--batch", "30", "--learning-rate", "0.01"];
  const trained = [...sounds, "--text", "texts", ...pairs, "--pools", "pools/pools.json", ...small];
  await run("train", ...trained, "--condition", "dirty", "--out", "model.safetensors", ...CPU);
  const project = (set: string, side: string, ...more: string[]) =>
    run("project", set, "--projector", "model.safetensors", "--side", side, ...more, ...CPU);
  await project("planted.evaluation.npy", "audio", "--items", "evaluation.csv", "--out", "sounds");
  await project("texts", "text", "--out", "classes");
  const measures = ["evaluate", "--audio", "sounds", "--text", "classes", "--json", ...CPU];
  return JSON.parse(await run(...measures)).balanced_top1.value;
}

Deno.test("a published score turns out to be leaked, told from its arrays alone", () =>
  withPlanted(async (cwd) => {
    const write = (name: string, text: string) => Deno.writeTextFile(join(cwd, name), text);
    await write("names.csv", ["id,text", ...ANIMALS.map((name) => `${name},${name}`)].join("\n"));
    await write("some.txt", "dog\ncat\n");
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await earnest(args, { cwd });
      assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
      return stdout;
    };
    const published = await publish(run);
    assert.ok(published > 0.95, `${published}`);

    const configuration = plantedConfiguration({
      text: [{ name: "their texts", embeddings: "texts/embeddings.npy", items: "names.csv" }],
      published: [{
        name: "their model",
        audio: "sounds",
        text: "classes/embeddings.npy",
        textItems: "names.csv",
      }],
      conditions: ["dirty", "clean", "control"],
      attribution: false,
    });
    await write("audit.json", JSON.stringify(configuration));
    const said = await run("audit", "audit.json", "--out", "found", ...CPU);
    const results: AuditResults = JSON.parse(
      await Deno.readTextFile(join(cwd, "found/results.json")),
    );
    const [model] = results.published;
    assert.deepEqual([model!.name, model!.balanced_top1.value], ["their model", published]);
    const { dirty, flaggedPairs } = results.attribution[0]!;
    assert.ok(dirty > 0.95 && flaggedPairs.low > 0.3, JSON.stringify(flaggedPairs));
    const plain = said.replaceAll(/\s+/g, " ");
    assert.match(
      plain,
      /Accuracy of planted with their texts: dirty (0\.9|1\.0)[^:]*, clean 0\.[0-2]/,
    );
    assert.match(plain, /Leakage of 0\.[78]\d \[[^\]]*\] .* \((control|dirty) minus clean\)/);
    assert.match(plain, /The published model their model as it is has an accuracy of (0\.9|1\.0)/);
  }));

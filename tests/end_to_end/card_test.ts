// The card command: drafts from a folder, from a Hub on the loopback address, and what it refuses.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseCard } from "../../src/backbones/card_schema.ts";
import { COMMITS, type HubFileContent, LoopbackHub } from "../backbones/hub/loopback_hub.ts";
import { copy } from "../copied_folder.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

const MODELS = fileURLToPath(new URL("../backbones/architectures/models", import.meta.url));

Deno.test("a card beside a model is used as it was drafted; --force alone replaces it", () =>
  inFolder(async (cwd) => {
    await copy(join(MODELS, "mpnet"), join(cwd, "model"));
    const args = ["card", "model", "--out", "model/card.json"];
    const drafted = await earnest(args, { cwd });
    assert.equal(drafted.code, 0, drafted.stderr);
    assert.match(drafted.stdout, /^pooling +mean {2}\(1_Pooling\/config\.json\)$/m);
    assert.match(drafted.stdout, /Tried on 3 texts: 3 × 32 numbers, of length 1\.000, 1\.000/);
    assert.match(
      drafted.stdout,
      /no file tells for certain: license,\s+ledger\.trainingData,\s+ledger/,
    );
    const text = await Deno.readTextFile(join(cwd, "model/card.json"));
    const card = parseCard(text, "card.json");
    assert.equal(card.name, "model");
    assert.deepEqual(card.ledger.trainingLabels, "unknown");
    await Deno.writeTextFile(join(cwd, "texts.csv"), "text\na dog\n");
    const ledger = { trainingData: ["sentences"], trainingLabels: "none", source: "a paper" };
    await Deno.writeTextFile(join(cwd, "ledger.json"), JSON.stringify(ledger));
    const embed = (...how: string[]) => earnest(["embed", "texts.csv", "--json", ...how], { cwd });
    const byCard = await embed("--backbone", "model/card.json", "--out", "a");
    assert.equal(byCard.code, 0, byCard.stderr);
    const byFolder = await embed("--backbone", "model", "--ledger", "ledger.json", "--out", "b");
    assert.equal(byFolder.code, 0, byFolder.stderr);
    const rows = (name: string) => Deno.readFile(join(cwd, name, "embeddings.npy"));
    assert.deepEqual(await rows("a"), await rows("b"));
    const again = await earnest(args, { cwd });
    assert.equal(again.code, 2);
    assert.match(again.stderr, /card\.json" exists; .*--force/);
    assert.equal((await earnest([...args, "--force"], { cwd })).code, 0);
    await Deno.writeTextFile(join(cwd, "notes.json"), "{}");
    const other = await earnest(["card", "model", "--out", "notes.json", "--force"], { cwd });
    assert.equal(other.code, 2);
    assert.equal(await Deno.readTextFile(join(cwd, "notes.json")), "{}");
  }));

Deno.test("each side of a model for sounds and texts is embedded without a card", () =>
  inFolder(async (cwd) => {
    await copy(join(MODELS, "clap"), join(cwd, "clap"));
    const ledger = { trainingData: ["captions"], trainingLabels: "none", source: "a paper" };
    await Deno.writeTextFile(join(cwd, "ledger.json"), JSON.stringify(ledger));
    await Deno.writeTextFile(join(cwd, "texts.csv"), "text\na dog\n");
    const embed = (...how: string[]) =>
      earnest(
        ["embed", "texts.csv", "--backbone", "clap", "--ledger", "ledger.json", ...how],
        { cwd },
      );
    const unsaid = await embed("--out", "a");
    assert.match(unsaid.stderr, /say which side is\s+meant: --modality audio or --modality text/);
    const text = await embed("--out", "a", "--modality", "text");
    assert.equal(text.code, 0, text.stderr);
  }));

Deno.test("what a folder lacks is named, with what to do", () =>
  inFolder(async (cwd) => {
    await copy(join(MODELS, "bert"), join(cwd, "bert"));
    const fails = async (reference: string, message: RegExp, ...more: string[]) => {
      const { code, stderr } = await earnest(
        ["card", reference, "--out", "c.json", ...more],
        { cwd, env: { HF_HUB_OFFLINE: "1" } },
      );
      assert.equal(code === 4 ? 4 : 2, code);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    };
    const embed = (...how: string[]) =>
      earnest(["embed", "texts.csv", "--out", "set", "--backbone", "bert", ...how], { cwd });
    await Deno.writeTextFile(join(cwd, "texts.csv"), "text\na dog\n");
    assert.match(
      (await embed()).stderr,
      /"bert" is no card; expected .*"earnest card bert --out FILE\.json" drafts one\), or, .* ledger/,
    );
    assert.match((await embed("--modality", "text")).stderr, /--modality is for .*--ledger, too/);
    const nobody = "http://127.0.0.1:9";
    const unreached = await earnest(["card", "nowhere", "--out", "c.json"], {
      cwd,
      env: { HF_ENDPOINT: nobody },
    });
    assert.equal(unreached.code, 4);
    assert.match(
      unreached.stderr,
      /"nowhere" does not exist here, and the .* Hub cannot be asked: .*; give the path of a model's/,
    );
    await fails("nowhere", /"nowhere" does not exist here, and the network may not be used/);
    await Deno.remove(join(cwd, "bert/onnx/model.onnx"));
    await fails(
      "bert",
      /"bert" has no ONNX model \(it is of the kind "bert"\); .*optimum-cli export/,
    );
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n";
    await Deno.writeTextFile(join(cwd, "bert/onnx/model.onnx"), pointer);
    await fails("bert", /model\.onnx" is a git-lfs pointer/);
    await Deno.writeTextFile(join(cwd, "bert/onnx/model.onnx"), "<!DOCTYPE html><html>Sign in");
    await fails("bert", /model\.onnx" is (an HTML|a web) page/);
    await Deno.remove(join(cwd, "bert/tokenizer.json"));
    await fails(
      "bert",
      /has neither a tokenizer\.json, for texts, nor a preprocessor_config\.json/,
    );
    await Deno.writeTextFile(join(cwd, "ledger.json"), '{"trainingData": []}');
    await fails("bert", /"trainingLabels" is nothing; expected a list/, "--ledger", "ledger.json");
  }));

Deno.test("a folder of links, as the Hub's cache has them, needs --allow-outside, as is said", () =>
  inFolder(async (cwd) => {
    await copy(join(MODELS, "mpnet"), join(cwd, "blobs"));
    await Deno.mkdir(join(cwd, "model"));
    for await (const { name } of Deno.readDir(join(cwd, "blobs"))) {
      await Deno.symlink(join(cwd, "blobs", name), join(cwd, "model", name));
    }
    const said = /names files outside its folder/;
    const linked = await earnest(["card", "model", "--out", "model/card.json"], { cwd });
    assert.match(linked.stdout, said, linked.stderr);
    const plain = await earnest(["card", "blobs", "--out", "blobs/card.json"], { cwd });
    assert.doesNotMatch(plain.stdout, said, plain.stderr);
    const below = await earnest(["card", "blobs/config.json/x", "--out", "a.json"], { cwd });
    assert.equal(below.code, 2);
    assert.match(below.stderr, /does not exist here, and is no id of the Hugging Face Hub/);
  }));

/** The files of a folder, as a Hub has them. */
async function hubFiles(folder: string): Promise<Record<string, HubFileContent>> {
  const files: Record<string, HubFileContent> = {};
  const read = async (inside: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(join(folder, inside))) {
      const path = inside === "" ? name : `${inside}/${name}`;
      if (isDirectory) await read(path);
      else {
        const bytes = await Deno.readFile(join(folder, path));
        files[path] = { bytes, isLarge: path.endsWith(".onnx") };
      }
    }
  };
  await read("");
  return files;
}

Deno.test("a repository of the Hub is pinned; gated, renamed and absent ones are told apart", () =>
  inFolder(async (cwd) => {
    await using hub = new LoopbackHub(await hubFiles(join(MODELS, "bert")));
    const env = { HF_HOME: join(cwd, "cache"), HF_ENDPOINT: hub.endpoint, HF_TOKEN: "" };
    const run = (reference: string, out: string, more: Record<string, string> = {}) =>
      earnest(["card", reference, "--out", out], { cwd, env: { ...env, ...more } });
    const siblings = Object.entries(hub.files).map(([rfilename, { isLarge }]) => ({
      rfilename,
      ...(isLarge ? { lfs: { sha256: hub.sha256Of(rfilename) } } : {}),
    }));
    hub.intercept = ({ path }) => {
      const [, id, revision] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/(.*)$/.exec(path) ?? [];
      if (id === undefined) return undefined;
      const refuse = (status: number, code: string) =>
        new Response(null, { status, headers: { "x-error-code": code } });
      if (id === "org/old") {
        const location = `${hub.endpoint}/api/models/org/name/revision/${revision}?blobs=true`;
        return new Response(null, { status: 307, headers: { location } });
      }
      if (id === "org/gated") return refuse(403, "GatedRepo");
      if (id !== "org/name") return refuse(401, "RepoNotFound");
      if (revision !== "main" && revision !== "v1") return refuse(404, "RevisionNotFound");
      return Response.json({ id, sha: COMMITS[0], siblings });
    };
    for (const [reference, out] of [["org/name", "a.json"], ["org/old@v1", "b.json"]] as const) {
      const { code, stderr } = await run(reference, out);
      assert.equal(code, 0, stderr);
      const card = parseCard(await Deno.readTextFile(join(cwd, out)), out);
      assert(card.modality === "text" && "model" in card);
      assert.equal(card.model.file, `hf:org/name@${COMMITS[0]}/onnx/model.onnx`);
      assert.equal(card.model.sha256, hub.sha256Of("onnx/model.onnx"));
      assert.equal(card.tokenizer.sha256, hub.sha256Of("tokenizer.json"));
      assert.match(card.ledger.source, /^org\/name@[0-9a-f]{40} of the Hugging Face Hub$/);
    }
    const refused = async (reference: string, message: RegExp, more = {}) => {
      const { code, stderr } = await run(reference, "c.json", more);
      assert.ok(code === 2 || code === 4, stderr);
      assert.match(stderr, message);
    };
    await refused("org/gated", /org\/gated is gated: accept its terms at/);
    await refused("org/absent", /there is no public repository org\/absent/);
    await refused("org/name@v9", /org\/name has no revision "v9"/);
    await refused("org/name", /the network may not be used/, { HF_HUB_OFFLINE: "1" });
    await refused("a b", /"a b" does not exist here, and is no id of the Hugging Face Hub/);
    // What the card names is in the cache by now.
    await Deno.writeTextFile(join(cwd, "texts.csv"), "text\na dog\n");
    const offline = await earnest(
      ["embed", "texts.csv", "--backbone", "a.json", "--out", "set"],
      { cwd, env: { ...env, HF_HUB_OFFLINE: "1" } },
    );
    assert.equal(offline.code, 0, offline.stderr);
  }));

// Models and tokenizers that never come back: signals end the command all the same, and the item timeout loses one item.
import assert from "node:assert/strict";
import { join } from "node:path";
import { readNpy } from "../../src/formats/npy.ts";
import { ENDLESS_TEXT, writeEndless } from "../backbones/endless.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, started } from "./cli.ts";

const embed = (kind: "sound" | "text") => [
  ...["embed", `${kind}s.csv`, "--backbone", `${kind}.json`, "--out", "set", "--device", "cpu"],
];

function inEndless(work: (folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    await writeEndless(folder);
    await work(folder);
  });
}

/** Starts a command and sends it a signal once it hangs, half a second after `begun` stood on its stderr. */
async function signaled(args: readonly string[], cwd: string, signal: Deno.Signal, begun: RegExp) {
  const child = started(args, cwd);
  let stderr = "";
  let isSent = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    stderr += text;
    if (isSent || !begun.test(stderr)) continue;
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill(signal);
    isSent = true;
  }
  const { code } = await child.status;
  return { code, stderr };
}

Deno.test("a signal ends a command whose model or tokenizer never comes back, and names the item", () =>
  inEndless(async (folder) => {
    const sound = await signaled(embed("sound"), folder, "SIGINT", /4 of 8/);
    assert.equal(sound.code, 130, sound.stderr);
    assert.match(
      sound.stderr,
      /\nInterrupted while embedding "quiet4.wav", "loud.wav", .*, running ".*sound.onnx"\.\n$/,
    );
    const again = [...embed("text"), "--force"];
    const text = await signaled(again, folder, "SIGTERM", /4 of 7/);
    assert.equal(text.code, 143, text.stderr);
    assert(text.stderr.endsWith(`\nTerminated while finding the tokens of "${ENDLESS_TEXT}".\n`));
  }));

Deno.test("an item that takes longer than the timeout is listed, and no other item is lost", () =>
  inEndless(async (folder) => {
    const unreadable = async (kind: "sound" | "text") => {
      const args = [...embed(kind), "--item-timeout", "3", "--json", "--quiet"];
      const { code, stdout, stderr } = await earnest([...args, "--force"], { cwd: folder });
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout).unreadable as { id: string; reason: string }[];
    };
    const rows = async () => [
      ...readNpy(await Deno.readFile(join(folder, "set/embeddings.npy")), "rows").data,
    ];
    const [loud, ...sounds] = await unreadable("sound");
    assert.deepEqual([loud!.id, sounds.length], ["loud.wav", 0]);
    assert.match(loud!.reason, /^running ".*" took longer than the item timeout of 3 s$/);
    const quiet = [1, 2, 3, 4, 5, 7, 8].flatMap((i) => Array(8).fill(100 * i / 32_768));
    assert.deepEqual(await rows(), quiet);
    const [tokens, model, ...texts] = await unreadable("text");
    assert.deepEqual([tokens!.id, model!.id, texts.length], ["t5", "t6", 0]);
    assert.match(tokens!.reason, /^finding the tokens of "a+!" took longer than/);
    assert.match(model!.reason, /^running ".*text.onnx" took longer than/);
    assert.deepEqual(await rows(), [2, 3, 4, 3, 4]);
  }));

// What a card for texts cannot say, or files contradict each other about: refused, or marked as a guess.
import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { type Graph, onnxModel, type Port } from "../../onnx_model.ts";
import { edit, planted } from "./planted.ts";

const ids: Port = { name: "input_ids", type: "int64", shape: ["texts", "tokens"] };
const ROW = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);

/** Gives `output [texts, tokens, 4]`: 1, 2, 3, 4 times each id. */
function idsModel(inputs: readonly Port[], output = "last_hidden_state"): Uint8Array {
  const graph: Graph = {
    inputs,
    outputs: [{ name: output, type: "float32", shape: ["texts", "tokens", 4] }],
    nodes: [
      { operator: "Cast", inputs: ["input_ids"], output: "real", attributes: { to: 1 } },
      { operator: "Unsqueeze", inputs: ["real", "last"], output: "column" },
      { operator: "Mul", inputs: ["column", "row"], output },
    ],
    weights: [
      { name: "row", type: "float32", shape: [1, 4], values: ROW },
      {
        name: "last",
        type: "int64",
        shape: [1],
        values: new Uint8Array(BigInt64Array.of(2n).buffer),
      },
    ],
  };
  return onnxModel(graph);
}

const withModel = (kind: string, model: Uint8Array) =>
  planted(kind, (folder) => Deno.writeFile(join(folder, "onnx/model.onnx"), model));

Deno.test("positions that a kind of model does not count from 0 are refused", async () => {
  const model = idsModel([ids, { ...ids, name: "position_ids" }]);
  await assert.rejects(
    withModel("roberta", model),
    /model\.onnx" takes position_ids, which models of the kind "roberta" count from the padding/,
  );
  assert(!(await withModel("bert", model)).of.has("position_ids"));
  const { of } = await planted("bert", async (folder) => {
    await Deno.writeFile(join(folder, "onnx/model.onnx"), model);
    await Deno.remove(join(folder, "config.json"));
  });
  assert(of.get("position_ids")!.isUnsure);
});

Deno.test("an only output of another name, and padding that a model cannot tell, are guesses", async () => {
  const fixed = { ...ids, shape: ["texts", 16] };
  const { of } = await withModel("bert", idsModel([fixed], "logits"));
  assert.deepEqual([of.get("output")!.value, of.get("output")!.isUnsure], ["logits", true]);
  assert(of.get("padding")!.isUnsure);
  const plain = await withModel("bert", idsModel([ids]));
  assert(!plain.of.get("output")!.isUnsure && !plain.of.has("padding"));
});

Deno.test("where tokenizer_config.json contradicts tokenizer.json, the tokenizer is a guess", async () => {
  const reason = async (model: string, keys: Record<string, unknown>) =>
    (await planted(model, (folder) => edit(join(folder, "tokenizer_config.json"), keys)))
      .of.get("tokenizer")?.from;
  assert.equal(await reason("bert", {}), undefined);
  assert.match(
    (await reason("bert", { do_lower_case: false, truncation_side: "left" }))!,
    /has do_lower_case false and truncation_side "left", and transformers may heed it/,
  );
  assert.match((await reason("t5", { add_bos_token: true }))!, /add_bos_token true/);
  assert.equal(await reason("t5", { add_eos_token: true }), undefined);
});

Deno.test("lower case and prompts of sentence-transformers are not passed over", async () => {
  await assert.rejects(
    planted("mpnet", async (folder) => {
      await edit(join(folder, "sentence_bert_config.json"), { do_lower_case: true });
      await edit(join(folder, "tokenizer.json"), { normalizer: null });
    }),
    /sentence_bert_config\.json has "do_lower_case" true, and tokenizer\.json keeps capitals/,
  );
  const { of } = await planted(
    "qwen",
    (folder) =>
      edit(join(folder, "config_sentence_transformers.json"), { default_prompt_name: "query" }),
  );
  assert.match(of.get("prompt")!.from, /puts "Instruct: find the sound.*" before each text/);
});

Deno.test("a number of tokens is whole, and what is told beside the model fits a card", async () => {
  await assert.rejects(
    planted("mpnet", (at) => edit(join(at, "sentence_bert_config.json"), { max_seq_length: 12.5 })),
    /"max_seq_length" is 12\.5; expected a whole number/,
  );
  const { card, of } = await planted("mpnet", async (folder) => {
    await edit(join(folder, "config.json"), { id2label: { 0: "", 1: "dog" } });
    const head = "---\nlicense: ''\ndatasets: ['', sounds]\n---\n";
    await Deno.writeTextFile(join(folder, "README.md"), head);
  });
  assert.deepEqual(card.ledger.trainingLabels, ["dog"]);
  assert.deepEqual(card.ledger.trainingData, ["sounds"]);
  assert.deepEqual([card.license, of.get("license")!.isUnsure], ["unknown", true]);
});

Deno.test("a README that cannot be read is told, and its odd YAML prints nothing", async () => {
  const bad = await planted(
    "mpnet",
    (folder) => Deno.writeFile(join(folder, "README.md"), Uint8Array.of(0xc3, 0x28)),
  );
  assert.match(bad.of.get("license")!.from, /^README\.md cannot be read: .*it is not UTF-8 text$/);
  const warned: unknown[] = [];
  const emit = (warning: Error) => warned.push(warning);
  process.on("warning", emit);
  const { card } = await planted("mpnet", async (folder) => {
    const head = "---\nlicense: !odd mit\n? {a: b}\n: c\ndatasets: [1, sounds]\n---\n";
    await Deno.writeTextFile(join(folder, "README.md"), head);
  });
  process.off("warning", emit);
  assert.deepEqual(warned, []);
  assert.deepEqual(card.ledger.trainingData, ["sounds"]);
});

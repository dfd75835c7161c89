import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { cardsOf, filesOf } from "../../../src/audit/configuration/named_files.ts";
import { type PlainConfiguration, plantedConfiguration } from "../planted.ts";

function refuses(changes: PlainConfiguration, message: RegExp) {
  const text = JSON.stringify(plantedConfiguration(changes));
  assert.throws(() => parseConfiguration(text, "audit.json"), (thrown: unknown) => {
    assert.ok(thrown instanceof Error && thrown.name === "InputError", String(thrown));
    assert.match(thrown.message, message);
    assert.ok(!thrown.message.includes("\n"));
    return true;
  });
}

const ARRAYS = { training: "a.npy", evaluation: "b.npy" };

Deno.test("an unknown key is named wherever it is, with the nearest known key", () => {
  const audio = (entry: PlainConfiguration) => ({ audio: [{ name: "a", ...ARRAYS, ...entry }] });
  refuses({ evalution: {} }, /unknown key "evalution"; did you mean "evaluation"\?$/);
  refuses(
    { evaluation: { items: "a.csv", labelColum: "x" } },
    /unknown key "labelColum" in "evaluation"; did you mean "labelColumn"\?$/,
  );
  refuses(
    { training: { items: "a.csv", textColum: "x" } },
    /unknown key "textColum" in "training"; did you mean "textColumn"\?$/,
  );
  refuses(
    audio({ backbon: "x" }),
    /unknown key "backbon" in "audio\[0\]"; did you mean "backbone"\?$/,
  );
  refuses(
    audio({ baseline: { traning: "x" } }),
    /unknown key "traning" in "audio\[0\]\.baseline"; did you mean "training"\?$/,
  );
  refuses(
    audio({ twin: { evalution: "x" } }),
    /unknown key "evalution" in "audio\[0\]\.twin"; did you mean "evaluation"\?$/,
  );
  refuses(
    audio({ labelHead: { backbones: "x" } }),
    /unknown key "backbones" in "audio\[0\]\.labelHead"; did you mean "backbone"\?$/,
  );
  refuses(
    { text: [{ name: "t", embedding: "x" }] },
    /unknown key "embedding" in "text\[0\]"; did you mean "embeddings"\?$/,
  );
  refuses(
    { text: [{ name: "t", backbone: "glove-100d", baseline: { backbon: "x" } }] },
    /unknown key "backbon" in "text\[0\]\.baseline"; did you mean "backbone"\?$/,
  );
  refuses(
    { published: [{ name: "p", audios: "x" }] },
    /unknown key "audios" in "published\[0\]"; did you mean "audio"\?$/,
  );
  refuses({ leakage: { rule: [] } }, /unknown key "rule" in "leakage"; did you mean "rules"\?$/);
  refuses(
    { leakage: { sourceColumn: { trainings: "x" } } },
    /unknown key "trainings" in "leakage\.sourceColumn"; did you mean "training"\?$/,
  );
});

Deno.test("a value of the wrong kind is named, with what was found and what is expected", () => {
  refuses(
    { evaluation: { items: 3 } },
    /"evaluation\.items" is 3; expected a path, or a list of paths$/,
  );
  refuses({ evaluation: "a.csv" }, /"evaluation" is "a\.csv"; .*expected object/);
  refuses(
    { evaluation: { items: "a.csv", where: { fold: "1" } } },
    /"evaluation\.where\.fold" is "1"; .*expected array/,
  );
  refuses({ audio: [] }, /"audio" is \[\]; /);
  refuses(
    { audio: [{ name: "a", backbone: true }] },
    /"audio\[0\]\.backbone" is true; .*expected str/,
  );
  refuses({ text: "glove-100d" }, /"text" is "glove-100d"; .*expected array/);
  refuses({ leakage: { unit: "clip" } }, /"leakage\.unit" is "clip".*"sound"/);
  refuses({ shuffles: "20" }, /"shuffles" is "20"; .*expected number/);
  refuses({ attribution: "yes" }, /"attribution" is "yes"; .*expected boolean/);
});

Deno.test("a side without embeddings is named by its key", () => {
  const message =
    /"audio\[0\]\.(training|evaluation)" is nothing; expected an array or embedding s/;
  refuses({ audio: [{ name: "a" }] }, message);
  refuses({ audio: [{ name: "a", evaluation: "b.npy" }] }, message);
  refuses({ audio: [{ name: "a", training: "b.npy" }] }, message);
  refuses(
    { text: [{ name: "t" }] },
    /"text\[0\]\.backbone" is nothing; expected a backbone, or ready/,
  );
  refuses(
    { text: [{ name: "t", backbone: "b.json", items: "t.csv" }] },
    /"text\[0\]\.embeddings" is nothing; expected the array whose texts "items" lists$/,
  );
  refuses(
    { text: [{ name: "t", backbone: "glove-100d", baseline: { items: "t.csv" } }] },
    /"text\[0\]\.baseline\.embeddings" is nothing; expected the array whose texts "items" lists$/,
  );
  refuses(
    { training: { items: "a.csv", text: "{label}", textColumn: "text" } },
    /"training" is .*; expected either "text", a template, or "textColumn"$/,
  );
});

Deno.test("a twin needs embeddings on each side that is trained or evaluated, and an attribution", () => {
  const audio = (twin: PlainConfiguration) => ({ audio: [{ name: "a", ...ARRAYS, twin }] });
  const missing = (side: string) =>
    new RegExp(`"audio\\[0\\]\\.twin\\.${side}" is nothing; expected an array or embedding set`);
  refuses(audio({}), missing("training"));
  refuses(audio({ training: "t.npy" }), missing("evaluation"));
  refuses(audio({ name: "other", evaluation: "t.npy" }), missing("training"));
  refuses(
    { training: undefined, audio: [{ name: "a", evaluation: "b.npy", twin: ARRAYS }] },
    /"audio\[0\]\.twin\.training" is "a\.npy"; expected none, since "training" names no items$/,
  );
  refuses(
    { ...audio(ARRAYS), attribution: false },
    /"audio\[0\]\.twin" is .*; expected none, since "attribution" is false$/,
  );
});

Deno.test("every named file is listed once, and cards also in a list of their own", () => {
  const configuration = parseConfiguration(
    JSON.stringify({
      evaluation: { items: "e.csv" },
      training: { items: "t.csv" },
      audio: [
        { name: "a", backbone: "a.json", training: "both.npz#t", baseline: { training: "l.npy" } },
        { name: "b", ...ARRAYS, labelHead: { evaluation: "h.npy", labels: "h.csv" } },
        { name: "c", backbone: "a.json", labelHead: { backbone: "head.json" } },
        { name: "d", backbone: "openwakeword", twin: { backbone: "w.json", training: "w.npz#t" } },
      ],
      text: [
        { name: "g", backbone: "glove-100d" },
        { name: "m", backbone: "m.json", baseline: { backbone: "n.json" } },
        {
          name: "r",
          embeddings: "r.npy",
          items: "r.csv",
          baseline: { embeddings: "s.npz#x", items: "s.csv" },
        },
      ],
      published: [{ name: "p", audio: "p.npy", text: "q.npy", textItems: "q.csv" }],
      leakage: { labels: "labels.json" },
    }),
    "audit.json",
  );
  assert.deepEqual(cardsOf(configuration), ["a.json", "head.json", "w.json", "m.json", "n.json"]);
  assert.deepEqual(filesOf(configuration).sort(), [
    ...["a.json", "a.npy", "b.npy", "both.npz", "e.csv", "h.csv", "h.npy", "head.json", "l.npy"],
    ...["labels.json", "m.json", "n.json", "p.npy", "q.csv", "q.npy", "r.csv", "r.npy", "s.csv"],
    ...["s.npz", "t.csv", "w.json", "w.npz"],
  ]);
});

Deno.test("a name that is blank, or longer than a line, is refused with what was found of it", () => {
  const named = (name: string) => ({ audio: [{ name, ...ARRAYS }] });
  refuses(named("  "), /"audio\[0\]\.name" is " {2}"; expected a name$/);
  refuses(named("x".repeat(300)), /"audio\[0\]\.name" is "x{99}…; expected string to have <=200/);
});

Deno.test("where takes numbers, true and false as tables write them, and nothing else", () => {
  const parsed = (values: unknown[]) =>
    parseConfiguration(
      JSON.stringify(
        plantedConfiguration({ evaluation: { items: "a.csv", where: { is: values } } }),
      ),
      "audit.json",
    ).evaluation.where;
  assert.deepEqual(parsed([1, "2", true, false]), { is: ["1", "2", "true", "false"] });
  assert.throws(() => parsed([null]), {
    message: /"evaluation\.where\.is\[0\]" is null; expected a text, a number, true or false/,
  });
});

Deno.test("where keeps a column that is called __proto__", () => {
  const text = `{
    "evaluation": { "items": "a.csv", "where": { "__proto__": ["1"] } },
    "training": { "items": "b.csv" },
    "audio": [{ "name": "a", "training": "a.npy", "evaluation": "b.npy" }],
    "text": [{ "name": "t", "backbone": "glove-100d" }]
  }`;
  const { evaluation } = parseConfiguration(text, "audit.json");
  assert.deepEqual(Object.entries(evaluation.where), [["__proto__", ["1"]]]);
});

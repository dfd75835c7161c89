import assert from "node:assert/strict";
import { join } from "node:path";
import { Ajv } from "npm:ajv@8.20.0"; // Checks JSON against a JSON Schema, as editors do.
import { referenceFiles } from "../../../scripts/reference/files.ts";
import { type JsonSchema, jsonSchemaOf } from "../../../scripts/reference/json_schema.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { configurationSchema } from "../../../src/audit/configuration/schema.ts";
import { type PlainConfiguration, plantedConfiguration } from "../planted.ts";

const ROOT = new URL("../../../", import.meta.url);
const schema = JSON.parse(await Deno.readTextFile(new URL("docs/audit.schema.json", ROOT)));
const isValid = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(schema);

function isParsed(configuration: unknown): boolean {
  try {
    parseConfiguration(JSON.stringify(configuration), "audit.json");
    return true;
  } catch {
    return false;
  }
}

Deno.test("the reference and the JSON Schema are what the schema says", async () => {
  for (const [name, text] of await referenceFiles()) {
    assert.equal(
      await Deno.readTextFile(new URL(name, ROOT)),
      text,
      `${name}: deno task reference`,
    );
  }
});

Deno.test("every key says what it is, and what holds without it", () => {
  const keys: string[] = [];
  const walk = (one: JsonSchema, path: string) => {
    for (const [key, value] of Object.entries(one.properties ?? {})) {
      const at = `${path}${key}`;
      keys.push(at);
      assert.ok(value.description, `${at} says nothing`);
      const hasDefault = value.default !== undefined || value.byDefault !== undefined ||
        one.required?.includes(key) || value.type === "object";
      assert.ok(hasDefault, `${at} has no default`);
      walk(value, `${at}.`);
    }
    for (const inner of [one.items, ...one.anyOf ?? []].flat()) {
      // Without a type it is a condition, whose keys are those above.
      if (typeof inner === "object" && "type" in inner) walk(inner as JsonSchema, path);
    }
  };
  walk(jsonSchemaOf(configurationSchema), "");
  assert.ok(keys.length > 90, `${keys.length} keys`);
});

/** Every JSON of the documentation and the examples that is a whole configuration. */
async function shownConfigurations(): Promise<[string, PlainConfiguration][]> {
  const docs = Array.from(Deno.readDirSync(new URL("docs/", ROOT)), ({ name }) => `docs/${name}`);
  const pages = [
    "README.md",
    "examples/paper/README.md",
    ...docs.filter((name) => /\.md$/.test(name)),
  ];
  const found: [string, PlainConfiguration][] = [];
  for (const name of [...pages, "examples/paper/audit.json"]) {
    const text = await Deno.readTextFile(new URL(name, ROOT));
    const blocks = name.endsWith(".json")
      ? [text]
      : Array.from(text.matchAll(/```json\n(.*?)```/gs), ([, block]) => block!);
    for (const block of blocks) {
      if (!block.includes('"evaluation": {')) continue;
      found.push([name, JSON.parse(block)]);
    }
  }
  return found;
}

Deno.test("the configurations of documentation and examples fit the JSON Schema", async () => {
  const shown = await shownConfigurations();
  assert.ok(shown.length >= 5, `${shown.length} configurations`);
  for (const [name, configuration] of shown) {
    assert.ok(isValid(configuration), `${name}: ${JSON.stringify(isValid.errors)}`);
    assert.ok(isParsed(configuration), name);
  }
});

const BACKBONE = { name: "a", backbone: "log-mel-statistics" };
const GLOVE = { name: "t", backbone: "glove-100d" };

/** Changes of a configuration that is right, and whether it then still is. */
const CHANGES: readonly (readonly [PlainConfiguration, boolean])[] = [
  [{}, true],
  [{ $schema: "../docs/audit.schema.json" }, true],
  [{ $schema: 3 }, false],
  [{ sedes: [0] }, false],
  [{ evaluation: {} }, false],
  [{ evaluation: { items: ["a.csv", "b"], where: { fold: [1, "2", true] } } }, true],
  [{ evaluation: { items: "a.csv", where: { fold: "1" } } }, false],
  [{ evaluation: { items: "a.csv", where: { fold: [] } } }, false],
  [{ evaluation: { items: "a.csv", prompts: ["no place"] } }, false],
  [{ evaluation: { items: "a.csv", classFolds: 0 } }, false],
  [{ training: undefined, audio: [BACKBONE] }, true],
  [{ training: undefined, evaluation: { items: "a.csv" }, audio: [BACKBONE] }, false],
  [{ training: [{ items: "a.csv", text: "{x}" }, { items: "b.csv", textColumn: "x" }] }, true],
  [{ training: { items: "a.csv", text: "{x}", textColumn: "x" } }, false],
  [{ audio: [] }, false],
  [{ audio: [{ ...BACKBONE, name: " " }] }, false],
  [{ audio: [{ ...BACKBONE, labelHead: { backbone: "c.json" } }] }, true],
  [{ audio: [{ ...BACKBONE, labelHead: { backbone: "c.json", labels: "l.txt" } }] }, false],
  [{ audio: [{ ...BACKBONE, labelHead: { evaluation: "l.npy" } }] }, false],
  [{ text: [{ name: "t" }] }, false],
  [{ text: [{ name: "t", embeddings: "t.npy", items: "t.csv" }] }, true],
  [{ text: [{ ...GLOVE, items: "t.csv" }] }, false],
  [{ text: [{ ...GLOVE, baseline: { items: "t.csv" } }] }, false],
  [{ projector: { kind: "mlp", dim: 8193 } }, false],
  [{ projector: { dropout: 1 } }, false],
  [{ optimizer: { validation: { random: 0.2 }, betas: [0.9, 0.99] } }, true],
  [{ optimizer: { validation: { random: 1 } } }, false],
  [{ optimizer: { betas: [0.9] } }, false],
  [{ seeds: [1, 1] }, false],
  [{ seeds: [0.5] }, false],
  [{ seeds: [] }, false],
  [{ conditions: ["dirty", "clean"], leakDose: [], diversity: [1] }, true],
  [{ conditions: ["dirt"] }, false],
  [{ leakDose: [0, 0] }, false],
  [{ leakage: { rules: ["TEXT-EXACT"], flag: [], unit: "pair" } }, true],
  [{ leakage: { rules: [] } }, false],
  [{ leakage: { exclude: [] } }, false],
  [{ notes: [1] }, false],
];

Deno.test("an editor refuses what the audit refuses", () => {
  for (const [changes, isRight] of CHANGES) {
    const configuration = JSON.parse(JSON.stringify(plantedConfiguration(changes)));
    const said = JSON.stringify(changes);
    assert.equal(isParsed(configuration), isRight, `parsed: ${said}`);
    assert.equal(isValid(configuration), isRight, `${said}: ${JSON.stringify(isValid.errors)}`);
  }
});

Deno.test("the JSON Schema that a configuration names is no part of what is asked", () => {
  const plain = plantedConfiguration();
  const named = { $schema: join("..", "docs", "audit.schema.json"), ...plain };
  assert.deepEqual(
    parseConfiguration(JSON.stringify(named), "audit.json"),
    parseConfiguration(JSON.stringify(plain), "audit.json"),
  );
});

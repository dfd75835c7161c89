import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { writeCsv } from "../../../src/formats/csv.ts";
import { ANIMALS, type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

const notesOf = async (folder: string, changes: PlainConfiguration) => {
  const text = JSON.stringify(plantedConfiguration(changes));
  return (await readInputs(parseConfiguration(text, "audit.json"), folder)).notes;
};

Deno.test("sounds with a row for each of their labels are noted, since no answer is right for all", async () => {
  await withPlanted(async (folder) => {
    const rows = (files: (i: number) => string) =>
      ANIMALS.flatMap((label, animal) =>
        Array.from({ length: 6 }, (_, at) => {
          const i = 6 * animal + at;
          return { id: `${i}`, file_name: files(i), label };
        })
      );
    const write = (files: (i: number) => string) =>
      Deno.writeTextFile(
        join(folder, "evaluation.csv"),
        writeCsv(["id", "file_name", "label"], rows(files)),
      );
    // Every class has the sounds 0 to 5, then every sound has a class.
    await write((i) => `${i % 6}.wav`);
    const note = /^6 of 6 sounds of "evaluation\.csv" stand in several rows with different labels/;
    const [found] = (await notesOf(folder, {})).filter((one) => note.test(one));
    assert.match(found!, /such as "0\.wav" with "bird" and "cat"\./);
    await write((i) => `${i}.wav`);
    assert.ok(!(await notesOf(folder, {})).some((one) => / sounds of "evaluation/.test(one)));
  });
});

Deno.test("items that are trained on and to be named are noted", async () => {
  await withPlanted(async (folder) => {
    const audio = [{
      name: "planted",
      training: "planted.evaluation.npy",
      evaluation: "planted.evaluation.npy",
    }];
    const both = (where: Record<string, string[]>) => ({
      evaluation: { items: "evaluation.csv", where: { label: ANIMALS.slice(0, 6) } },
      training: { items: "./evaluation.csv", where },
      audio,
      attribution: false,
    });
    const found = (notes: readonly string[]) => notes.filter((one) => /trained on, too/.test(one));
    const [note] = found(await notesOf(folder, both({ label: ANIMALS.slice(4) })));
    assert.match(note!, /^12 of 36 items of "evaluation\.csv" that are to be named are trained on/);
    assert.deepEqual(found(await notesOf(folder, both({ label: ANIMALS.slice(6) }))), []);
  });
});

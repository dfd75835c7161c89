/** `earnest project SET`: an embedding set in the shared space of projectors. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import type { Where } from "../src/datasets/where.ts";
import { codeOf, otherCodeNotes } from "../src/embeddings/made_by.ts";
import { fillSet, writeNewSet } from "../src/embeddings/whole_set.ts";
import type { Side } from "../src/projector/parameters.ts";
import { projectSet } from "../src/projector/files/project_set.ts";
import { makersOf } from "../src/projector/files/makers.ts";
import { readProjectorFile } from "../src/projector/files/projector_file.ts";
import { measureOn } from "./measure_options.ts";
import { command, type CommonOptions, whereOption } from "./options.ts";
import { readSet } from "./set_input.ts";
import { protectInputs } from "./set_output.ts";
import { wrap } from "./wrap.ts";

interface ProjectOptions extends CommonOptions {
  projector: string;
  side: Side;
  out: string;
  items?: string;
  where?: Where;
  force: boolean;
}

/** The `project` command. */
export function projectCommand(): Command {
  return command(
    "project",
    "Takes an embedding set into the shared space of projectors; rows get length one.",
    "earnest project clips --projector clean.safetensors --side audio --out shared-clips",
    { device: true },
  )
    .argument("<set>", "embedding set, or an array with --items")
    .requiredOption("--projector <file>", "projector file that train wrote")
    .addOption(
      new Option("--side <side>", "which projector").choices(["audio", "text"])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <folder>", "embedding set to write")
    .option("--items <file>", "manifest of an array's items (.csv, .jsonl, .parquet)")
    .addOption(whereOption("the items"))
    .option("--force", "replace an embedding set", false)
    .action(project);
}

async function project(path: string, options: ProjectOptions): Promise<void> {
  const { projector, side, out, items, where, force, json } = options;
  protectInputs(out, force, [path, items, projector]);
  const named = await readSet(path, items, "--items", where);
  const summary = await measureOn(options, (compute, progress) => {
    const onNote = (note: string) => progress.note(`earnest: ${note}`);
    named.notes.forEach(onNote);
    return fillSet(out, { force, onNote }, async ({ folder }) => {
      const file = await readProjectorFile(projector, compute.viewAlignment);
      const makers = [
        { name: path, code: codeOf(named.set.identity) },
        ...makersOf(file, [side]),
      ];
      for (const note of await otherCodeNotes(makers)) progress.note(wrap(note, "earnest: "));
      const set = await projectSet(compute, { embeddings: named, file, side }, {
        onProgress: progress.report,
      });
      const environment = {
        deno: Deno.version.deno,
        platform: `${Deno.build.os} ${Deno.build.arch}`,
        device: compute.device.name,
      };
      return await writeNewSet(folder, set, environment);
    });
  });
  const { rows, dim } = summary;
  if (json) return console.log(safeJson({ out, side, rows, dim }));
  const noun = `embedding${rows === 1 ? "" : "s"}`;
  console.log(
    wrap(`${rows} ${noun} of ${dim} numbers and length one: "${printable(out)}"`, "", "  "),
  );
}

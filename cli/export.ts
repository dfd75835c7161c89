/** `earnest export FILE`: projectors as two ONNX files. */
import { safeJson } from "../src/basics/safe_json.ts";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { join } from "node:path";
import { onnxIdentity } from "../src/backbones/onnx/runtime.ts";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { fillFolder } from "../src/basics/output/output_folder.ts";
import { printable } from "../src/basics/printable.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import type { Compute } from "../src/compute/compute.ts";
import { EXPORT_TOLERANCE, exportProjector } from "../src/projector/files/export_onnx.ts";
import { ONNX_INPUT, ONNX_OUTPUT } from "../src/projector/files/onnx_projector.ts";
import { makersOf, readProjectorFile } from "../src/projector/files/projector_file.ts";
import { otherCodeNotes } from "../src/embeddings/made_by.ts";
import { measureOn } from "./measure_options.ts";
import { command, type CommonOptions } from "./options.ts";
import { EXPORT, EXPORT_FILE, EXPORT_SCHEMA } from "./outputs.ts";
import type { ProgressDisplay } from "./progress.ts";
import { wrap } from "./wrap.ts";

interface ExportOptions extends CommonOptions {
  out: string;
  force: boolean;
}

/** The `export` command. */
export function exportCommand(): Command {
  return command(
    "export",
    "Writes projectors as two ONNX files, which take a backbone's embeddings as they are.",
    "earnest export clean.safetensors --out clean-onnx",
    "not used: the rows that are compared are always the same",
  )
    .argument("<file>", "projector file that train wrote")
    .requiredOption("--out <folder>", "folder to write: audio.onnx, text.onnx, export.json")
    .option("--force", "replace an earlier output", false)
    .action(exportFile);
}

async function exportFile(path: string, options: ExportOptions): Promise<void> {
  const { out, force, json } = options;
  const exported = await measureOn(
    options,
    (compute, progress) => {
      const onNote = (note: string) => progress.note(`earnest: ${note}`);
      return fillFolder(out, EXPORT, { force, onNote }, async (filling) => {
        filling.protect([path]);
        return await writeExport(filling.folder, path, compute, progress);
      });
    },
  );
  if (json) return console.log(safeJson({ out, ...exported }));
  for (const { file, input, output, checked } of exported.sides) {
    console.log(wrap(
      `${file}: ${input.columns} numbers to ${output.columns} of length one; at most ` +
        `${checked.largestDifference.toExponential(1)} from our own on ${checked.rows} random rows`,
      "",
      "  ",
    ));
  }
  console.log(`\nONNX files: ${printable(out)}`);
}

/** Writes both files and what they are. */
async function writeExport(
  folder: string,
  path: string,
  compute: Compute,
  progress: ProgressDisplay,
) {
  const file = await readProjectorFile(path, compute.viewAlignment);
  const makers = makersOf(file, ["audio", "text"]);
  for (const note of await otherCodeNotes(makers)) progress.note(wrap(note, "earnest: "));
  const sides = [];
  for (const side of ["audio", "text"] as const) {
    const { bytes, rows, largestDifference } = await exportProjector(compute, file, side);
    const name = `${side}.onnx`;
    await writeFileAtomic(join(folder, name), bytes);
    sides.push({
      file: name,
      sha256: sha256Of(bytes),
      input: { name: ONNX_INPUT, columns: file.inputs[side] },
      output: { name: ONNX_OUTPUT, columns: file.projector.dim },
      checked: { rows, largestDifference, tolerance: EXPORT_TOLERANCE },
    });
  }
  const { runtime } = onnxIdentity({});
  const device = compute.device.name;
  const content = { schema: EXPORT_SCHEMA, projector: file.sha256, sides, runtime, device };
  await writeFileAtomic(join(folder, EXPORT_FILE), JSON.stringify(content, null, 2) + "\n");
  return content;
}

/** `earnest export FILE`: projectors as two ONNX files. */
import { safeJson } from "../src/basics/safe_json.ts";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import { exportIntoFolder } from "../src/projector/files/export_into_folder.ts";
import { measureOn } from "./measure_options.ts";
import { command, type CommonOptions } from "./options.ts";
import { wrap } from "./wrap.ts";

interface ExportFileOptions extends CommonOptions {
  out: string;
  force: boolean;
}

/** The `export` command. */
export function exportCommand(): Command {
  return command(
    "export",
    "Writes projectors as two ONNX files, which take a backbone's embeddings as they are.",
    "earnest export clean.safetensors --out clean-onnx",
  )
    .argument("<file>", "projector file that train wrote")
    .requiredOption("--out <folder>", "folder to write: audio.onnx, text.onnx, export.json")
    .option("--force", "replace an earlier output", false)
    .action(exportFile);
}

async function exportFile(path: string, options: ExportFileOptions): Promise<void> {
  const { out, force, json } = options;
  const exported = await measureOn(options, (compute, progress) => {
    const onNote = (note: string) => progress.note(wrap(note, "earnest: "));
    return exportIntoFolder(compute, { path, folder: out }, { force, onNote });
  });
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

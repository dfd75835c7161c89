/**
 * Projectors as two ONNX files in a folder, with a file that says what they are.
 * @module
 */
import { join } from "node:path";
import { ModelThread } from "../../backbones/worker/model_thread.ts";
import { onnxIdentity } from "../../backbones/onnx/runtime.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import type { FolderKind } from "../../basics/output/folder_kind.ts";
import { fillFolder } from "../../basics/output/output_folder.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { Compute } from "../../compute/compute.ts";
import { otherCodeNotes } from "../../embeddings/made_by.ts";
import type { Side } from "../parameters.ts";
import { EXPORT_TOLERANCE, exportProjector } from "./export_onnx.ts";
import type { ExportedSide, ExportOptions, ExportRecord } from "./export_record.ts";
import { makersOf } from "./makers.ts";
import { ONNX_INPUT, ONNX_OUTPUT } from "./onnx_projector.ts";
import { type ProjectorFile, readProjectorFile } from "./projector_file.ts";

const EXPORT_FILE = "export.json";
const EXPORT_SCHEMA = "earnest/export/1";

/** The folder of an export. */
export const EXPORT_FOLDER: FolderKind = {
  command: "export",
  markers: [{ name: EXPORT_FILE, schema: EXPORT_SCHEMA }],
  names: ["audio.onnx", "text.onnx", EXPORT_FILE].map((name) => ({ name })),
};

/** Implements {@link exportIntoFolder}, which `doors/projector/export_into_folder.ts` documents. */
export async function exportIntoFolder(
  compute: Compute,
  { path, folder }: { readonly path: string; readonly folder: string },
  { force = false, onNote = () => {}, signal }: ExportOptions = {},
): Promise<ExportRecord> {
  signal?.throwIfAborted();
  return await fillFolder(folder, EXPORT_FOLDER, { force, onNote }, async (filling) => {
    filling.protect([path]);
    const file = await readProjectorFile(path, compute.viewAlignment);
    (await otherCodeNotes(makersOf(file, ["audio", "text"]))).forEach(onNote);
    const sides = await writeSides(filling.folder, file, compute, signal);
    const { runtime } = onnxIdentity({});
    const device = compute.device.name;
    const record = { schema: EXPORT_SCHEMA, projector: file.sha256, sides, runtime, device };
    const text = JSON.stringify(record, null, 2) + "\n";
    await writeFileAtomic(join(filling.folder, EXPORT_FILE), text);
    return record;
  });
}

async function writeSides(
  folder: string,
  file: ProjectorFile,
  compute: Compute,
  signal: AbortSignal | undefined,
): Promise<ExportedSide[]> {
  const thread = new ModelThread();
  try {
    const sides: ExportedSide[] = [];
    for (const side of ["audio", "text"] as const) {
      signal?.throwIfAborted();
      sides.push(await writeSide(folder, file, side, compute, thread));
    }
    return sides;
  } finally {
    await thread.end();
  }
}

async function writeSide(
  folder: string,
  file: ProjectorFile,
  side: Side,
  compute: Compute,
  thread: ModelThread,
): Promise<ExportedSide> {
  const { bytes, rows, largestDifference } = await exportProjector(compute, file, side, thread);
  const name = `${side}.onnx`;
  await writeFileAtomic(join(folder, name), bytes);
  return {
    file: name,
    sha256: sha256Of(bytes),
    input: { name: ONNX_INPUT, columns: file.inputs[side] },
    output: { name: ONNX_OUTPUT, columns: file.projector.dim },
    checked: { rows, largestDifference, tolerance: EXPORT_TOLERANCE },
  };
}

/**
 * The folder of the demo.
 * @module
 */
import type { FolderKind } from "../../basics/output/folder_kind.ts";
import { AUDIT_FOLDER } from "../folder/kind.ts";
import { EMBEDDINGS_FOLDER } from "../inputs/running.ts";
import { DEMO_FILES } from "./prepare_demo.ts";

const RECORD_FILE = "demo.json";

/** The folder of `demo`: an audit's, what it was made from, and a record of both. */
export const DEMO_FOLDER: FolderKind = {
  command: "demo",
  markers: [{ name: RECORD_FILE, schema: "earnest/demo/1" }],
  names: [
    ...[RECORD_FILE, ...DEMO_FILES].map((name) => ({ name })),
    // The demo's embeddings are arrays: a set in its folder is a user's.
    ...AUDIT_FOLDER.names.filter(({ name }) => name !== EMBEDDINGS_FOLDER),
  ],
  isRecorded: true,
};

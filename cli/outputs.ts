/**
 * What each command writes, by which it is known again: only that is ever replaced or removed. A command that writes
 * another file names it here.
 */
import { CELLS_FOLDER } from "../src/audit/trainings/finished_trainings.ts";
import { DEMO_FILES } from "../src/audit/demo/prepare_demo.ts";
import { EMBEDDINGS_FOLDER } from "../src/audit/inputs/running.ts";
import { RESULTS_SCHEMA } from "../src/audit/results/results.ts";
import { RUN_FILE, RUN_SCHEMA } from "../src/audit/results/run_file.ts";
import type { FolderKind } from "../src/basics/output/folder_kind.ts";
import type { FileKind } from "../src/basics/output/output_file.ts";
import type { OwnName } from "../src/basics/output/own_names.ts";
import { VARIANTS_FILE } from "../src/compute/variants_file.ts";
import { SET_NAMES } from "../src/embeddings/folder.ts";
import { LABELS_SCHEMA } from "../src/leakage/labels/label_set.ts";
import { SCAN_SCHEMA } from "../src/leakage/output/summary.ts";
import { POOLS_FILE, POOLS_SCHEMA } from "../src/leakage/pools/pools_file.ts";
import { CHARTS_FOLDER } from "../src/report/folder/write_folder.ts";
import { CHART_NAME } from "../src/report/html.ts";

const files = (...names: (string | RegExp)[]): OwnName[] => names.map((name) => ({ name }));

/** The folder of `scan`. */
export const SCAN: FolderKind = {
  command: "scan",
  markers: [{ name: "scan.json", schema: SCAN_SCHEMA }],
  names: files("findings.jsonl", "scan.json"),
};

/** The folder of `split`. */
export const SPLIT: FolderKind = {
  command: "split",
  markers: [{ name: POOLS_FILE, schema: POOLS_SCHEMA }],
  names: files(POOLS_FILE, "findings.jsonl", /^(clean|control|validation)\.(csv|jsonl)$/),
};

/** The file by which the output of `export` is known. */
export const EXPORT_FILE = "export.json";
/** Its schema. */
export const EXPORT_SCHEMA = "earnest/export/1";

/** The folder of `export`. */
export const EXPORT: FolderKind = {
  command: "export",
  markers: [{ name: EXPORT_FILE, schema: EXPORT_SCHEMA }],
  names: files("audio.onnx", "text.onnx", EXPORT_FILE),
};

const RESULTS_FILE = "results.json";

/** The folder of `audit`, in which `report` writes, too. */
export const AUDIT: FolderKind = {
  command: "audit",
  markers: [
    { name: RESULTS_FILE, schema: RESULTS_SCHEMA },
    { name: RUN_FILE, schema: RUN_SCHEMA },
  ],
  names: [
    ...files(RUN_FILE, VARIANTS_FILE, RESULTS_FILE, "cells.jsonl", "maps.json", "report.html"),
    // A cell's fingerprint, which may have a second part.
    { name: CELLS_FOLDER, entries: files(/^[0-9a-f]{64}(\.[0-9a-f]+)?\.json$/) },
    { name: CHARTS_FOLDER, entries: files(CHART_NAME) },
    {
      name: EMBEDDINGS_FOLDER,
      // A set that is replaced has a second folder for a while, whose name begins with a dot.
      entries: [{ name: /^[a-z0-9.][a-z0-9._~-]*$/, entries: SET_NAMES }],
    },
  ],
};

/** The folder of `demo`: an audit's, what it was made from, and a record of both. */
export const DEMO: FolderKind = {
  command: "demo",
  markers: [{ name: "demo.json", schema: "earnest/demo/1" }],
  names: [...files("demo.json", ...DEMO_FILES), ...AUDIT.names],
  isRecorded: true,
};

/** The file of `labels`. */
export const LABEL_SET: FileKind = {
  what: "a label set",
  isOwn: (head) => schemaIn(head) === LABELS_SCHEMA,
};

/** The file of `search`: a query a line. */
export const NEAREST: FileKind = {
  what: "a list of nearest items that search wrote",
  isOwn: (head) => /^\{"query":"([^"\\]|\\.)*",("text":"([^"\\]|\\.)*",)?"hits":\[/.test(head),
};

/** The coordinates of `tsne`. */
export const COORDINATES: FileKind = {
  what: "a map's coordinates that tsne wrote",
  isOwn: (head) => /^id,(label,)?x,y\r?\n/.test(head) || schemaIn(head) === "earnest/tsne/1",
};

/** The picture of `tsne`. */
export const MAP: FileKind = {
  what: "a map that tsne drew",
  isOwn: (head) => /^<svg [^>]*><title>t-SNE of /.test(head),
};

/** The file of `scan --sarif`. */
export const SARIF: FileKind = {
  what: "a SARIF log of Earnest's",
  isOwn: (head) =>
    /^\{"\$schema":[^{]*"runs":\[\{"tool":\{"driver":\{"name":"Earnest"/.test(compact(head)),
};

function compact(json: string): string {
  return json.replaceAll(/\s+/g, "");
}

function schemaIn(head: string): string | undefined {
  return /^\s*\{\s*"schema"\s*:\s*"([^"\\]*)"/.exec(head)?.[1];
}

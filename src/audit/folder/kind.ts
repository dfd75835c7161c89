/**
 * The files of an audit's folder, by which it is known: only these are ever replaced or removed.
 * @module
 */
import type { FolderKind } from "../../basics/output/folder_kind.ts";
import type { OwnName } from "../../basics/output/own_names.ts";
import { SHARDS_NAME } from "../../basics/output/shard_names.ts";
import { VARIANTS_FILE } from "../../compute/variants_file.ts";
import { SET_NAMES } from "../../embeddings/folder.ts";
import { EMBEDDINGS_FOLDER } from "../inputs/running.ts";
import { FIRST_SCHEMA } from "../results/first_results.ts";
import { RESULTS_SCHEMA } from "../results/results.ts";
import { RUN_FILE, RUN_SCHEMA } from "../results/run_file.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import { CHART_PDF, TABLE_FILES, TABLES_FOLDER } from "./paper_names.ts";

/** Name of the file of results; where it is, the audit is finished. */
export const RESULTS_FILE = "results.json";
/** Name of the file with a line for each training. */
export const CELLS_FILE = "cells.jsonl";
/** Name of the file of maps. */
export const MAPS_FILE = "maps.json";
/** Name of the report. */
export const REPORT_FILE = "report.html";
/** The report, and how it begins: a user's own page of that name is none of ours. */
export const REPORT: OwnName = {
  name: REPORT_FILE,
  head:
    /^<!doctype html>\n<html lang="en">\n<head>\n[^]*<p class="kicker">Earnest · zero-shot audit<\/p>/,
};
/** Name of the folder of charts. */
export const CHARTS_FOLDER = "charts";
/**
 * What the files of charts are called, of any audit, and how they begin: a user's `2024-my-figure.svg` among them is none
 * of ours.
 */
export const CHART: OwnName = {
  name: /^(\d+|map-\d+)-[a-z0-9-]*\.svg$/,
  head:
    /^<svg role="img" aria-label="[^"]*" xmlns="[^"]*" xmlns:xlink="[^"]*" version="1\.1" class="marks"/,
};

const files = (...names: (string | RegExp)[]): OwnName[] => names.map((name) => ({ name }));

/** The folder of `audit`, in which `report` writes, too. */
export const AUDIT_FOLDER: FolderKind = {
  command: "audit",
  markers: [
    { name: RUN_FILE, schema: RUN_SCHEMA },
    { name: RESULTS_FILE, schema: RESULTS_SCHEMA },
    { name: RESULTS_FILE, schema: FIRST_SCHEMA },
  ],
  names: [
    ...files(RUN_FILE, VARIANTS_FILE, RESULTS_FILE, CELLS_FILE, MAPS_FILE),
    REPORT,
    // A training's fingerprint, which may have a second part.
    { name: CELLS_FOLDER, entries: files(/^[0-9a-f]{64}(\.[0-9a-f]+)?\.json$/) },
    { name: CHARTS_FOLDER, entries: [CHART, CHART_PDF] },
    { name: TABLES_FOLDER, entries: TABLE_FILES },
    {
      name: EMBEDDINGS_FOLDER,
      // A set that is replaced has a second folder for a while, whose name begins with a dot.
      entries: [{ name: /^[a-z0-9.][a-z0-9._~-]*$/, entries: SET_NAMES }],
    },
    SHARDS_NAME,
  ],
};

/**
 * What the commands write that no room of `src/` writes, by which it is known again: only that is ever replaced or
 * removed.
 */
import { isFile } from "../src/basics/on_disk.ts";
import type { FileKind } from "../src/basics/output/output_file.ts";
import { CARD_SCHEMA } from "../src/backbones/card.ts";
import { isAsWritten } from "../src/audit/draft/written_mark.ts";
import { quotable } from "../src/basics/printable.ts";
import { LABELS_SCHEMA } from "../src/leakage/labels/label_set.ts";

/** The file of `labels`. */
export const LABEL_SET: FileKind = {
  what: "a label set",
  isOwn: (head) => schemaIn(head) === LABELS_SCHEMA,
};

/** The file of `card`. */
export const CARD: FileKind = {
  what: "a backbone card",
  isOwn: (head) => schemaIn(head) === CARD_SCHEMA,
};

/** The configuration of `init`, as it wrote it: one that was edited since is the user's. */
export function configurationBeside(comment: string): FileKind {
  return {
    what: `just as init wrote it with "${quotable(comment)}"`,
    isOwn: async (_, path) => isAsWritten(await textIn(comment), await textIn(path)),
  };
}

/** The file beside it, as `init` wrote it. */
export const COMMENT: FileKind = {
  what: "just as init wrote it",
  isOwn: async (_, path) => isAsWritten(await textIn(path)),
};

/** The text of a file; empty where it cannot be read. */
async function textIn(path: string): Promise<string> {
  return await isFile(path) ? await Deno.readTextFile(path).catch(() => "") : "";
}

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

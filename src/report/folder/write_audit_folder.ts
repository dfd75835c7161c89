/**
 * The folder of an audit that was run in memory.
 * @module
 */
import type { FolderMode } from "../../audit/folder/content.ts";
import { workInAuditFolder } from "../../audit/folder/work_in_folder.ts";
import type { ArrayAudit } from "../../audit/in_memory/audit.ts";
import { writeAuditFiles } from "./write_folder.ts";

/** Implements {@link writeAuditFolder}, which `doors/report/write_audit_folder.ts` documents. */
export async function writeAuditFolder(
  folder: string,
  audited: ArrayAudit,
  mode: Pick<FolderMode, "force"> = {},
): Promise<void> {
  const { results, run } = audited;
  await workInAuditFolder(folder, mode, run, [], async (begin) => {
    await begin(results.fingerprint);
    await writeAuditFiles(folder, audited, run);
  });
}

/**
 * An audit with its report, in a folder.
 * @module
 */
import type { AuditConfiguration } from "../../audit/configuration/configuration.ts";
import type { AuditFolderOptions } from "../../audit/folder/options.ts";
import { type AuditInFolder, runInFolder } from "../../audit/folder/run_in_folder.ts";
import { writeAuditFiles } from "./write_folder.ts";

/** Implements {@link auditIntoFolder}, which `doors/audit/audit_into_folder.ts` documents. */
export async function auditIntoFolder(
  configuration: AuditConfiguration | string,
  folder: string,
  options: AuditFolderOptions = {},
): Promise<AuditInFolder> {
  return await runInFolder(configuration, folder, options, writeAuditFiles);
}

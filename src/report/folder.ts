/**
 * The folder of a finished audit.
 * @module
 */
import { join } from "node:path";
import type { AuditConfiguration } from "../audit/configuration.ts";
import { cellRows } from "../audit/rows.ts";
import type { Audit } from "../audit/run.ts";
import { writeFileAtomic } from "../basics/atomic.ts";
import { renderReport } from "./html.ts";

/**
 * Writes `results.json`, `maps.json`, `cells.jsonl`, `report.html` and `charts/*.svg` into a folder.
 *
 * @param folder must exist
 * @param command the command line that makes the folder again, for the report
 */
export async function writeAuditFolder(
  folder: string,
  audit: Audit,
  configuration: AuditConfiguration,
  command: string,
): Promise<void> {
  const write = (name: string, text: string) => writeFileAtomic(join(folder, name), text);
  await write("results.json", JSON.stringify(audit.results, null, 2) + "\n");
  await write("maps.json", JSON.stringify(audit.maps) + "\n");
  await write("cells.jsonl", cellRows(audit, configuration));
  const config = JSON.stringify(configuration, null, 2);
  const { html, charts } = await renderReport(audit.results, { config, command });
  await write("report.html", html);
  await Deno.mkdir(join(folder, "charts"), { recursive: true });
  for (const [name, svg] of Object.entries(charts)) await write(join("charts", name), svg);
}

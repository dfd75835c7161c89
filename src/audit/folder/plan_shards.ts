/**
 * The plan of an audit that is divided. What takes long to find for it, the residual check, is done once and kept beside
 * the plan of the shards: each of their tasks needs it, and so does what puts them together.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { writeFileAtomic } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { isThere } from "../../basics/output/place.ts";
import { RESIDUAL_FILE, SHARDS_FOLDER } from "../../basics/output/shard_names.ts";
import { parseJson } from "../../basics/parse_json.ts";
import type { WorkOptions } from "../../basics/progress.ts";
import { withLock } from "../../embeddings/folder.ts";
import { fingerprintOf, type JsonObject } from "../../embeddings/identity.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/shape.ts";
import { residualTopic } from "../results/results_schema.ts";
import { type AuditPlan, planAudit } from "../trainings/plan_audit.ts";
import { plainOf } from "../trainings/outcome_file.ts";
import type { ResidualResult } from "../trainings/residual_topics.ts";

const SCHEMA = "earnest/residual/1";

const kept = z.strictObject({
  schema: z.literal(SCHEMA),
  /** SHA-256 of all that the check depends on: configuration, inputs and code. */
  of: z.string(),
  /** SHA-256 of topics and notes: what was damaged, or edited, is found again. */
  sha256: z.string(),
  topics: z.array(residualTopic),
  notes: z.array(z.string()),
});

/**
 * Plans a divided audit.
 *
 * @param folder the audit's, with the plan of its shards
 * @param fingerprint of the configuration, the inputs and the code
 */
export async function planShards(
  folder: string,
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  fingerprint: JsonObject,
  work: WorkOptions = {},
): Promise<AuditPlan> {
  const shards = join(folder, SHARDS_FOLDER);
  const path = join(shards, RESIDUAL_FILE);
  const of = fingerprintOf(fingerprint);
  const known = await readResidual(path, of);
  if (known !== undefined) return await planAudit(configuration, inputs, { residual: known });
  // Others wait meanwhile, since they need it, too.
  const found = await withLock(shards, async () => {
    const residual = await readResidual(path, of);
    if (residual !== undefined) return residual;
    const plan = await planAudit(configuration, inputs, work);
    const own = contentOf(plan);
    const content: z.infer<typeof kept> = { schema: SCHEMA, of, sha256: hashOf(own), ...own };
    await writeFileAtomic(path, `${JSON.stringify(content)}\n`);
    return plan;
  });
  return "trainer" in found ? found : await planAudit(configuration, inputs, { residual: found });
}

function contentOf({ trainer: { residual: { topics, notes } } }: AuditPlan) {
  return { topics: [...topics], notes: [...notes] };
}

function hashOf({ topics, notes }: ResidualResult): string {
  return fingerprintOf(plainOf({ topics, notes }) as JsonObject);
}

/** What was found of the same audit; undefined where nothing was. */
async function readResidual(path: string, of: string): Promise<ResidualResult | undefined> {
  if (!isThere(path)) return undefined;
  try {
    const { of: own, sha256, topics, notes } = parseJson(
      decodeUtf8(await readInputFile(path), path),
      path,
      kept,
    );
    const isOwn = own === of && sha256 === hashOf({ topics, notes });
    return isOwn ? { topics, notes } : undefined;
  } catch (thrown) {
    // A damaged file is written again.
    if (thrown instanceof InputError) return undefined;
    throw thrown;
  }
}

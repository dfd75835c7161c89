/**
 * Counts how often the claims of audits are false in planted worlds:
 *
 *     deno run -A tests/studies/false_claims.ts FOLDER [--part boundary|large|power] [--worlds N] [--cells a,b]
 *     deno run -A tests/studies/false_claims.ts FOLDER --calibrate all|a,b [--at 0.1,0.2] [--worlds N]
 *
 * At the boundary a claim is just untrue; at large the worlds are of all kinds; for power it is true. Finished worlds
 * are kept in FOLDER, so that a study that was stopped goes on. It runs on all cores.
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { progressDisplay } from "../../cli/progress.ts";
import { type Asked, auditCells } from "./false_claims/audit_cells.ts";
import { BOUNDARY } from "./false_claims/boundary.ts";
import { CALIBRATED } from "./false_claims/calibrated.ts";
import { meanWithError, simulatedAt } from "./false_claims/calibrate.ts";
import type { Cell } from "./false_claims/cell.ts";
import { Finished } from "./false_claims/finished.ts";
import { gridOf } from "./false_claims/grid.ts";
import {
  expectationsOf,
  falseWorlds,
  largeTable,
  type LargeWorld,
  likeThese,
  ofThese,
} from "./false_claims/large.ts";
import { POWER } from "./false_claims/power.ts";
import { type Audited, boundaryTable, powerTable, soundness } from "./false_claims/tables.ts";

/** Number of worlds of each point of the grid. */
const WORLDS_OF_POINT = 10;

const { values: options, positionals: [folder] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    part: { type: "string", default: "boundary" },
    worlds: { type: "string" },
    cells: { type: "string" },
    calibrate: { type: "string" },
    at: { type: "string" },
  },
});
if (folder === undefined) throw new Error("Name a folder for finished worlds");
const finished = await Finished.in(folder);
const worlds = options.worlds === undefined ? undefined : Number(options.worlds);
const wanted = options.cells?.split(",");
const progress = progressDisplay(false);

if (options.calibrate !== undefined) {
  const names = options.calibrate === "all"
    ? Object.keys(CALIBRATED)
    : options.calibrate.split(",");
  const values = options.at?.split(",").map(Number);
  await calibrate(names, values, worlds ?? 400);
} else if (options.part === "power") {
  const audited = await auditAll(POWER, worlds ?? 200);
  console.log(`${powerTable(audited)}\n\n${soundness(audited)}`);
} else if (options.part === "large") {
  await auditAtLarge(worlds ?? 400);
} else {
  const audited = await auditAll(BOUNDARY, worlds ?? 200);
  console.log(`${boundaryTable(audited)}\n\n${soundness(audited)}`);
}

/** Audits as many worlds of each wanted cell. */
async function auditAll<Of extends Cell>(
  cells: readonly Of[],
  worlds: number,
): Promise<Audited<Of>[]> {
  const own = cells.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const seeds = Array.from({ length: worlds }, (_, i) => i + 1);
  const found = await audit(own.map((cell) => ({ cell, seeds })));
  return own.map((cell, i) => ({ cell, found: found[i]! }));
}

/** Audits worlds of all kinds, ten of each point of the grid. */
async function auditAtLarge(worlds: number): Promise<void> {
  const points = gridOf(Math.ceil(worlds / WORLDS_OF_POINT))
    .filter(({ name }) => wanted === undefined || wanted.includes(name));
  const seeds = Array.from({ length: WORLDS_OF_POINT }, (_, i) => i + 1);
  const asked = points.map((cell) => ({ cell, seeds }));
  const each = points.flatMap((point) => seeds.map((seed) => ({ point, seed })));
  const found = await audit([
    ...asked,
    ...points.map(likeThese),
    ...each.map(({ point, seed }) => ofThese(point, seed)),
  ]);
  const tested = found.slice(0, points.length);
  const like = found.slice(points.length, 2 * points.length).map(expectationsOf);
  const these = found.slice(2 * points.length).map(expectationsOf);
  const judged = each.map(({ point, seed }, i): LargeWorld => {
    const at = points.indexOf(point);
    return { point, found: tested[at]![seed - 1]!, like: like[at]!, these: these[i]! };
  });
  const audited = points.map((cell, i) => ({ cell, found: tested[i]! }));
  console.log([largeTable(judged), "", soundness(audited), "", ...falseWorlds(judged)].join("\n"));
}

async function audit(asked: readonly Asked[]) {
  const found = await auditCells(asked, finished, progress.report);
  progress.stop();
  const { user, system } = process.cpuUsage();
  console.error(`${((user + system) / 1e6).toFixed(0)} seconds of processor time`);
  return found;
}

/** Prints the mean of quantities, with its standard error, at values of their parameters or at those in use. */
async function calibrate(
  names: readonly string[],
  values: readonly number[] | undefined,
  worlds: number,
): Promise<void> {
  const simulated = names.flatMap((name) =>
    (values ?? [CALIBRATED[name]!.value]).map((value) => ({
      name,
      value,
      ...simulatedAt(name, value, worlds),
    }))
  );
  const found = await audit(simulated);
  for (const [i, { name, value, quantity, target }] of simulated.entries()) {
    const all = found[i]!.flatMap(({ values }) => values[quantity] ?? []);
    const { mean, error } = meanWithError(all);
    const numbers = `value: ${value}, expectation: ${mean.toFixed(4)}, error: ${error.toFixed(4)}`;
    console.log(`"${name}": { ${numbers}, worlds: ${all.length} }, // ${quantity}, ${target}`);
  }
}

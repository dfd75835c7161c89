/** Worlds in which a claim is true: how often it is made, so that caution is not silence. */
import type { ClaimKind } from "../../../src/audit/results/claims.ts";
import { HEARING, pools, transfers, worldOf } from "./boundary.ts";
import { CALIBRATED } from "./calibrated.ts";
import type { Cell } from "./cell.ts";
import type { World } from "./world.ts";

/** A cell with a true claim, and the share of its worlds in which it shall be made. */
export interface PowerCell extends Cell {
  readonly claim: ClaimKind;
  readonly least: number;
}

const CLASSES = 20;

/** The more meaning sounds have, the more is transferred, and the less of the dirty score is leakage. */
export function powerWorld(meaning: number): World {
  return worldOf(CLASSES, { backbone: { ...HEARING, meaning } });
}

export const POWER: readonly PowerCell[] = [
  {
    name: "power-leakage",
    planted: "leakage of 0.3, 20 classes, 5 seeds",
    world: powerWorld(CALIBRATED["power-leakage"]!.value),
    effort: pools(5),
    shared: "pool",
    truth: { untrue: ["flagged-pairs-hurt"] },
    claim: "leakage",
    least: 0.9,
  },
  {
    name: "power-transfer",
    planted: "transfer of 0.2, 20 classes, 5 seeds",
    world: powerWorld(CALIBRATED["power-transfer"]!.value),
    effort: transfers(5),
    shared: "pool",
    truth: { untrue: ["flagged-pairs-hurt"] },
    claim: "transfer",
    least: 0.8,
  },
];

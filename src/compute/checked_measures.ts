/**
 * Checks the operands of measures on every device.
 * @module
 */
import { CheckedMemory } from "./checked_memory.ts";
import { expect, expectInteger, like, type Operands } from "./checks.ts";
import {
  type DistanceSums,
  MOST_NEAREST,
  type NearestRows,
  NO_ROW,
  type Tensor,
  type TsneDivergence,
  type TsneGradient,
  type TsneUpdate,
} from "./compute.ts";

/** The tensors and measures of a device, with shapes, types and ranges of operands checked. */
export abstract class CheckedMeasures extends CheckedMemory {
  /** Checks shapes and k, and records the row numbers that may be written. */
  nearestRows(operands: NearestRows): void {
    const { queries, database, scores, rows, groups, toBeat } = operands;
    const k = scores.columns;
    const reads: Operands = {
      queries: like(queries),
      database: [database, database.rows, queries.columns],
    };
    const grouped: Operands = groups
      ? {
        ...reads,
        "groups.queries": [groups.queries, 1, queries.rows, "uint32"],
        "groups.database": [groups.database, 1, database.rows, "uint32"],
      }
      : reads;
    this.expectOperands("nearestRows", grouped, {
      scores: [scores, queries.rows, k],
      rows: [rows, queries.rows, k, "uint32"],
    });
    expectInteger("run nearestRows", "k", k, 1, MOST_NEAREST);
    if (toBeat) {
      const found = `toBeat has ${toBeat.length} numbers; expected ${queries.rows}`;
      expect(toBeat.length === queries.rows, "run nearestRows", found);
    }
    const isFull = groups === undefined && toBeat === undefined && k <= database.rows;
    this.ledger.noteLargest(rows, isFull ? database.rows - 1 : NO_ROW);
    this.inner.nearestRows(operands);
  }

  /** Checks shapes, and that the starts do not fall and end at the number of rows. */
  distanceSums(operands: DistanceSums): void {
    const { x, starts, queries = x, sums } = operands;
    const reads: Operands = {
      x: like(x),
      starts: [starts, 1, sums.columns + 1, "uint32"],
      queries: [queries, queries.rows, x.columns],
    };
    this.expectOperands("distanceSums", reads, { sums: [sums, queries.rows, sums.columns] });
    this.ledger.expectRising("run distanceSums", "starts", starts, x.rows);
    this.inner.distanceSums(operands);
  }

  /** Checks shapes. */
  tsneGradient(operands: TsneGradient): void {
    const { probabilities, map, gradient } = operands;
    this.expectOperands("tsneGradient", tsneReads(probabilities, map), {
      gradient: [gradient, 2, map.columns],
    });
    this.inner.tsneGradient(operands);
  }

  /** Checks shapes. */
  tsneDivergence(operands: TsneDivergence): void {
    const { probabilities, map, divergence } = operands;
    this.expectOperands("tsneDivergence", tsneReads(probabilities, map), {
      divergence: [divergence, 1, 1],
    });
    this.inner.tsneDivergence(operands);
  }

  /** Checks shapes. */
  tsneUpdate(operands: TsneUpdate): void {
    const { map, gradient, velocity, gains } = operands;
    const { columns } = map;
    this.expectOperands("tsneUpdate", { gradient: [gradient, 2, columns] }, {
      map: [map, 2, columns],
      velocity: [velocity, 2, columns],
      gains: [gains, 2, columns],
    });
    this.inner.tsneUpdate(operands);
  }

  /** Checks the operands of one operation. */
  protected expectOperands(operation: string, reads: Operands, writes: Operands): void {
    this.ledger.expectOperands(`run ${operation}`, reads, writes);
  }
}

function tsneReads(probabilities: Tensor, map: Tensor): Operands {
  const n = map.columns;
  return { probabilities: [probabilities, n, n], map: [map, 2, n] };
}

/**
 * Counts false alarms and hits of the residual check in planted worlds:
 *
 *     deno run -A tests/studies/residual_check.ts [WORLDS]
 *
 * Of each kind of world there are WORLDS (default 100) without a hidden class, and as many in which one training topic
 * has the sounds of an evaluation class under another text near its label. Shares have exact 95 % intervals. Embeddings
 * are compared as they are, and standardized as training sees them. The last row, of harder worlds, enters no total. It
 * takes about half a minute of processor
 * time; the same number gives the same tables.
 * @module
 */
import { tableOf } from "../../cli/table.ts";
import { countFindings, type Counts } from "./residual/count.ts";
import { exactInterval } from "./residual/exact_interval.ts";
import { HARD, type Kind, KINDS, type Scale } from "./residual/world.ts";

const [worlds = 100] = Deno.args.map(Number);
const HEAD = ["", "false alarms", "hits", "cannot tell", "another listed as well"];
for (const scale of ["as they are", "standardized"] as const) {
  const countAll = (kinds: readonly Kind[]) =>
    Promise.all(kinds.map(async (kind) => ({ kind, counts: await countOf(kind, scale) })));
  const counted = await countAll(KINDS);
  const hard = await countAll(HARD);
  const whole = counted.filter(({ kind }) => isWhole(kind)).map(({ counts }) => counts);
  const all = counted.map(({ counts }) => counts);
  console.log(
    `Embeddings ${scale}: ${worlds} worlds of each kind without a hidden class, and with`,
  );
  console.log(tableOf([
    HEAD,
    ...counted.map(({ kind, counts }) => rowOf(kind.name, [counts])),
    rowOf("all kinds", all),
    rowOf("whole classes that can be told from others", whole),
    ...hard.map(({ kind, counts }) => rowOf(`(${kind.name})`, [counts])),
  ]));
}

function countOf(kind: Kind, scale: Scale): Promise<Counts> {
  return countFindings(kind, scale, Array(worlds).keys());
}

/** Whether a hidden class has enough sounds, and no other class that sounds like it. */
function isWhole({ sounds: [least], confusable }: Kind): boolean {
  return least >= 4 && confusable === 0;
}

function rowOf(name: string, counts: readonly Counts[]): string[] {
  const share = (key: keyof Counts) => {
    const [count, of] = [counts.reduce((sum, one) => sum + one[key], 0), counts.length * worlds];
    const [low, high] = exactInterval(count, of).map((end) => (100 * end).toFixed(1));
    return `${(100 * count / of).toFixed(1)} % [${low}, ${high}]`;
  };
  return [name, share("falseAlarms"), share("hits"), share("cannotTell"), share("others")];
}

// The stand-in for the 2x2 of labels in the pre-training and flagged pairs, with as many seeds as an audit has:
// `deno run -A tests/studies/twin_stand_in.ts [SEEDS]` (default 5: about 2 minutes on two free cores).
// Five seeds gave clean 0.245 with the labels and 0.255 without, control 0.719 and 0.693; labels 0.008 [-0.025, 0.039],
// flagged pairs 0.456 [0.306, 0.604], interaction 0.037 [-0.029, 0.103].
import { openCompute } from "../../src/compute/open.ts";
import { auditStandIn, cellLines, standInFiles } from "../audit/twin_stand_in.ts";

const [count = 5] = Deno.args.map(Number);
const files = standInFiles();
if (files === undefined) Deno.exit(1);
const { compute } = await openCompute("auto");
const { results } = await auditStandIn(files, compute, [...Array(count).keys()]);
const { twin, path } = results.attribution[0]!;
console.log(cellLines(twin!).join("\n"));
for (
  const [name, part] of [
    ["labels, on clean pairs", path.backboneLabels],
    ["labels", twin!.backboneLabels],
    ["flagged pairs", twin!.leakage],
    ["interaction", twin!.interaction],
  ] as const
) {
  const { value, low, high } = part!;
  console.log(`${name}: ${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`);
}
compute.close();

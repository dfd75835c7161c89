/** What an audit will do, in words. */
import type { PlanSummary } from "../src/audit/folder/plan_summary.ts";
import { formatByteSize } from "../src/basics/byte_sizes.ts";
import { printable } from "../src/basics/printable.ts";
import { counted } from "./table.ts";

const ARM = "An arm is a pair of backbones with what it trains on, such as clean pairs.";

/** The plan in words. */
export function planText(plan: PlanSummary): string {
  const { arms, classFolds, trainings, untrained, finished } = plan;
  const initial = untrained === 0 ? "" : `, ${untrained} of them at initialization (not trained)`;
  const done = finished === 0
    ? ""
    : `; ${counted(finished, "training is", "trainings are")} finished already`;
  return `Plan: ${counted(arms, "arm")} on ${counted(classFolds, "class fold")}, ` +
    `${counted(trainings, "training")}${initial}${done}. ${workText(plan)}`;
}

function workText(plan: PlanSummary): string {
  const { embeddings, embeddingSeconds, trainings, finished, workers, device, seconds } = plan;
  const rest = trainings - finished;
  if (rest === 0) return "Every training is finished.";
  const memory = formatByteSize(Number(plan.memoryBytes.toPrecision(2)));
  const work =
    `${counted(rest, "training")} in ${counted(workers, "worker")} on ${device}: about ` +
    `${
      about(seconds)
    }, an estimate from short trainings (scores, maps and the report come on top), ` +
    `and about ${memory} of memory. ${ARM}`;
  if (embeddings.length === 0) return work;
  const time = embeddingSeconds === undefined ? "" : `, in about ${about(embeddingSeconds)}`;
  return `${work} Before that, embeddings are made${time}: ${
    embeddings.map(printable).join("; ")
  }. ` +
    "Where the residual check then lists topics, transfer is trained once more without them.";
}

/** A time as roughly as an estimate is known: `40 s`, `6 min`, `2 h 10 min`. */
export function about(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

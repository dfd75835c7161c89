/** Progress on stderr: a bar on a terminal, plain lines elsewhere. */
import { SingleBar } from "npm:cli-progress@3.12.0"; // Draws the bar, cut to the terminal's width.
import process from "node:process";
import type { OnProgress, ProgressReport } from "../src/basics/progress.ts";

const SECONDS_BETWEEN_LINES = 15;

/** What a command shows while it works. */
export interface ProgressDisplay {
  /** Whether anybody sees it. */
  readonly isShown: boolean;
  readonly report: OnProgress;
  /** A line for people, outside the bar. */
  note(line: string): void;
  /** Ends the bar that is open. */
  stop(): void;
}

/** Seconds in words, such as `1 min 05 s`. */
function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const rest = whole % 60;
  return whole < 60
    ? `${rest} s`
    : `${Math.floor(whole / 60)} min ${String(rest).padStart(2, "0")} s`;
}

/** The display that fits where stderr goes. */
export function progressDisplay(quiet: boolean): ProgressDisplay {
  if (quiet) return { isShown: false, report: () => {}, note: () => {}, stop: () => {} };
  return Deno.stderr.isTerminal() ? barDisplay() : lineDisplay();
}

/** When a stage began, and how much of it was done by then: what an earlier command did says nothing of the rate. */
interface Start {
  readonly time: number;
  readonly done: number;
}

/** Rate and time left, once enough is done to tell. */
function pace({ done, total }: ProgressReport, started: Start): string {
  const seconds = (Date.now() - started.time) / 1000;
  if (done <= started.done || done === total || seconds < 2) return "";
  const rate = (done - started.done) / seconds;
  return `${rate.toFixed(rate < 10 ? 1 : 0)}/s, ${durationText((total - done) / rate)} left`;
}

function barDisplay(): ProgressDisplay {
  let bar: SingleBar | undefined;
  let stage = "";
  let started: Start = { time: 0, done: 0 };
  const stop = () => {
    bar?.stop();
    bar = undefined;
    stage = "";
  };
  return {
    isShown: true,
    stop,
    note(line) {
      stop();
      console.error(line);
    },
    report(report) {
      if (report.stage !== stage) {
        stop();
        stage = report.stage;
        started = { time: Date.now(), done: report.done };
        bar = new SingleBar({
          format: `${stage} {bar} {value}/{total} {pace} {note}`,
          barsize: 8,
          barCompleteChar: "━",
          barIncompleteChar: "·",
          hideCursor: true,
          stream: process.stderr,
        });
        bar.start(report.total, 0, { pace: "", note: "" });
      }
      bar?.update(report.done, { pace: pace(report, started), note: report.note ?? "" });
      if (report.done === report.total) stop();
    },
  };
}

function lineDisplay(): ProgressDisplay {
  let stage = "";
  let started: Start = { time: 0, done: 0 };
  let last = 0;
  return {
    isShown: true,
    stop: () => {},
    note: (line) => console.error(line),
    report(report) {
      const now = Date.now();
      const begins = report.stage !== stage;
      if (begins) {
        stage = report.stage;
        started = { time: now, done: report.done };
      }
      const due = now - last >= SECONDS_BETWEEN_LINES * 1000;
      if (!begins && !due && report.done < report.total) return;
      last = now;
      const percent = Math.round(100 * report.done / report.total);
      const progress = `${stage}: ${report.done} of ${report.total} (${percent} %)`;
      const parts = [progress, pace(report, started), report.note ?? ""];
      console.error(parts.filter((part) => part !== "").join(", "));
    },
  };
}

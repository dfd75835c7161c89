/**
 * Who this process is, and whether another is still alive, as far as the permissions allow to see.
 * @module
 */
import type { ArrayTask } from "./choice.ts";
import type { Worker } from "./records.ts";

/** Describes this process. */
export function thisWorker(task: ArrayTask | undefined): Worker {
  const startTicks = startTicksOf(Deno.pid);
  const space = processSpace();
  return {
    host: hostName() ?? "unknown",
    pid: Deno.pid,
    ...(startTicks === undefined ? {} : { startTicks }),
    ...(space === undefined ? {} : { space }),
    since: new Date().toISOString(),
    ...(task === undefined ? {} : {
      started: {
        engine: task.engine,
        ...(task.job === undefined ? {} : { job: task.job }),
        task: task.id,
      },
    }),
  };
}

/**
 * Whether a process lives.
 *
 * @returns undefined where that cannot be seen from here: on another machine, in another container, or without permission
 */
export function isAlive({ host, pid, startTicks, space }: Worker): boolean | undefined {
  if (startTicks === undefined || startTicksOf(Deno.pid) === undefined) return undefined;
  if (host !== hostName() || space !== processSpace()) return undefined;
  return startTicksOf(pid) === startTicks;
}

/** Name of this machine, where it may be read. */
function hostName(): string | undefined {
  // Asking for it without a permission would prompt.
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return state === "granted" ? Deno.hostname() : undefined;
}

/** The namespace of this process's number, where it may be read. */
function processSpace(): string | undefined {
  const path = "/proc/self/ns/pid";
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}

/** When a process started, in ticks since the machine did; undefined where there is no such process or no `/proc`. */
function startTicksOf(pid: number): string | undefined {
  const path = `/proc/${pid}/stat`;
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  try {
    // The name of the program, the second field, is in brackets and may hold blanks.
    const fields = Deno.readTextFileSync(path).split(") ").at(-1)!.split(" ");
    // A process that ended and was not waited for is a zombie.
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

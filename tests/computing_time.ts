import process from "node:process";

/**
 * Starts a clock of computing time: it tells how many milliseconds this thread has computed since. Unlike the time that
 * passes, they do not grow while other programs or other tests keep the cores busy.
 */
export function computingClock(): () => number {
  const start = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1000;
  };
}

/** A device that is lost once costs a command that keeps what is finished only a moment. */
import { DeviceLostError } from "../src/basics/errors.ts";

/**
 * Runs work that keeps what is finished. Where the device is lost, it continues once, on a device that is opened again.
 *
 * @param work told whether it continues what it began
 * @param onNote told that the device was lost
 */
export async function continuedOnce<Result>(
  work: (isContinued: boolean) => Promise<Result>,
  onNote: (note: string) => void,
): Promise<Result> {
  try {
    return await work(false);
  } catch (thrown) {
    if (!(thrown instanceof DeviceLostError)) throw thrown;
    onNote(`${thrown.message.split(";")[0]}; continuing once with what is finished`);
    return await work(true);
  }
}

/**
 * The options of work that is continued. With `--force` it starts over: what lies there may be older than this run.
 *
 * @param isContinued whether the device was lost once
 */
export function again<Options extends { resume: boolean; force: boolean }>(
  options: Options,
  isContinued: boolean,
): Options {
  return isContinued && !options.force ? { ...options, resume: true } : options;
}

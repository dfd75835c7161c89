/**
 * `deno task device-check OUT`: checks this machine's graphics card within 8 minutes and without network.
 *
 * Writes `device-check.json` and `device-check.md` after every step; the exit code is 1 if a step did not pass.
 * @module
 */
import { parseArgs } from "node:util";
import { EarnestError, InputError, messageOf } from "../src/basics/errors.ts";
import { checkDevice } from "./device/check.ts";
import { STEPS, TOTAL_SECONDS } from "./device/steps.ts";
import { surroundingsOf } from "./device/surroundings.ts";

const USAGE = "expected: deno task device-check OUT";
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

interface Options {
  readonly out: string;
  /** Folder of the pack's libraries. */
  readonly libraries: string | undefined;
}

function readOptions(args: string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { libraries: { type: "string" } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new Error(`Found ${positionals.length} folders`);
    return { out: positionals[0]!, libraries: values.libraries };
  } catch (thrown) {
    throw new InputError(`${messageOf(thrown)}; ${USAGE}`);
  }
}

/** Creates the folder; a folder with content is refused. */
async function prepareFolder(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true }).catch((thrown) => {
    throw new InputError(`Cannot make the folder "${path}": ${messageOf(thrown)}`);
  });
  if ([...Deno.readDirSync(path)].length > 0) {
    throw new InputError(`"${path}" is not empty; name a folder that is new or empty`);
  }
}

async function main(args: string[]): Promise<number> {
  const { out, libraries } = readOptions(args);
  await prepareFolder(out);
  const interruption = new AbortController();
  let exitCode: number | undefined;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    Deno.addSignalListener(signal as keyof typeof SIGNALS, () => {
      exitCode ??= code;
      interruption.abort();
    });
  }
  const scratch = await Deno.makeTempDir({ prefix: "earnest-device-check-" });
  try {
    const links = await Deno.makeTempDir({ dir: scratch });
    const { passed } = await checkDevice(STEPS, {
      out,
      scratch,
      surroundings: await surroundingsOf(libraries, links),
      totalSeconds: TOTAL_SECONDS,
      interrupted: interruption.signal,
      onLine: (line) => console.error(`device-check: ${line}`),
    });
    console.log(await Deno.readTextFile(`${out}/device-check.md`));
    return exitCode ?? (passed ? 0 : 1);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

try {
  // Exits explicitly: a process that a driver blocks would keep this one waiting.
  Deno.exit(await main(Deno.args));
} catch (thrown) {
  if (!(thrown instanceof EarnestError)) throw thrown;
  console.error(`device-check: ${thrown.message}`);
  Deno.exit(thrown.exitCode);
}

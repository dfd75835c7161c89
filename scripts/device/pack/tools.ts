/**
 * Runs the system programs that build a pack.
 * @module
 */
import { messageOf, SurroundingsError } from "../../../src/basics/errors.ts";

/**
 * Runs a program.
 *
 * @returns its stdout
 * @throws {SurroundingsError} when it is missing or fails, with the last line of its output
 */
export async function tool(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const ended = await new Deno.Command(program, { args: [...args], ...options }).output()
    .catch((thrown) => {
      throw new SurroundingsError(`Cannot run ${program}: ${messageOf(thrown)}; install it`);
    });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (ended.success) return text(ended.stdout);
  const reason = text(ended.stderr).trim().split("\n").at(-1);
  throw new SurroundingsError(`${program} ${args.slice(0, 2).join(" ")} fails: ${reason}`);
}

/** Packs a folder; the same files give the same bytes. */
export async function archive(folder: string, path: string): Promise<void> {
  await tool("tar", [
    ...["--sort=name", "--mtime=2000-01-01 00:00Z", "--owner=0", "--group=0", "--numeric-owner"],
    ...["-I", "xz -9", "-cf", path, "-C", folder, "."],
  ]);
}

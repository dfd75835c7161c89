import { sharedPath } from "../../shared.ts";
import { MadeFolder } from "../made_folder.ts";

/** Unpacks one of the shared cases into a temporary folder; undefined where it is not there. */
export async function unpackedCase(name: string): Promise<MadeFolder | undefined> {
  const archive = sharedPath(`cases/${name}.tar.gz`);
  if (archive === undefined) return undefined;
  const folder = await Deno.makeTempDir();
  const args = ["xzf", archive, "-C", folder, "--strip-components=1"];
  const { success, stderr } = await new Deno.Command("tar", { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new MadeFolder(folder);
}

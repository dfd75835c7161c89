// The image's files: all three ways to it take the same steps, and leave places that its users may write.
import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../temporary_folder.ts";

const read = (name: string) =>
  Deno.readTextFileSync(new URL(`../../image/${name}`, import.meta.url));
const INSTALL = read("install.sh");

Deno.test("Docker, Apptainer and the trial copy the same files, and nothing to /tmp", () => {
  const docker = [...read("Dockerfile").matchAll(/^COPY (.+) (\S+)$/gm)];
  const files = /^%files\n((?: +.+\n)+)/m.exec(read("earnest.def"))![1]!;
  const apptainer = [...files.matchAll(/^ +(\S+) (\S+)$/gm)];
  const trial = / tar -cf - (.+)\) \|$/m.exec(read("try.sh"))![1]!.split(" ");
  const sources = (copies: RegExpMatchArray[]) => copies.flatMap(([, from]) => from!.split(" "));
  assert.deepEqual(sources(apptainer).sort(), sources(docker).sort());
  assert.deepEqual(["image/install.sh", ...trial].sort(), sources(docker).sort());
  for (const [, , to] of [...docker, ...apptainer]) assert.doesNotMatch(to!, /^(\/var)?\/tmp/);
});

Deno.test("caches lie on the volume where there is one, else where they are by default", () =>
  inFolder(async (folder) => {
    assert.match(INSTALL, /^mkdir -p \/cache \/work && chmod 1777 \/cache \/work$/m);
    const launcher = /<<'LAUNCHER'\n([\s\S]+?)\nLAUNCHER/.exec(INSTALL)![1]!;
    const cache = join(folder, "cache");
    const script = launcher.replaceAll("/cache", cache).replace(/^exec .*$/m, 'echo "$DENO_DIR"');
    const directory = async () => {
      const { stdout } = await new Deno.Command("sh", {
        args: ["-c", script],
        env: { DENO_DIR: "" },
      }).output();
      return new TextDecoder().decode(stdout).trim();
    };
    assert.equal(await directory(), "");
    await Deno.mkdir(cache);
    assert.equal(await directory(), join(cache, "deno"));
  }));

import assert from "node:assert/strict";
import { join } from "node:path";
import { openInputFile, readInputFile } from "../../src/basics/input_file.ts";
import { inFolder } from "../temporary_folder.ts";

const isLinux = Deno.build.os === "linux";

Deno.test("files are read, through links too; other entries are refused without waiting", () =>
  inFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await Deno.writeTextFile(at("a.json"), "{}");
    await Deno.symlink("a.json", at("link.json"));
    await Deno.symlink("loop.json", at("loop.json"));
    assert.equal(new TextDecoder().decode(await readInputFile(at("link.json"))), "{}");
    await new Deno.Command("mkfifo", { args: [at("pipe.json")] }).output();
    await Deno.symlink("pipe.json", at("piped.json"));
    await Deno.symlink("/dev/zero", at("zero.json"));
    using _listener = Deno.listen({ transport: "unix", path: at("socket.json") });
    const cases = [
      [at("none.json"), `"${at("none.json")}" does not exist`],
      [
        at("\ufffd.json"),
        `"${at("\ufffd.json")}" does not exist; rename it if its name is not UTF-8`,
      ],
      [folder, `"${folder}" is a folder; expected a file`],
      [at("pipe.json"), `"${at("pipe.json")}" is a pipe; expected a file`],
      [at("piped.json"), `"${at("piped.json")}" is a pipe; expected a file`],
      [at("zero.json"), `"${at("zero.json")}" is a device; expected a file`],
      [at("socket.json"), `"${at("socket.json")}" is a socket; expected a file`],
    ] as const;
    for (const [path, message] of cases) {
      await assert.rejects(readInputFile(path), { name: "InputError", message });
      await assert.rejects(openInputFile(path), { name: "InputError", message });
    }
    await assert.rejects(readInputFile(at("loop.json")), { name: "SurroundingsError" });
  }));

Deno.test("a file that is too large is refused before memory is allocated", () =>
  inFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    // Takes no block on the disk.
    for (const name of ["a.json", "a.npy"]) {
      await Deno.writeTextFile(at(name), "");
      await Deno.truncate(at(name), 100e9);
    }
    const refused = (path: string, found: string, most: number) => ({
      name: "InputError",
      message: `Cannot read "${path}": it holds ${found} bytes; expected at most ${most}`,
    });
    await assert.rejects(
      readInputFile(at("a.json")),
      refused(at("a.json"), "100000000000", 500 * 2 ** 20),
    );
    await assert.rejects(readInputFile(at("a.npy")), refused(at("a.npy"), "100000000000", 2 ** 34));
    await assert.rejects(readInputFile(at("a.npy"), 8), refused(at("a.npy"), "100000000000", 8));
  }));

Deno.test({
  name: "a file that reports length 0 but has content is read to its end, or to the bound",
  ignore: !isLinux,
  async fn() {
    const path = "/proc/self/status";
    assert.equal((await Deno.stat(path)).size, 0);
    assert.match(new TextDecoder().decode(await readInputFile(path)), /^Name:/);
    await assert.rejects(readInputFile(path, 8), {
      name: "InputError",
      message: `Cannot read "${path}": it holds more than 8 bytes; expected at most 8`,
    });
  },
});

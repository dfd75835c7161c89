// mod.ts is imported by URL, as users do: kernels, word vectors and package specifiers must resolve from there.
import assert from "node:assert/strict";
import { join } from "node:path";
import { serveRepository } from "../served_repository.ts";
import generated from "../../src/basics/code_hashes.json" with { type: "json" };

Deno.test("a script in an empty folder imports mod.ts by URL and computes", async () => {
  await using server = serveRepository();
  const { port } = server.addr;
  const folder = await Deno.makeTempDir();
  const script = `
    import { openCompute, openGlove100d } from "http://127.0.0.1:${port}/mod.ts";
    import { codeHashes } from "http://127.0.0.1:${port}/src/basics/code_hashes.ts";
    const { compute } = await openCompute("auto");
    const left = compute.tensor(2, 3, Float32Array.of(1, 2, 3, 4, 5, 6));
    const right = compute.tensor(3, 2, Float32Array.of(1, 0, 0, 1, 1, 1));
    const product = compute.tensor(2, 2);
    compute.matrixMultiply(left, right, product);
    const { vectors } = await (await openGlove100d()).embed(["violin"]);
    console.log([...await compute.read(product)].join(" "), vectors.length);
    console.log((await codeHashes()).trainings);
    compute.close();`;
  try {
    await Deno.writeTextFile(join(folder, "script.ts"), script);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        `--allow-import=127.0.0.1:${port}`,
        `--allow-net=127.0.0.1:${port}`,
        "--no-lock",
        "--reload=http://127.0.0.1",
        "script.ts",
      ],
      cwd: folder,
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.equal(
      new TextDecoder().decode(stdout),
      `4 5 10 11 100\n${generated.trainings}\n`,
      "no file is read for a hash",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

import assert from "node:assert/strict";
import { InputError, SurroundingsError } from "../../../src/basics/errors.ts";
import {
  cacheFolderOf,
  endpointOf,
  HUB_VARIABLES,
} from "../../../src/backbones/hub/environment.ts";
import { isOffline, readToken } from "../../../src/backbones/hub/environment.ts";

Deno.test("the cache is the one that huggingface_hub uses", () => {
  const home = { HOME: "/home/me" };
  assert.equal(cacheFolderOf({ ...home, HF_HOME: "~/hf" }), "/home/me/hf/hub");
  assert.equal(cacheFolderOf({ ...home, HF_HUB_CACHE: "~" }), "/home/me");
  assert.equal(
    cacheFolderOf({ ...home, HF_HUB_CACHE: "", HF_HOME: "" }),
    "/home/me/.cache/huggingface/hub",
  );
  assert.equal(cacheFolderOf({ HF_HOME: "hf" }), `${Deno.cwd()}/hf/hub`);
  assert.equal(cacheFolderOf({ USERPROFILE: "/u" }), "/u/.cache/huggingface/hub");
  assert.throws(() => cacheFolderOf({}), (thrown) => {
    assert.ok(thrown instanceof SurroundingsError);
    return /set HF_HOME$/.test(thrown.message);
  });
});

Deno.test("an endpoint is a web address", () => {
  assert.equal(
    endpointOf({ HF_ENDPOINT: "http://127.0.0.1:8000/hub//" }),
    "http://127.0.0.1:8000/hub",
  );
  for (const address of ["mirror.example", "file:///etc", "https://a.example/?x=1", "//"]) {
    assert.throws(() => endpointOf({ HF_ENDPOINT: address }), InputError, address);
  }
});

Deno.test("offline accepts the values that huggingface_hub takes for true", () => {
  for (const value of ["1", "true", "YES", "On"]) assert.ok(isOffline({ HF_HUB_OFFLINE: value }));
  for (const value of ["", "0", "false", "off"]) assert.ok(!isOffline({ HF_HUB_OFFLINE: value }));
  assert.ok(!isOffline({}));
});

Deno.test("the token comes from its variable, else from its file", async () => {
  const home = await Deno.makeTempDir();
  const environment = { HF_HOME: home };
  assert.equal(await readToken(environment), undefined);
  await Deno.writeTextFile(`${home}/token`, " hf_file\r\n");
  await Deno.writeTextFile(`${home}/other`, "hf_other");
  assert.equal(await readToken(environment), "hf_file");
  assert.equal(await readToken({ ...environment, HF_TOKEN_PATH: `${home}/other` }), "hf_other");
  assert.equal(await readToken({ ...environment, HF_TOKEN: "hf_variable\n" }), "hf_variable");
  await assert.rejects(readToken({ HF_HOME: home, HF_TOKEN: "two words" }), (thrown) => {
    assert.ok(thrown instanceof InputError);
    return !thrown.message.includes("two");
  });
  await Deno.writeTextFile(`${home}/token`, "a\nb");
  await assert.rejects(readToken(environment), InputError);
  await assert.rejects(readToken({ ...environment, HF_TOKEN_PATH: home }), SurroundingsError);
  await Deno.remove(home, { recursive: true });
});

Deno.test("variables are read only if permission is granted", async () => {
  const module = new URL("../../../src/backbones/hub/environment.ts", import.meta.url);
  const program = `import { readHubEnvironment } from "${module}";
    console.log(JSON.stringify(await readHubEnvironment()));`;
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/program.ts`, program);
  const variables = Object.fromEntries(HUB_VARIABLES.map((name) => [name, `of ${name}`]));
  const read = async (permission: string[]) => {
    const args = ["run", "--no-lock", "--no-prompt", ...permission, `${folder}/program.ts`];
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args,
      env: { ...variables, HOME: Deno.env.get("HOME")!, XDG_CACHE_HOME: "" },
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  };
  assert.deepEqual(await read([]), {});
  assert.deepEqual(await read(["--allow-env=HF_HOME"]), { HF_HOME: "of HF_HOME" });
  assert.equal((await read(["--allow-env"])).HF_TOKEN, "of HF_TOKEN");
  await Deno.remove(folder, { recursive: true });
});

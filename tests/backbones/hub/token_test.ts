// The token goes only to the Hub, and is never shown, whatever a server does with it.
import assert from "node:assert/strict";
import { failure, type HubCase, namesIn, PATIENCE, SMALL, withHub } from "./hub_case.ts";
import { COMMITS, gitNameOf } from "./loopback_hub.ts";

const TOKEN = "hf_secretToken123";
const patience = { ...PATIENCE, attempts: 1 };

const percent = Array.from(TOKEN, (one) => `%${one.charCodeAt(0).toString(16)}`).join("");

/** Answers of a Hub that sends back what it received. */
const TELLING: Record<string, (hubCase: HubCase) => Response> = {
  "a message": () => refusal({ "x-error-message": `the token ${TOKEN} is bad` }),
  "a message that is cut": () => refusal({ "x-error-message": "a".repeat(92) + TOKEN }),
  "a message, URL-encoded": () => refusal({ "x-error-message": percent }),
  "a message, in base64": () => refusal({ "x-error-message": btoa(`user:${TOKEN}`) }),
  "JSON": () => new Response(JSON.stringify({ error: TOKEN }), { status: 500 }),
  "a commit": () => new Response(null, { headers: { "x-repo-commit": TOKEN } }),
  "an entity tag": () => new Response(null, { headers: { etag: `"${TOKEN}"` } }),
  "another kind of address": () => redirect(`ftp://x/${TOKEN}`),
  "an address with a user": () => redirect(`ftp://user:${TOKEN}@x/`),
  "a host": () => redirect(`http://${TOKEN}.invalid/`),
  "the store's address": ({ hub }) => redirect(`${hub.store}/?t=${TOKEN}`),
  "the store's address, encoded": ({ hub }) => redirect(`${hub.store}/?t=${btoa(`u:${TOKEN}`)}`),
};

const refusal = (headers: Record<string, string>) => new Response(null, { status: 404, headers });
const redirect = (location: string) => new Response(null, { status: 302, headers: { location } });

for (const [name, answer] of Object.entries(TELLING)) {
  Deno.test(`a token that a server sends back is not shown, kept or passed on: ${name}`, () =>
    withHub(async (hubCase) => {
      const { hub, environment, folder, fetch } = hubCase;
      hub.intercept = ({ server }) => server === "hub" ? answer(hubCase) : undefined;
      const options = { environment: { ...environment, HF_TOKEN: TOKEN }, patience };
      const code = /message/.test(name) ? 2 : 4;
      const message = await failure(fetch("config.json", options), code, /./);
      const secrets = [btoa(`user:${TOKEN}`), percent, "hf_s"];
      assert.ok(secrets.every((one) => !message.includes(one)), message);
      assert.ok(hub.seen.every(({ server }) => server === "hub"));
      assert.deepEqual(namesIn(folder), []);
      assert.deepEqual(namesIn(`${folder}/../.locks`), []);
    }));
}

Deno.test("a name and a password in HF_ENDPOINT go to the Hub in place of the token", () =>
  withHub(async ({ hub, environment, fetch }) => {
    const address = new URL(hub.endpoint);
    address.username = "someone";
    address.password = "p%40ss secretWord";
    const HF_ENDPOINT = address.href;
    const options = { environment: { ...environment, HF_ENDPOINT, HF_TOKEN: TOKEN }, patience };
    hub.intercept = ({ server }) =>
      server === "hub" ? refusal({ "x-error-code": "GatedRepo" }) : undefined;
    const message = await failure(
      fetch("config.json", options),
      2,
      /accept its terms at http:\/\/1/,
    );
    assert.ok(!message.includes("someone"), message);
    hub.intercept = () => new Response(null, { status: 401 });
    await failure(fetch("config.json", options), 2, /the user in HF_ENDPOINT is refused/);
    hub.intercept = () => undefined;
    await fetch("model.onnx", options);
    const sent = hub.seen.map(({ server, headers }) => [server, headers.get("authorization")]);
    const basic = `Basic ${btoa("someone:p@ss secretWord")}`;
    assert.deepEqual(sent.slice(-3), [["hub", basic], ["hub", basic], ["store", null]]);
  }));

Deno.test("a malformed HF_ENDPOINT is refused without showing its password", () =>
  withHub(async ({ environment, fetch }) => {
    for (const HF_ENDPOINT of [`ftp://me:${TOKEN}@x`, `me:${TOKEN}@x`, `${TOKEN}@x`]) {
      const message = await failure(
        fetch("config.json", { environment: { ...environment, HF_ENDPOINT } }),
        2,
        /HF_ENDPOINT is ".*\*\*\*@x"; expected an address/,
      );
      assert.ok(!message.includes(TOKEN));
    }
  }));

Deno.test("a token that is not in the answer changes nothing", () =>
  withHub(async ({ environment, folder, fetch }) => {
    const { path } = await fetch("config.json", {
      environment: { ...environment, HF_TOKEN: TOKEN },
    });
    assert.deepEqual(await Deno.readFile(path), SMALL.bytes);
    assert.equal(path, `${folder}/snapshots/${COMMITS[0]}/config.json`);
    assert.deepEqual(namesIn(`${folder}/blobs`), [gitNameOf(SMALL.bytes)]);
  }));

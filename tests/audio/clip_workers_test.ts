import assert from "node:assert/strict";
import { join } from "node:path";
import { ClipWorkers } from "../../src/audio/clip_workers.ts";
import { chunk, formatBytes, PLAIN, riff, wav } from "../formats/wav_bytes.ts";

const PREPARATION = { sampleRateHz: 8000, frontEnd: { kind: "waveform" } } as const;

Deno.test("any number of files under way at once, each gives its own samples", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const paths = Array.from({ length: 40 }, (_, i) => join(folder, `${i}.wav`));
    for (const [i, path] of paths.entries()) {
      const samples = new Int16Array(100 + i).fill(100 * i);
      await Deno.writeFile(path, wav(PLAIN, samples.buffer));
    }
    using workers = new ClipWorkers(PREPARATION, 2);
    const inputs = await Promise.all(paths.map((path) => workers.prepare(path)));
    inputs.forEach(({ windows, frames, bands, values }, i) => {
      assert.deepEqual([windows, frames, bands], [1, 100 + i, 1]);
      assert.ok(values.every((value) => value === 100 * i / 32_768));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file that is not sound is refused, and the worker continues", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const good = join(folder, "good.wav");
    await Deno.writeFile(good, wav(PLAIN, new Int16Array(10).buffer));
    using workers = new ClipWorkers(PREPARATION, 1);
    const refused: [string, RegExp][] = [
      [join(folder, "nowhere.wav"), /nowhere\.wav" does not exist/],
      [folder, /is a folder; expected a file/],
      ["/dev/null", /"\/dev\/null" is a device; expected a file/],
    ];
    for (const [path, message] of refused) {
      await assert.rejects(workers.prepare(path), { name: "InputError", message });
    }
    assert.equal((await workers.prepare(good)).frames, 10);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file that takes too long is refused, and those behind it get another worker", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const long = join(folder, "long.wav");
    const good = join(folder, "good.wav");
    // Half an hour of silence: decoding and resampling take more than three seconds.
    const header = chunk("fmt", formatBytes({ ...PLAIN, sampleRateHz: 44_100 }));
    await Deno.writeFile(long, riff([header, chunk("data", new Uint8Array(), 180e6)]));
    await Deno.truncate(long, 44 + 180e6);
    await Deno.writeFile(good, wav(PLAIN, new Int16Array(10).buffer));
    using workers = new ClipWorkers(PREPARATION, 1, 1);
    const [refused, ...others] = await Promise.allSettled([
      workers.prepare(long),
      workers.prepare(good),
      workers.prepare(good),
    ]);
    assert.equal(refused!.status, "rejected");
    assert.match(
      String((refused as PromiseRejectedResult).reason),
      /^TimedOut: making ".*long\.wav" ready took longer than the item timeout of 1 s$/,
    );
    assert.deepEqual(others.map(({ status }) => status), ["fulfilled", "fulfilled"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a worker that ends ends the work: no call waits for it", async () => {
  // No request can end a worker, so this posts a message that no card can produce.
  using workers = new ClipWorkers(null as unknown as typeof PREPARATION, 1);
  const all = [1, 2, 3, 4, 5, 6, 7, 8].map(() => workers.prepare("nowhere.wav"));
  const outcomes = await Promise.allSettled(all);
  assert.ok(outcomes.some(({ status }) => status === "rejected"));
  await assert.rejects(workers.prepare("nowhere.wav"), {
    name: "SurroundingsError",
    message: /A worker that decodes sound ended: /,
  });
});

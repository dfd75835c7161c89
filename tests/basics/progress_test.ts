import assert from "node:assert/strict";
import { laterReports, type ProgressReport } from "../../src/basics/progress.ts";

Deno.test("work that takes less than a second reports nothing, other work does", async () => {
  const seen: ProgressReport[] = [];
  const report = laterReports((one) => seen.push(one));
  const done = (count: number) => ({ stage: "reading", done: count, total: 2 });
  report(done(1));
  assert.deepEqual(seen, []);
  await new Promise((resolve) => setTimeout(resolve, 1_010));
  report(done(2));
  assert.deepEqual(seen, [done(2)]);
  laterReports(undefined)(done(1));
});

import assert from "node:assert/strict";
import { PROJECTOR_KINDS } from "../../src/projector/configuration.ts";
import {
  INITIAL_LOG_SCALE,
  initialParameters,
  LOG_SCALE,
  parameterLayout,
} from "../../src/projector/parameters.ts";

const INPUTS = { audio: 19, text: 7 };
const DIM = 10;

for (const kind of PROJECTOR_KINDS) {
  const { shapes, length } = parameterLayout({ kind, dim: DIM, dropout: 0 }, INPUTS, 64);

  Deno.test(`${kind} parameters lie apart, at multiples of the alignment`, () => {
    const ends = shapes.map(({ rows, columns, offset }) => offset + rows * columns);
    shapes.forEach(({ name, offset }, i) => {
      assert.equal(offset % 64, 0, name);
      assert.ok(i === 0 || offset >= ends[i - 1]!, name);
    });
    assert.ok(length >= ends.at(-1)!);
    assert.equal(shapes.at(-1)!.name, LOG_SCALE);
  });

  Deno.test(`${kind} parameters begin within ±1/√inputs, gains at 1, shifts and gaps at 0`, () => {
    const values = initialParameters(shapes, length, 3);
    const drawn = [];
    for (const { name, rows, columns, offset } of shapes) {
      const part = values.subarray(offset, offset + rows * columns);
      const gap = values.subarray(offset + part.length, offset + Math.ceil(part.length / 64) * 64);
      assert.ok(gap.every((value) => value === 0), `gap behind ${name}`);
      const inputs = name.includes("linear1") ? INPUTS[name.split(".")[0] as "audio"] : DIM;
      if (name === LOG_SCALE) assert.equal(part[0], Math.fround(INITIAL_LOG_SCALE));
      else if (name.endsWith("norm.weight")) assert.ok(part.every((value) => value === 1));
      else if (name.endsWith("norm.bias")) assert.ok(part.every((value) => value === 0));
      else {
        const largest = Math.max(...part.map(Math.abs)) * Math.sqrt(inputs);
        assert.ok(largest > 0.5 && largest <= 1, `${name}: ${largest}`);
        drawn.push(part.slice(0, DIM).join());
      }
    }
    assert.equal(new Set(drawn).size, drawn.length, "two parameters begin with equal values");
    assert.deepEqual(initialParameters(shapes, length, 3), values);
    assert.notDeepEqual(initialParameters(shapes, length, 4), values);
  });
}

/**
 * Builds archives of arrays.
 * @module
 */
import { crc32, deflateRawSync } from "node:zlib";

const u16 = (...values: number[]) => [...new Uint8Array(Uint16Array.from(values).buffer)];
const u32 = (...values: number[]) => [...new Uint8Array(Uint32Array.from(values).buffer)];
const u64 = (
  ...values: number[]
) => [...new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer)];

/** False statements of an entry. */
export interface Claims {
  size?: number;
  packed?: number;
  crc?: number;
  flags?: number;
  method?: number;
  offset?: number;
}

/** Creates an archive like `numpy.savez`, with or without zip64 fields. */
export function archive(
  entries: [name: string, content: Uint8Array, claims?: Claims][],
  { deflated = false, wide = false, comment = "", count = entries.length, shift = 0 } = {},
): Uint8Array {
  const locals: number[] = [];
  const directory: number[] = [];
  for (const [name, content, claims = {}] of entries) {
    const packed = deflated ? [...deflateRawSync(content)] : [...content];
    const id = [...new TextEncoder().encode(name)];
    const size = claims.size ?? content.length;
    const packedSize = claims.packed ?? packed.length;
    const offset = claims.offset ?? locals.length;
    const common = [
      ...u16(wide ? 45 : 20, claims.flags ?? 0, claims.method ?? (deflated ? 8 : 0), 0, 0),
      ...u32(claims.crc ?? crc32(content)),
      ...u32(...wide ? [0xffffffff, 0xffffffff] : [packedSize, size]),
    ];
    const sizes = wide ? [...u16(1, 16), ...u64(size, packedSize)] : [];
    const central = wide ? [...u16(7, 2, 9, 1, 24), ...u64(size, packedSize, offset)] : [];
    locals.push(...u32(0x04034b50), ...common, ...u16(id.length, sizes.length));
    locals.push(...id, ...sizes, ...packed);
    directory.push(...u32(0x02014b50), ...u16(20), ...common, ...u16(id.length, central.length));
    directory.push(...u16(0, 0, 0), ...u32(0, wide ? 0xffffffff : offset), ...id, ...central);
  }
  const start = locals.length + shift;
  const end64 = wide
    ? [
      ...[...u32(0x06064b50), ...u64(44), ...u16(45, 45), ...u32(0, 0)],
      ...u64(count, count, directory.length, start),
      ...[...u32(0x07064b50, 0), ...u64(start + directory.length), ...u32(1)],
    ]
    : [];
  const small = wide
    ? [...u16(0xffff, 0xffff), ...u32(0xffffffff, 0xffffffff)]
    : [...u16(count, count), ...u32(directory.length, start)];
  const text = [...new TextEncoder().encode(comment)];
  const end = [...u32(0x06054b50), ...u16(0, 0), ...small, ...u16(text.length), ...text];
  return Uint8Array.from([...locals, ...directory, ...end64, ...end]);
}

import { describe, expect, it } from "vitest";
import { decodeApart, decodeColumn } from "./decode-column";
import { decodeCore, decodeVisitorsOnly } from "./decode-core";

/** Sections as a run of version 1 has them, each from a multiple of eight bytes on. */
const stored = (header: readonly number[], sections: readonly ArrayBufferView[]): Uint8Array => {
  const padded = sections.map(({ buffer, byteOffset, byteLength }) => {
    const section = new Uint8Array(Math.ceil(byteLength / 8) * 8);
    section.set(new Uint8Array(buffer, byteOffset, byteLength));
    return section;
  });
  return new Uint8Array(Buffer.concat([new Uint8Array(Uint32Array.from(header).buffer), ...padded]));
};

const fieldMark = 0x01464354;
const coreMark = 0x01434354;
const text = (value: string) => new Uint8Array(Buffer.from(value));

const read = (bytes: Uint8Array, rows: number): unknown[][] => {
  const { codes, dictionary } = decodeColumn(bytes, rows);
  const apart = decodeApart(bytes.slice(), rows);
  const spread = new Array<number>(rows).fill(0);
  for (const [i, code] of apart.codes.entries()) spread[apart.having?.[i] ?? i] = code;
  return [
    Array.from(codes, (code) => dictionary.value(code - 1)),
    spread.map((code) => apart.dictionary.value(code - 1)),
  ];
};

describe("columns of version 1", () => {
  it.each([
    [
      "texts with a code a row",
      stored(
        [fieldMark, 4, 3, 2, 1, 1, 0, 5],
        [new Uint8Array(0), Uint8Array.of(1, 0, 2, 1), Uint32Array.of(0, 2, 5), text("aabbb")],
      ),
      ["aa", undefined, "bbb", "aa"],
    ],
    [
      "numbers of few rows in two bytes each",
      stored(
        [fieldMark, 9, 2, 2, 0, 2, 1, 0],
        [Uint32Array.of(3, 8), Uint16Array.of(1, 2), Float64Array.of(1.5, -2), new Uint8Array(0)],
      ),
      [undefined, undefined, undefined, 1.5, undefined, undefined, undefined, undefined, -2],
    ],
    [
      "JSON whose codes go unsaid",
      stored(
        [fieldMark, 2, 2, 2, 2, 0, 0, 9],
        [new Uint8Array(0), new Uint8Array(0), Uint32Array.of(0, 5, 9), text("[1,2]true")],
      ),
      [[1, 2], true],
    ],
  ])("reads %s", (_, bytes, values) => {
    expect(read(bytes, values.length)).toEqual([values, values]);
  });

  it.each([
    ["numbers near each other", Uint32Array.of(1, 0, 2), 4],
    ["numbers far from each other", Float64Array.of(2 ** 40, 0, 2), 8],
  ])("reads a core with %s", (_, seq, width) => {
    const base = new Uint32Array(Float64Array.of(10).buffer);
    const bytes = stored(
      [coreMark, 3, 2, width, ...base, 0, 0],
      [Int32Array.of(4, 9), Uint32Array.of(0, 2, 3), Uint32Array.of(5, 6, 7), seq, Uint8Array.of(0, 3, 1)],
    );
    const visitors = Int32Array.of(4, 9);
    expect(decodeCore(bytes)).toEqual({
      count: 3,
      visitors,
      starts: Uint32Array.of(0, 2, 3),
      at: Uint32Array.of(5, 6, 7),
      seq,
      seqBase: 10,
      flags: Uint8Array.of(0, 3, 1),
    });
    expect(decodeVisitorsOnly(bytes.slice(0, 32 + 8))).toEqual(visitors);
    expect(() => decodeVisitorsOnly(bytes.slice(0, 32 + 7))).toThrow("cannot be read");
  });
});

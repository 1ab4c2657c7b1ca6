import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnBytes, decodeApart, decodeColumn, decodeRun, emptyColumn } from "./decode-column";
import { decodeCore } from "./decode-core";
import { encodeColumn } from "./encode-column";
import { encodeCore } from "./encode-core";

const encode = (values: readonly unknown[]): Uint8Array => {
  const distinct: unknown[] = [...new Set(values.filter((value) => value !== undefined))];
  const codeOf = new Map(distinct.map((value, place) => [value, place + 1]));
  const bytes = encodeColumn({
    order: Int32Array.from(values.keys()),
    codes: Uint32Array.from(values, (value) => codeOf.get(value) ?? 0),
    values: distinct,
    scratch: new Uint32Array(distinct.length + 1),
  });
  return bytes ?? new Uint8Array();
};

const read = (bytes: Uint8Array, rows: number): unknown[] => {
  const { codes, dictionary } = decodeColumn(bytes, rows);
  return Array.from(codes, (code) => (code === 0 ? undefined : dictionary.value(code - 1)));
};

/** The same from the form in which it is gathered. */
const readApart = (bytes: Uint8Array, rows: number): unknown[] => {
  const { codes, having, dictionary } = decodeApart(bytes, rows);
  const values = new Array<unknown>(rows).fill(undefined);
  for (const [i, code] of codes.entries())
    values[having?.[i] ?? i] = code === 0 ? undefined : dictionary.value(code - 1);
  return values;
};

/** So many different numbers, each so often, and so many rows without any between them. */
const numbers = (distinct: number, times: number, missing: number): (number | undefined)[] =>
  Array.from({ length: distinct * times }, (_, n) => n % distinct).flatMap((value) => [
    value + 0.5,
    ...new Array<undefined>(missing),
  ]);

const core = (): Uint8Array =>
  encodeCore({
    order: Int32Array.of(1, 0),
    month: 0,
    visitor: Int32Array.of(9, 4),
    at: Float64Array.of(0, 5),
    seq: Float64Array.of(7, 8),
    flags: Uint8Array.of(1, 2),
  }).bytes;

describe("a column", () => {
  it.each([
    ["a bit a row", numbers(1, 2, 2), Uint8Array, 6],
    ["two bits a row", numbers(3, 20, 0), Uint8Array, 60],
    ["a byte a row", numbers(255, 2, 0), Uint8Array, 0],
    ["nine bits a row", numbers(256, 2, 0), Uint16Array, 1024],
    ["two bytes a row", numbers(65_535, 2, 0), Uint16Array, 0],
    ["seventeen bits a row", numbers(65_536, 2, 0), Uint32Array, 524_288],
    ["a sequence", numbers(300, 1, 0), Uint16Array, 600],
    ["gaps", numbers(3, 5, 2), Uint8Array, 45],
    ["few rows that have it", numbers(3, 5, 4), Uint8Array, 75],
    ["few rows, each with its own value", numbers(300, 1, 4), Uint16Array, 3000],
    ["one value in every row", numbers(1, 300, 0), Uint8Array, 300],
    ["one value in few rows", numbers(1, 300, 4), Uint8Array, 1500],
    ["one value in most rows", numbers(1, 300, 1), Uint8Array, 600],
  ])("reads %s", (_, values, codes, spread) => {
    const bytes = encode(values);
    const column = decodeColumn(bytes, values.length);
    expect(read(bytes, values.length)).toEqual(values);
    expect(readApart(bytes, values.length)).toEqual(values);
    expect(column.codes).toBeInstanceOf(codes);
    expect(columnBytes(bytes, column)).toBe(bytes.length + spread);
  });

  it("stores a sequence and what is always the same without codes, and the rare without rows", () => {
    expect(encode(numbers(1000, 1, 0)).length).toBe(32 + 8000);
    expect(encode(numbers(1, 1000, 0)).length).toBe(32 + 8);
    expect(encode([1, 2, 1, 2, ...new Array<undefined>(1000)]).length).toBe(32 + 8 + 8 + 16);
  });

  it("keeps texts and numbers as they are, whatever they are", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null),
      fc.constant("\ud800"),
      fc.constant("\udc00"),
    );
    const of = (one: fc.Arbitrary<unknown>) => fc.array(one, { minLength: 1, maxLength: 40 });
    const values = fc.oneof(of(value), of(fc.string({ unit: "grapheme" })), of(fc.string()));
    fc.assert(
      fc.property(values, (given) => {
        expect(read(encode(given), given.length)).toEqual(given);
      }),
    );
  });

  it("knows of no value beyond its own, remembered or not", () => {
    for (const values of [["a", "b"], [1, 2], [true, null], numbers(70_000, 1, 0).map(String)]) {
      const { dictionary } = decodeColumn(encode(values), values.length);
      const twice = [0, 1, 1, 0].map((code) => dictionary.value(code));
      expect(twice).toEqual([values[0], values[1], values[1], values[0]]);
      expect([dictionary.size, dictionary.value(-1), dictionary.value(dictionary.size)]).toEqual([
        values.length,
        undefined,
        undefined,
      ]);
    }
  });

  it("is read where it lies: shared, inside a larger buffer, and unaligned at the price of a copy", () => {
    const values = [...numbers(200, 2, 0).map((number) => `ä${number}`), undefined];
    const bytes = encode(values);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 16));
    for (const start of [8, 5]) {
      shared.set(bytes, start);
      const lying = shared.subarray(start, start + bytes.length);
      expect(read(lying, values.length)).toEqual(values);
      expect(decodeColumn(lying, values.length).codes.buffer === shared.buffer).toBe(start === 8);
    }
  });

  it("is all zeros where no row has the field", () => {
    const { codes, dictionary } = emptyColumn(3);
    expect([[...codes], dictionary.size, dictionary.value(0)]).toEqual([[0, 0, 0], 0, undefined]);
  });
});

describe("what is not a whole column", () => {
  it("is refused at every length", () => {
    for (const values of [["a", "bc", "a"], numbers(2, 1, 9), numbers(20, 1, 0)]) {
      const bytes = encode(values);
      for (let length = 0; length < bytes.length; length++)
        expect(() => decodeColumn(bytes.slice(0, length), values.length)).toThrow("cannot be read");
    }
    const whole = core();
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeCore(whole.slice(0, length))).toThrow("cannot be read");
  });

  it("is refused when it is something else", () => {
    const bytes = encode(["a", "b", "a"]);
    expect(() => decodeColumn(core(), 2)).toThrow("another kind or version");
    expect(() => decodeCore(bytes)).toThrow("another kind or version");
    expect(() => decodeColumn(bytes, 4)).toThrow("it has 3 rows and its run 4");
    expect(() => decodeColumn(Uint8Array.of(...bytes, 0), 3)).toThrow("bytes and should have");
    const newer = bytes.slice();
    newer[3] = 3;
    expect(() => decodeColumn(newer, 3)).toThrow("another kind or version");
    const columns = new Map([["name", bytes]]);
    expect(() => decodeRun({ month: 0, shard: 0, shards: 1, events: 3, visitors: 1, columns })).toThrow(
      "no core",
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addUp, bitsFor, largestOf, pack, packedBytes, stepsOf, unpack } from "./packed-numbers";

describe("packed numbers", () => {
  it("are read as they were written, in as few bits as the largest of them needs", () => {
    const numbers = fc
      .integer({ min: 0, max: 32 })
      .chain((bits) => fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), { maxLength: 70 }));
    fc.assert(
      fc.property(numbers, (given) => {
        const packed = Uint32Array.from(given);
        const bits = bitsFor(largestOf(packed));
        const size = packedBytes(given.length, bits);
        const bytes = new Uint8Array(16 + Math.ceil(size / 8) * 8).fill(0xff);
        bytes.fill(0, 8, bytes.length - 8);
        pack(packed, bits, bytes, 8);
        const dirty = (length: number) =>
          new Uint8Array(Math.ceil(length / 8) * 8).fill(0xff).subarray(0, length);
        expect([...unpack(bytes, { at: 8, count: given.length, bits }, dirty)]).toEqual(given);
        expect(bytes.subarray(bytes.length - 8)).toEqual(new Uint8Array(8).fill(0xff));
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 1],
    [255, 8],
    [256, 9],
    [2 ** 32 - 1, 32],
  ])("%d needs %d bits", (largest, bits) => {
    expect(bitsFor(largest)).toBe(bits);
  });

  it("come back from their steps", () => {
    const numbers = Uint32Array.of(7, 7, 9, 4_000_000_000);
    const steps = stepsOf(numbers, 5);
    expect([...steps]).toEqual([2, 0, 2, 3_999_999_991]);
    const sums = new Uint32Array(4);
    addUp(steps, 5, sums);
    expect(sums).toEqual(numbers);
  });
});

import { describe, expect, it } from "vitest";
import { decodeCore, decodeVisitorsOnly } from "./decode-core";
import { encodeCore } from "./encode-core";

describe("a core", () => {
  it.each([
    ["near each other", [70_000, 3, 2 ** 32 + 2, 9]],
    ["far from each other", [70_000, 3, 2 ** 32 + 3, 9]],
  ])("comes back as it was, with arrivals %s", (_, seqs) => {
    const { bytes, visitors } = encodeCore({
      order: Int32Array.of(2, 0, 1, 3),
      month: 1000,
      visitor: Int32Array.of(7, 7, 5, 2_000_000_000),
      at: Float64Array.of(1001, 1002, 1003, 1000 + 31 * 86_400_000),
      seq: Float64Array.from(seqs),
      flags: Uint8Array.of(0, 5, 1, 0),
    });
    const core = decodeCore(bytes);
    expect(visitors).toBe(3);
    expect(core).toMatchObject({
      count: 4,
      visitors: Int32Array.of(5, 7, 2_000_000_000),
      starts: Uint32Array.of(0, 1, 3, 4),
      at: Uint32Array.of(3, 1, 2, 31 * 86_400_000),
      flags: Uint8Array.of(1, 0, 5, 0),
    });
    expect(Array.from(core.seq, (seq) => core.seqBase + seq)).toEqual([2, 0, 1, 3].map((row) => seqs[row]));
    expect(decodeVisitorsOnly(bytes.slice(0, 32 + 12))).toEqual(core.visitors);
  });
});

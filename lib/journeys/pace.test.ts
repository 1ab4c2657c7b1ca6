import os from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Pace, restAfter } from "./pace";

afterEach(() => vi.restoreAllMocks());

const busy = { ms: 1_000, perSecond: 60, processors: 2 };

describe("how long a compaction rests", () => {
  it("is as long as it worked while events arrive, but for a few seconds at most", () => {
    expect(restAfter(busy)).toBe(1_000);
    expect(restAfter({ ...busy, ms: 60_000 })).toBe(5_000);
  });

  it("is not at all while nobody writes, where there are processors enough, or after little work", () => {
    expect(restAfter({ ...busy, perSecond: 2 })).toBe(0);
    expect(restAfter({ ...busy, processors: 4 })).toBe(0);
    expect(restAfter({ ...busy, ms: 100 })).toBe(0);
  });

  it("is over when the process stops", async () => {
    vi.spyOn(os, "availableParallelism").mockReturnValue(2);
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const isStopping = vi.fn(() => true);
    const pace = new Pace(isStopping);
    pace.sees("18446744073709550000");
    now.mockReturnValue(10_000);
    pace.sees("18446744073709551615");
    await pace.rest();
    expect(isStopping).toHaveBeenCalledOnce();
  });
});

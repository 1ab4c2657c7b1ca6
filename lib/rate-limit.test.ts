import { afterEach, describe, expect, it, vi } from "vitest";
import { clock } from "./clock";
import { secondsToWait } from "./rate-limit";

const limit = { perSecond: 2, burst: 4 };
const use = (name: string, times: number): number[] =>
  Array.from({ length: times }, () => secondsToWait("test", name, limit));

describe("secondsToWait", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("allows a burst, then says how long to wait, and recovers with time", () => {
    const now = vi.spyOn(clock, "now").mockReturnValue(1_000_000);
    expect(use("recovers", 5)).toEqual([0, 0, 0, 0, 1]);
    now.mockReturnValue(1_001_000);
    expect(use("recovers", 3)).toEqual([0, 0, 1]);
  });

  it("is not thrown by a clock that is set back", () => {
    const now = vi.spyOn(clock, "now").mockReturnValue(9_000_000);
    expect(use("set back", 1)).toEqual([0]);
    now.mockReturnValue(1_000_000);
    expect(use("set back", 4)).toEqual([0, 0, 0, 1]);
  });

  it("allows everything when limits are off", () => {
    vi.stubEnv("LIMITS", "off");
    expect(use("unlimited", 50)).toEqual(Array(50).fill(0));
    vi.unstubAllEnvs();
  });

  it("keeps names apart", () => {
    vi.spyOn(clock, "now").mockReturnValue(1_000_000);
    expect(use("one", 5).at(-1)).toBe(1);
    expect(use("other", 1)).toEqual([0]);
  });

  it("takes a use that costs more than the burst when the bucket is full, and then waits it off", () => {
    const now = vi.spyOn(clock, "now").mockReturnValue(1_000_000);
    expect(secondsToWait("test", "large", { ...limit, cost: 10 })).toBe(0);
    expect(secondsToWait("test", "large", limit)).toBe(4);
    now.mockReturnValue(1_004_000);
    expect(secondsToWait("test", "large", limit)).toBe(0);
  });
});

import { afterEach, expect, it, vi } from "vitest";
import { clock } from "@/lib/clock";
import { checkpointLagMs, sawWaiting } from "./checkpoint-lag";

afterEach(() => vi.restoreAllMocks());

it("is the longest wait of all projects, and unknown when nobody looked for two minutes", () => {
  const now = vi.spyOn(clock, "now").mockReturnValue(0);
  expect(checkpointLagMs()).toBeNull();
  sawWaiting("quiet", 0);
  expect(checkpointLagMs()).toBe(0);
  now.mockReturnValue(60_000);
  sawWaiting("busy", 61_000);
  sawWaiting("other", 4_000);
  expect(checkpointLagMs()).toBe(61_000);
  now.mockReturnValue(120_001);
  sawWaiting("busy", 2_500);
  expect(checkpointLagMs()).toBe(4_000);
  now.mockReturnValue(240_002);
  expect(checkpointLagMs()).toBeNull();
});

import { onTestFinished, vi } from "vitest";
import { clock } from "@/lib/clock";

type HeldClock = { advance(ms: number): void };

/** Holds the app's clock still until the test is over; `at` is an RFC 3339 time. */
export const holdClock = (at: string): HeldClock => {
  let now = Date.parse(at);
  const held = vi.spyOn(clock, "now").mockImplementation(() => now);
  onTestFinished(() => held.mockRestore());
  return {
    advance: (ms) => {
      now += ms;
    },
  };
};

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oncePerProcess } from "@/lib/once-per-process";
import type { Receipt } from "../draft";
import { accepted, receivedAt, refused, viewed } from "../testing/prepare-one";

let devices = 0;
/** Corrections are remembered for each device. */
const newDevice = () => ({ anonymousId: `device ${++devices}` });

describe("when it happened", () => {
  const at = (timestamp: unknown, about: Partial<Receipt> = {}): string =>
    new Date(accepted({ ...viewed, ...newDevice(), timestamp }, about).occurredAt).toISOString();

  it("is the client's own time, however late the event arrives", () => {
    expect(at("2026-11-04T08:00:00.123Z")).toBe("2026-11-04T08:00:00.123Z");
    expect(at("2003-01-01T00:00:00Z", { sentAt: receivedAt })).toBe("2003-01-01T00:00:00.000Z");
  });

  it("is taken from originalTimestamp where there is no timestamp", () => {
    const { occurredAt } = accepted({ ...viewed, originalTimestamp: "2026-11-04T08:00:00Z" });
    expect(occurredAt).toBe(Date.parse("2026-11-04T08:00:00Z"));
  });

  it.each([undefined, null, "", "yesterday", true, {}, "infinity", 0])(
    "is the receipt when the client says %j",
    (timestamp) => {
      expect(at(timestamp)).toBe("2026-11-10T12:00:00.000Z");
    },
  );

  it("is the receipt when it lies more than five minutes in the future", () => {
    expect(at("2026-11-10T12:05:00Z")).toBe("2026-11-10T12:05:00.000Z");
    expect(at("2026-11-10T12:05:00.001Z")).toBe("2026-11-10T12:00:00.000Z");
  });

  it.each([
    ["is right", "12:00:00", "11:00:00.000"],
    ["is 5 minutes ahead", "12:05:00", "11:00:00.000"],
    ["is 5:01 ahead", "12:05:01", "10:55:00.000"],
    ["is 3 hours and 2 minutes ahead", "15:02:00", "08:00:00.000"],
    ["is 7 minutes behind", "11:53:00", "11:05:00.000"],
    ["is 8 minutes behind", "11:52:00", "11:10:00.000"],
  ])("is shifted by whole five minutes, when the client's clock %s", (_how, sent, stored) => {
    const sentAt = Date.parse(`2026-11-10T${sent}Z`);
    expect(at("2026-11-10T11:00:00Z", { sentAt })).toBe(`2026-11-10T${stored}Z`);
  });

  it("keeps the order of a request's events and stays near the truth, whatever the client's clock says", () => {
    const skew = fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 });
    const delay = fc.integer({ min: 0, max: 60_000 });
    const ages = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(skew, fc.constant(0)), delay, ages, (off, took, agesMs) => {
        const sent = receivedAt - took;
        const truth = agesMs.map((age) => sent - age).sort((a, b) => a - b);
        const device = newDevice();
        const stored = truth.map(
          (ms) => accepted({ ...viewed, ...device, timestamp: ms + off }, { sentAt: sent + off }).occurredAt,
        );
        expect([...stored].sort((a, b) => a - b)).toEqual(stored);
        const most = off === 0 ? 0 : 6 * 60_000;
        for (const [n, ms] of stored.entries())
          expect(Math.abs(ms - (truth[n] ?? 0))).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("keeps the order of one device's requests, however long each is on its way", () => {
    const skew = fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 });
    const delays = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(skew, delays, (off, took) => {
        const device = newDevice();
        const stored = took.map((delay, n) => {
          const happened = receivedAt + n * 1_000;
          const about = { receivedAt: happened + delay, sentAt: happened + off };
          return accepted({ ...viewed, ...device, timestamp: happened + off }, about).occurredAt;
        });
        // What is clamped to its receipt instead is still within the same five minutes.
        if (Math.abs(off) > 6 * 60_000)
          expect(stored.map((at) => at - (stored[0] ?? 0))).toEqual([0, 1_000, 2_000, 3_000]);
      }),
    );
  });

  it("says what was corrected, and keeps what the clock of the sender said", () => {
    const timestamp = "2026-11-10T11:00:00Z";
    const ahead = { sentAt: receivedAt + 3 * 3_600_000 };
    expect(accepted({ ...viewed, ...newDevice(), timestamp }, ahead)).toMatchObject({
      flags: ["clock_corrected"],
      originalAt: Date.parse(timestamp),
    });
    expect(accepted({ ...viewed, timestamp: "2026-12-10T11:00:00Z" })).toMatchObject({
      flags: ["future_time"],
      originalAt: Date.parse("2026-12-10T11:00:00Z"),
    });
    expect(accepted({ ...viewed, timestamp: "2026-11-10T11:00:00" }).flags).toEqual(["no_timezone"]);
    expect(accepted({ ...viewed, timestamp: "tomorrow" }).flags).toEqual(["bad_timestamp"]);
    expect(accepted({ ...viewed, timestamp })).toMatchObject({ flags: null, originalAt: null });
  });

  it("reaches thirty days back with a public key, further with a secret one", () => {
    const old = { ...viewed, timestamp: "2026-10-11T11:59:59Z" };
    expect(refused(old, { source: "write" })).toMatchObject({ code: "too_old", path: "timestamp" });
    expect(accepted(old).occurredAt).toBe(Date.parse("2026-10-11T11:59:59Z"));
    accepted({ ...viewed, timestamp: "2026-10-11T12:00:00Z" }, { source: "write" });
  });

  it("is remembered by the id that is stored, never by what a sender wrote in its place", () => {
    const about = { sentAt: receivedAt - 3_600_000 };
    const sent = { anonymousId: "a".repeat(100_000), timestamp: "2026-11-10T10:00:00Z" };
    accepted({ ...viewed, ...sent, context: { cookieless: true } }, about);
    accepted({ ...sent, type: "alias", userId: "ada", previousId: "eve" }, about);
    const remembered = oncePerProcess("clock corrections", () => new Map<string, number>());
    expect(Math.max(...[...remembered.keys()].map(({ length }) => length))).toBeLessThan(400);
  });
});

import { describe, expect, it } from "vitest";
import { trafficFields } from "./derive-channels";
import { givenPart, givenRuns, inArrival, type Row, scanned } from "./testing/given-rows";

const minute = 60_000;
const sessionGapMs = 30 * minute;

/** Times in minutes. */
const inMinutes = (rows: readonly Row[]): Row[] =>
  rows.map((row) => ({ ...row, at: minute * (row.at ?? 0) }));
const partOf = (...rows: Row[]) => givenPart(givenRuns(inMinutes(rows)));

/** The session of each row, as numbers in order of first event; -1 for none. */
const sessions = (...rows: Row[]): number[] =>
  inArrival(scanned(partOf(...rows), { sessionGapMs })).map(({ session }) => session);

describe("sessions", () => {
  it("hold a gap of exactly their longest, and end a millisecond later", () => {
    expect(sessions({ at: 0 }, { at: 30 }, { at: 60 + 1 / minute })).toEqual([0, 0, 1]);
  });

  it("last at most a day", () => {
    const rows = Array.from({ length: 49 }, (_, n) => ({ at: 30 * n }));
    expect(sessions(...rows, { at: 24 * 60 + 1 / minute }).slice(-3)).toEqual([0, 0, 1]);
  });

  it("go by the sender's id however long apart, by visitor, and beside those that go by gaps", () => {
    expect(
      sessions(
        { at: 0, sessionId: "s" },
        { at: 1 },
        { at: 2, sessionId: "t" },
        { at: 20 },
        { at: 900, sessionId: "s" },
        { visitor: 2, at: 0, sessionId: "s" },
      ),
    ).toEqual([0, 1, 2, 1, 0, 3]);
  });

  it("are one where they lie in several runs", () => {
    const sent = (seq: number, at: number, sessionId: string): Row => ({ seq, at: at * minute, sessionId });
    const runs = [
      ...givenRuns([sent(0, 0, "s"), sent(3, 1_000_000, "t")]),
      ...givenRuns([sent(1, 5, "t"), sent(2, 900, "s")]),
    ];
    const seen = inArrival(scanned(givenPart(runs), { sessionGapMs })).map(({ session }) => session);
    expect(seen).toEqual([0, 1, 0, 1]);
  });

  it("take in passive events without being prolonged by them, and never start with one", () => {
    expect(
      sessions(
        { at: 0, passive: true },
        { at: 5 },
        { at: 30, passive: true },
        { at: 36, passive: true },
        { at: 40 },
        { at: 41, sessionId: "s", passive: true },
        { at: 42, sessionId: "s" },
        { at: 900, sessionId: "s", passive: true },
      ),
    ).toEqual([-1, 0, 0, -1, 1, -1, 2, 2]);
  });

  it("know nothing of bots unless those are asked for", () => {
    const part = partOf({ at: 0, bot: true }, { at: 20 }, { at: 40, bot: true }, { at: 60 });
    const seen = (includeBots: boolean) =>
      scanned(part, { sessionGapMs, includeBots }).map(({ session }) => session);
    expect(seen(false)).toEqual([0, 1]);
    expect(seen(true)).toEqual([0, 0, 0, 0]);
  });
});

describe("channels", () => {
  const google = { "utm.source": "google", "utm.medium": "cpc" };
  const news = { "utm.medium": "email" };
  const channels = (rows: readonly Row[], more: Parameters<typeof scanned>[1] = {}): unknown[] =>
    inArrival(scanned(partOf(...rows), { sessionGapMs, fields: ["channel"], ...more })).map(
      ({ values: [channel] }) => channel,
    );

  it("come from the first event of a session that has any traffic, for all of it", () => {
    const rows: Row[] = [
      { at: 0, fields: { path: "/" } },
      { at: 1, fields: { path: "/", ...google } },
      { at: 2, fields: { path: "/", ...news } },
      { at: 90, fields: { path: "/", referrer: "blog.example/" } },
      { at: 180, fields: { path: "/" } },
      { at: 270 },
      { at: 900, passive: true, fields: google },
    ];
    expect(channels(rows)).toEqual([
      ...["Paid Search", "Paid Search", "Paid Search", "Referral", "Direct"],
      null,
      null,
    ]);
  });

  it("are what they were at asOf", () => {
    const rows: Row[] = [
      { at: 0, fields: { path: "/" } },
      { at: 10, fields: google },
    ];
    expect(channels(rows, { asOf: 10 * minute })).toEqual(["Direct"]);
    expect(channels(rows)).toEqual(["Paid Search", "Paid Search"]);
  });

  it("do not learn from a bot", () => {
    const rows: Row[] = [
      { at: 0, bot: true, fields: google },
      { at: 1, fields: { path: "/" } },
    ];
    expect(channels(rows)).toEqual(["Direct"]);
    expect(channels(rows, { includeBots: true })).toEqual(["Paid Search", "Paid Search"]);
  });

  it("are made of fields that journeys name", () => {
    expect(trafficFields).toContain("referrer");
  });
});

describe("a scan", () => {
  const seqs = (events: readonly { visitor: number; seq: number }[]): number[][] =>
    events.map(({ visitor, seq }) => [visitor, seq]);

  it("hands over each visitor's visible events in order", () => {
    const part = partOf(
      { visitor: 7, at: 3 },
      { visitor: 2, at: 9 },
      { visitor: 7, at: 1, fields: { path: "/" } },
      { visitor: 7, at: 10 },
      { visitor: 2, at: 4, bot: true },
      { visitor: 3, at: 11 },
    );
    const events = scanned(part, {
      asOf: 10 * minute,
      fields: ["path"],
      matchers: [{ event: "buy" }, { event: "view" }],
    });
    expect(events).toEqual([
      { visitor: 2, seq: 1, at: 9 * minute, mask: 2, session: -1, values: [null] },
      { visitor: 7, seq: 2, at: minute, mask: 2, session: -1, values: ["/"] },
      { visitor: 7, seq: 0, at: 3 * minute, mask: 2, session: -1, values: [null] },
    ]);
  });

  it("leaves out visitors who came after the range, or were gone before it", () => {
    const part = partOf(
      { visitor: 1, at: 1 },
      { visitor: 2, at: 2 },
      { visitor: 2, at: 9 },
      { visitor: 3, at: 8 },
    );
    expect(seqs(scanned(part, { range: { from: 2 * minute, to: 8 * minute } }))).toEqual([
      [2, 1],
      [2, 2],
    ]);
  });

  it("merges runs of one month by time and arrival, and joins months", () => {
    const month = 31 * 24 * 60 * minute;
    const runs = [
      ...givenRuns([
        { seq: 1, at: 5 },
        { seq: 4, at: 7 },
        { seq: 9, at: month },
      ]),
      ...givenRuns([
        { seq: 2, at: 5 },
        { seq: 3, at: 6 },
        { seq: 8, at: month + 1 },
      ]),
    ];
    expect(scanned(givenPart(runs)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 9, 8]);
  });

  it("divides visitors among parts and finds them in runs of any number of shards", () => {
    const rows = Array.from({ length: 40 }, (_, n): Row => ({ visitor: n % 20, at: n }));
    const runs = [
      ...givenRuns(rows.slice(0, 15), 1),
      ...givenRuns(rows.slice(15, 30), 8),
      ...givenRuns(rows.slice(30), 2),
    ];
    // Runs number their own rows from 0; arrival does not matter here.
    const everyone = [0, 1, 2, 3].flatMap((index) =>
      scanned({ ...givenPart(runs), index, parts: 4 }).map(({ visitor, at }) => {
        expect(visitor % 4).toBe(index);
        return `${visitor} ${at % 100}`;
      }),
    );
    expect(everyone).toHaveLength(40);
    expect(new Set(everyone.map((one) => one.split(" ")[0])).size).toBe(20);
  });

  it("sees merged visitors as one, whether their rows were moved already or not", () => {
    const runs = givenRuns([{ visitor: 5 }, { visitor: 2 }, { visitor: 9 }, { visitor: 4 }], 4);
    const winnerOf = new Map([
      [5, 2],
      [9, 2],
    ]);
    expect(seqs(scanned(givenPart(runs, { winnerOf })))).toEqual([
      [4, 3],
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
    const lifted = new Set([5]);
    expect(seqs(scanned(givenPart(runs, { winnerOf, lifted })))).toEqual([
      [4, 3],
      [2, 1],
      [2, 2],
    ]);
  });

  it("does not see erased visitors, nor those merged into them", () => {
    const runs = givenRuns([{ visitor: 5 }, { visitor: 2 }, { visitor: 9 }]);
    const winnerOf = new Map([[5, 2]]);
    expect(seqs(scanned(givenPart(runs, { winnerOf, erased: new Set([2]) })))).toEqual([[9, 2]]);
  });

  it("reads a visitor with very many events that lie in two runs", () => {
    const rows = Array.from({ length: 50_000 }, (_, n): Row => ({ seq: n, at: (n * 7919) % 50_000 }));
    const runs = [
      ...givenRuns(rows.filter((_, n) => n % 2 === 0)),
      ...givenRuns(rows.filter((_, n) => n % 2 === 1)),
    ];
    const times = scanned(givenPart(runs)).map(({ at }) => at);
    expect(times).toEqual(Array.from({ length: 50_000 }, (_, n) => n));
  });

  it("ends when nobody waits for it any more", () => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const part = { ...partOf({ at: 0 }), stop };
    expect(scanned(part)).toHaveLength(1);
    stop[0] = 1;
    expect(() => scanned(part)).toThrow("takes too long");
  });

  it("tells how many events it read to whoever waits", () => {
    const signals = new Int32Array(new SharedArrayBuffer(8));
    scanned({ ...partOf({ at: 0 }, { at: 1 }, { visitor: 2, at: 3 }), stop: signals });
    scanned({ ...partOf({ at: 0 }), stop: signals });
    expect([...signals]).toEqual([0, 4]);
  });
});

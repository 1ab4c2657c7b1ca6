import { describe, expect, it } from "vitest";
import { trafficFields } from "./derive-channels";
import { ProjectLog } from "./project-log";
import { forEachJourney } from "./scan";

const minute = 60_000;
const now = { asOf: Number.POSITIVE_INFINITY, includeBots: false };

type Row = {
  visitor?: number;
  /** In minutes. */
  at: number;
  sessionId?: string;
  passive?: boolean;
  bot?: boolean;
  fields?: Partial<Record<(typeof trafficFields)[number], string>>;
};

const add = (log: ProjectLog, rows: readonly Row[]): void => {
  for (const { visitor = 1, at, sessionId = null, passive = false, bot = false, fields = {} } of rows) {
    const row = log.add({
      seq: log.count,
      visitor,
      at: at * minute,
      receivedAt: at * minute,
      name: "view",
      sessionId,
      passive,
      bot,
    });
    for (const [field, text] of Object.entries(fields)) log.setField(field, row, text);
  }
  log.index();
};

const logOf = (...rows: Row[]): ProjectLog => {
  const log = new ProjectLog(30 * minute);
  for (const field of trafficFields) log.addColumn(field);
  add(log, rows);
  return log;
};

/** The session of each row, as numbers in order of first event; -1 for none. */
const sessions = (...rows: Row[]): number[] => [...logOf(...rows).seenBy(now).session];

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

  it("follow time where events arrive late, and visitors that turn out to be one", () => {
    const log = logOf({ at: 40 }, { visitor: 2, at: 20 }, { visitor: 3, at: 60 });
    expect([...log.seenBy(now).session]).toEqual([0, 1, 2]);
    log.addMerge(3, 2);
    log.addMerge(2, 1);
    add(log, [{ visitor: 3, at: 0 }]);
    expect([...log.seenBy(now).session]).toEqual([0, 0, 0, 0]);
  });

  it("know nothing of bots unless those are asked for", () => {
    const log = logOf({ at: 0, bot: true }, { at: 20 }, { at: 40, bot: true }, { at: 60 });
    expect([...log.seenBy(now).session]).toEqual([-1, 0, -1, 1]);
    expect([...log.seenBy({ ...now, includeBots: true }).session]).toEqual([0, 0, 0, 0]);
  });
});

describe("channels", () => {
  const channels = (log: ProjectLog, seen = now): (unknown | null)[] => {
    const { codes, values } = log.seenBy(seen).column("channel");
    return Array.from(codes, (code) => values[code] ?? null);
  };
  const google = { "utm.source": "google", "utm.medium": "cpc" };
  const news = { "utm.medium": "email" };

  it("come from the first event of a session that has any traffic, for all of it", () => {
    const log = logOf(
      { at: 0, fields: { path: "/" } },
      { at: 1, fields: { path: "/", ...google } },
      { at: 2, fields: { path: "/", ...news } },
      { at: 90, fields: { path: "/", referrer: "blog.example/" } },
      { at: 180, fields: { path: "/" } },
      { at: 270 },
      { at: 900, passive: true, fields: google },
    );
    expect(channels(log)).toEqual([
      ...["Paid Search", "Paid Search", "Paid Search", "Referral", "Direct"],
      null,
      null,
    ]);
  });

  it("are what they were at asOf, and are brought up to date by later rows", () => {
    const log = logOf({ at: 0, fields: { path: "/" } }, { at: 10, fields: google });
    expect(channels(log, { ...now, asOf: 10 * minute })[0]).toBe("Direct");
    expect(channels(log)[0]).toBe("Paid Search");
    add(log, [{ at: -5, fields: news }]);
    expect(channels(log)).toEqual(["Email", "Email", "Email"]);
  });

  it("do not learn from a bot", () => {
    const log = logOf({ at: 0, bot: true, fields: google }, { at: 1, fields: { path: "/" } });
    expect(channels(log)[1]).toBe("Direct");
    expect(channels(log, { ...now, includeBots: true })[1]).toBe("Paid Search");
  });
});

describe("a scan", () => {
  it("hands over each visitor's visible events in order", () => {
    const log = logOf(
      { visitor: 7, at: 3 },
      { visitor: 2, at: 9 },
      { visitor: 7, at: 1, fields: { path: "/" } },
      { visitor: 7, at: 10 },
      { visitor: 2, at: 4, bot: true },
      { visitor: 3, at: 11 },
    );
    const view = log.seenBy({ asOf: 10 * minute, includeBots: false });
    const seen: unknown[] = [];
    const scan = {
      journeys: view,
      masks: new Uint32Array(log.count).fill(5),
      columns: [view.column("path")],
      range: { from: 0, to: 10 * minute },
    };
    const read = forEachJourney(scan, ({ visitor, start, end, at, seq, mask, columns }) => {
      for (let i = start; i < end; i++)
        seen.push([visitor, (at[i] ?? 0) / minute, seq[i], mask[i], columns[0]?.[i]]);
    });
    expect(seen).toEqual([
      [2, 9, 1, 5, -1],
      [7, 1, 2, 5, 0],
      [7, 3, 0, 5, -1],
    ]);
    expect(read).toEqual({ journeys: 2, events: 3 });
  });
});

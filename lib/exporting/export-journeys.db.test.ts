import { tableFromIPC } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { compactUntilDone } from "@/lib/journeys/compact";
import { eraseVisitors } from "@/lib/journeys/erase-visitors-store";
import { givenLog, merge, randomEvent, small, stateOf, write } from "@/lib/journeys/testing/given-log";
import { rowsSeen } from "@/lib/journeys/testing/rows-seen";
import { type Asked, exportJourneys } from "./export-journeys";

type Row = Record<string, unknown>;

/** Exports and reads back. Rows lack what is null; JSON is parsed. */
const exported = async (site: Site, asked: Asked = {}, rowsOfBatch?: number) => {
  const chunks: Uint8Array[] = [];
  const events = await exportJourneys(site.scope, asked, {
    write: (bytes) => void chunks.push(bytes.slice()),
    isStopped: () => false,
    rowsOfBatch,
  });
  const table = tableFromIPC(Buffer.concat(chunks));
  const valueAt = (field: (typeof table.schema.fields)[number], row: number): unknown => {
    const value = table.getChild(field.name)?.get(row);
    if (field.name === "occurredAt") return new Date(value).toISOString();
    return field.metadata.get("content") === "json" && value !== null ? JSON.parse(value) : value;
  };
  const rows = Array.from({ length: table.numRows }, (_, row) => {
    const values = table.schema.fields.map((field) => [field.name, valueAt(field, row)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== null));
  });
  return {
    events,
    rows,
    types: Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)])),
    batchRows: table.batches.map(({ numRows }) => numRows),
  };
};

/** A time of 1 November 2026. */
const at = (time: string): string => `2026-11-01T${time}:00.000Z`;

const page = {
  url: "https://shop.example/tea?utm_source=news&utm_medium=email&size=2#top",
  title: "Tea, “green”",
  referrer: "https://mail.example/",
};

/** What was stored first is folded; then come late events, a merge, a bot and an erasure. */
const givenWorld = async (): Promise<{ site: Site; other: Site }> => {
  const site = await givenProject({ timezone: "Europe/Berlin" });
  const other = await givenProject({ beside: site });
  await site.send([
    track("ada", "Product Viewed", {
      timestamp: at("09:00"),
      context: { page, country: "de", locale: "de-DE" },
      properties: { price: 19.5, sku: "A-1", gift: true, tags: ["a", { b: 1 }], mixed: 7 },
    }),
    track("bob", "Product Viewed", { timestamp: at("09:10"), properties: { sku: "A-1", mixed: "seven" } }),
    track("", "Called", { anonymousId: undefined, userId: "robert", timestamp: at("11:00") }),
    track("eve", "Secret", { timestamp: at("09:20"), properties: { sku: "Eve's" } }),
  ]);
  await other.send([track("ada", "Theirs", { timestamp: at("09:00"), properties: { theirs: 1 } })]);
  for (const one of [site, other]) await compactUntilDone(one.scope);
  const who = { anonymousId: "bob", userId: "robert", messageId: "who" };
  await site.send([
    track("ada", "Renewed", { timestamp: at("12:00"), context: { passive: true } }),
    track("bob", "Looked around", { timestamp: at("08:55"), properties: { gift: false, note: null } }),
    { type: "identify", ...who, timestamp: at("13:00"), traits: { secret: "a trait" } },
  ]);
  const crawler = { source: "write", userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1)" } as const;
  await site.send([track("crawler", "Crawled", { timestamp: at("14:00") })], crawler);
  const eve = (await site.stored()).find(({ name }) => name === "Secret");
  await eraseVisitors(site.scope, [eve?.visitorNo ?? 0]);
  return { site, other };
};

const [usual, passive, bot] = [
  { isBot: false, isPassive: false },
  { isBot: false, isPassive: true },
  { isBot: true, isPassive: false },
];

const adasView = {
  visitor: 1,
  occurredAt: at("09:00"),
  session: 1,
  ...usual,
  name: "Product Viewed",
  path: "/tea",
  host: "shop.example",
  title: "Tea, “green”",
  referrer: "mail.example/",
  channel: "Email",
  "utm.source": "news",
  "utm.medium": "email",
  country: "DE",
  language: "de",
  query: "?utm_source=news&utm_medium=email&size=2",
  "property.price": 19.5,
  "property.sku": "A-1",
  "property.gift": true,
  "property.tags": ["a", { b: 1 }],
  "property.mixed": 7,
};

const everything: Row[] = [
  adasView,
  { visitor: 1, occurredAt: at("12:00"), ...passive, name: "Renewed" },
  {
    visitor: 2,
    occurredAt: at("08:55"),
    session: 2,
    ...usual,
    name: "Looked around",
    "property.gift": false,
  },
  {
    visitor: 2,
    occurredAt: at("09:10"),
    session: 2,
    ...usual,
    name: "Product Viewed",
    "property.sku": "A-1",
    "property.mixed": "seven",
  },
  { visitor: 2, occurredAt: at("11:00"), session: 3, ...usual, name: "Called" },
  { visitor: 5, occurredAt: at("14:00"), session: 4, ...bot, name: "Crawled", browser: "Googlebot" },
];

describe("an export", () => {
  it("has what reports see: late events, one visitor for two who are one, nobody erased, bots marked", async () => {
    const { site, other } = await givenWorld();
    const first = await exported(site);
    expect(first).toEqual({
      events: 6,
      rows: everything,
      types: expect.objectContaining({
        visitor: "Int32",
        occurredAt: "Timestamp<MILLISECOND, UTC>",
        session: "Int32",
        isBot: "Bool",
        isPassive: "Bool",
        name: "Dictionary<Int32, Utf8>",
        "property.price": "Float64",
        "property.sku": "Dictionary<Int32, Utf8>",
        "property.gift": "Bool",
        "property.tags": "Dictionary<Int32, Utf8>",
        "property.mixed": "Dictionary<Int32, Utf8>",
      }),
      batchRows: [6],
    });
    expect(Object.keys(first.types).filter((name) => /theirs|secret/.test(name))).toEqual([]);
    await compactUntilDone(site.scope);
    expect((await exported(site)).rows).toEqual(everything);
    expect((await exported(other)).rows).toEqual([
      expect.objectContaining({ visitor: 1, name: "Theirs", "property.theirs": 1 }),
    ]);
  });

  it("writes batches of bounded size, each with the values it needs", async () => {
    const { site } = await givenWorld();
    const { rows, batchRows } = await exported(site, {}, 4);
    expect([batchRows, rows]).toEqual([[4, 2], everything]);
  });

  it("keeps to a range, whose sessions and channels are those of whole visits", async () => {
    const { site } = await givenWorld();
    const from = "2026-11-01T09:05:00Z";
    expect((await exported(site, { from, until: "2026-11-01T11:00:00.001Z" })).rows).toEqual([
      { ...everything[3], session: 1 },
      { ...everything[4], session: 2 },
    ]);
    expect((await exported(site, { from: "2026-11-01", until: "2026-11-02" })).rows).toEqual(everything);
    expect(await exported(site, { until: "2026-10-01" })).toMatchObject({ events: 0, rows: [] });
  });

  it("says what is wrong with a range", async () => {
    const { site } = await givenWorld();
    await expect(exported(site, { from: "2026-11-02", until: "2026-11-01" })).rejects.toMatchObject({
      code: "invalid",
      path: "until",
      message: "The range ends before it starts: `until` is exclusive and comes after `from`.",
    });
    await expect(exported(site, { from: "yesterday" })).rejects.toMatchObject({
      code: "invalid",
      path: "from",
    });
  });

  it("of a project without events has columns and no rows", async () => {
    const { events, rows, types } = await exported(await givenProject());
    expect([events, rows]).toEqual([0, []]);
    expect(Object.keys(types).slice(0, 7)).toEqual([
      "visitor",
      "occurredAt",
      "session",
      "isBot",
      "isPassive",
      "name",
      "path",
    ]);
  });

  it.each([1, 2, 3])("agrees with the log, however it is folded into shards (%i)", async (seed) => {
    const { site, roll } = await givenLog(seed, 12);
    await compactUntilDone(site.scope, undefined, small);
    await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 1 + roll(15), 16 + roll(15)));
    await write(
      site,
      Array.from({ length: 40 }, () => randomEvent(roll, 30)),
    );
    await eraseVisitors(site.scope, [1 + roll(30)]);
    expect((await stateOf(site)).runs.some(({ shards }) => shards > 1)).toBe(true);
    const { logged } = await rowsSeen(site.scope);
    const ofLog = logged.map((text) => {
      const [, visitor, occurred, flags, values] = JSON.parse(text);
      const facts = { visitor, occurredAt: new Date(occurred).toISOString() };
      const marks = { isBot: (flags & 4) !== 0, isPassive: (flags & 1) !== 0 };
      const there = values.filter(([, value]: [string, unknown]) => value !== null);
      return { ...facts, ...marks, ...Object.fromEntries(there) };
    });
    const { rows } = await exported(site, {}, 7);
    const ofFile = rows.map(({ session: _, channel: __, ...row }) => row);
    const byText = (all: readonly Row[]): string[] =>
      all.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
    expect(byText(ofFile)).toEqual(byText(ofLog));
  });
});

import fs from "node:fs";
import { describe, expect, it } from "vitest";
import type { Repair } from "@/lib/data-health/definition";
import { hoursIn } from "./data-params";
import { blankOperation, draftsOf, repairOfDrafts } from "./operation-draft";
import { prepareArrivals } from "./prepare-arrivals";
import { preparePayload } from "./prepare-payload";
import { reasonWords } from "./reason-words";

const hourMs = 3_600_000;
const now = Date.parse("2026-11-10T12:34:00Z");

describe("the hours of the chart", () => {
  it("end with the running one, and are as many as the range says", () => {
    expect(hoursIn("24h", now)).toEqual({
      from: Date.parse("2026-11-09T13:00:00Z"),
      to: Date.parse("2026-11-10T13:00:00Z"),
    });
    expect((hoursIn("7d", now).to - hoursIn("7d", now).from) / hourMs).toBe(168);
  });

  const hour = (at: number, received: number, rejected: number) => ({
    ...{ at, received, accepted: received - rejected, duplicate: 0, ignored: 0, rejected },
  });

  it("are all drawn, also those in which nothing came, and add up to the sums", () => {
    const range = hoursIn("24h", now);
    const ledger = [hour(range.from, 10, 1), hour(range.to - hourMs, 30, 0)];
    const arrivals = prepareArrivals(ledger, { ...range, timezone: "Europe/Berlin", now });
    expect(arrivals.hours).toHaveLength(24);
    expect(arrivals.hours.map(({ received }) => received).filter((count) => count > 0)).toEqual([10, 30]);
    expect(arrivals.sums).toEqual({ received: 40, accepted: 39, duplicate: 0, ignored: 0, rejected: 1 });
    expect(arrivals.addsUp).toBe(true);
    expect(arrivals.hours[0]).toMatchObject({ short: "14:00", long: "Mon 9 Nov, 14:00" });
    expect(arrivals.hours.at(-1)?.long).toBe("Tue 10 Nov, 13:00, still running");
    expect(arrivals.xTicks.length).toBeLessThanOrEqual(5);
    expect(arrivals.yTicks).toEqual([0, 10, 20, 30]);
    expect(arrivals.table.rows).toHaveLength(24);
  });

  it("mark the first hour of a local day in a week, and say when the parts are not the whole", () => {
    const range = hoursIn("7d", now);
    const wrong = { ...hour(range.from, 5, 0), accepted: 4 };
    const arrivals = prepareArrivals([wrong], { ...range, timezone: "Asia/Kolkata", now });
    expect(arrivals.addsUp).toBe(false);
    expect(arrivals.xTicks.map((at) => arrivals.hours[at]?.long.slice(-5))).toEqual(
      arrivals.xTicks.map(() => "00:30"),
    );
  });
});

describe("a payload", () => {
  it("is shown in lines with the one at fault marked", () => {
    const payload = '{"event":"Order","properties":{"items":[],"revenue":"12 €"},"n":[1]}';
    const lines = preparePayload(payload, "properties.revenue");
    expect(lines.map(({ text, depth }) => "  ".repeat(depth) + text).join("\n")).toBe(
      JSON.stringify(JSON.parse(payload), null, 2),
    );
    expect(lines.filter(({ mark }) => mark).map(({ text }) => text)).toEqual(['"revenue": "12 €"']);
  });

  it("that is no JSON is shown as it came, and one without end is cut", () => {
    expect(preparePayload('{"batch": [', "")).toEqual([{ text: '{"batch": [', depth: 0, mark: null }]);
    expect(preparePayload(JSON.stringify(Array.from({ length: 5_000 }, () => 1)), "").length).toBe(401);
    expect(preparePayload(`${"[".repeat(3_000)}${"]".repeat(3_000)}`, "").length).toBeLessThan(60);
  });
});

describe("the form of a repair", () => {
  const all: Repair = [
    { kind: "renameEvent", to: "New" },
    { kind: "renameEvent", from: "Old", to: "New" },
    { kind: "setValue", path: "a.b", value: "text" },
    { kind: "setValue", path: "a.b", value: "42" },
    { kind: "setValue", path: "a.b", value: 42 },
    { kind: "setValue", path: "a.b", value: "007" },
    { kind: "setValue", path: "a.b", value: "12345678901234567890" },
    { kind: "setValue", path: "a.b", value: '"a\\"b"' },
    { kind: "setValue", path: "a.b", value: null },
    { kind: "moveValue", from: "a", to: "b" },
    { kind: "removeValue", path: "a" },
    { kind: "fixNumber", path: "a", decimal: "," },
    { kind: "divideNumber", path: "a", by: 100 },
    { kind: "fixCurrency", path: "a", from: "€", to: "EUR" },
    { kind: "cutText", path: "a", length: 200 },
    { kind: "toText", path: "a" },
    { kind: "parseJson", path: "a" },
    { kind: "setTimestamp", to: "receivedAt" },
  ];

  it("says the same repair again, whatever its changes", () => {
    expect(repairOfDrafts(draftsOf(all))).toEqual({ repair: all, problems: all.map(() => ({})) });
  });

  it("says at each field what is wrong", () => {
    const { repair, problems } = repairOfDrafts([
      { ...blankOperation(0), kind: "fixCurrency", path: "a", to: "euro" },
      { ...blankOperation(1), kind: "divideNumber", path: "a..b", amount: "" },
    ]);
    expect(repair).toBeNull();
    expect(problems).toEqual([
      { to: "A currency is its three-letter code, like EUR." },
      { path: "Write the place in the event, like properties.revenue.", amount: "Write a number." },
    ]);
  });
});

it("a reason that nobody wrote words for is shown as its code", () => {
  expect(reasonWords("rejected", "quite_new")).toEqual({ title: "quite new", meaning: "" });
  expect(reasonWords("ignored", "constructor")).toEqual({ title: "constructor", meaning: "" });
});

it("every reason that ingestion gives is put into words", () => {
  const sources = fs
    .readdirSync("lib/ingestion", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("test"))
    .map((file) => fs.readFileSync(`lib/ingestion/${file}`, "utf8"))
    .join("\n");
  const codes = (pattern: RegExp): string[] => [...sources.matchAll(pattern)].map(([, code = ""]) => code);
  const found = {
    rejected: codes(/(?:\bcode: |\brefuse\(\s*|\bUnfit\(\s*)"([a-z]+_[a-z_]+)"/g),
    ignored: codes(/\bignored: "([a-z_]+)"/g),
    flagged: codes(/\bflag\(draft, "([a-z_]+)"/g),
    refused: codes(/\bcountRefusal\([^"]*"([a-z_]+)"/g),
  };
  for (const outcome of ["rejected", "ignored", "flagged", "refused"] as const) {
    expect(found[outcome].length, outcome).toBeGreaterThan(2);
    const silent = found[outcome].filter((code) => reasonWords(outcome, code).meaning === "");
    expect(silent, outcome).toEqual([]);
  }
});

import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import { parseInput } from "@/lib/parse-input";
import { createOrganisation, createProject } from "@/lib/tenancy/organisations-store";
import { importMap } from "./definition";
import { importFile } from "./import-file";

const root = path.resolve(import.meta.dirname, "../..");
const exampleMap = async (name: string) =>
  parseInput(importMap, JSON.parse(await readFile(path.join(root, "examples", name), "utf8")));

const givenProject = async (): Promise<ProjectScope> => {
  const org = await createOrganisation({ name: "Import test" });
  return (await createProject(org.scope, { name: "Shop", timezone: "UTC", currency: "EUR" })).scope;
};

type Stored = { name: string; at: string; sessionId: string | null; properties: Record<string, unknown> };

const storedEvents = (scope: ProjectScope): Promise<Stored[]> =>
  withTenantSnapshot(scope, async (tx) => [
    ...(await tx<Stored[]>`
      select name, to_json(occurred_at at time zone 'UTC')#>>'{}' as at, session_id as "sessionId", properties
      from events where project_id = ${scope.projectId} order by seq`),
  ]);

const namesIn = async (scope: ProjectScope): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { name } of await storedEvents(scope)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

let folder = "";
let scope: ProjectScope;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "tributary-import-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  scope = await givenProject();
});

let files = 0;
const givenFile = async (content: string | Buffer): Promise<string> => {
  const file = path.join(folder, `file-${++files}`);
  await writeFile(file, content);
  return file;
};

const csv = parseInput(importMap, {
  event: { column: "event" },
  timestamp: "time",
  userId: "user",
  properties: { price: { column: "price", type: "number" } },
});

const header = "time,event,user,price";
const counts = {
  accepted: 0,
  duplicates: 0,
  ignored: 0,
  rejected: [],
  rejectedTotal: 0,
  ms: expect.any(Number),
};

describe("importFile", () => {
  it("stores the rows of a CSV file and reports every bad one with its line", async () => {
    const file = await givenFile(
      [
        header,
        "2026-10-01 09:30:00 UTC,Looked,ada,9.5",
        "15,Looked,ada,9.5",
        "",
        "1790847000,Looked,grace,",
        "2026-10-01T09:31:00Z,Looked,ada",
        "2026-10-01T09:31:00Z,Looked,ada,cheap",
        "2026-10-01T09:31:00Z,,ada,1",
        "2026-10-01T09:31:00Z,Looked,,1",
        '2026-10-01T09:32:00Z,"Looked, twice",ada,1',
      ].join("\r\n"),
    );
    expect(await importFile(scope, { file, map: csv })).toEqual({
      ...counts,
      lines: 8,
      accepted: 3,
      rejected: [
        { line: 3, code: "bad_timestamp", path: "timestamp", message: expect.stringContaining('"15"') },
        { line: 6, code: "wrong_columns", message: expect.stringContaining("3 columns") },
        {
          line: 7,
          code: "not_a_number",
          path: "properties.price",
          message: expect.stringContaining('"cheap"'),
        },
        { line: 8, code: "missing_event", path: "event", message: expect.any(String) },
        { line: 9, code: "missing_identity", path: "anonymousId", message: expect.any(String) },
      ],
      rejectedTotal: 5,
    });
    expect(await storedEvents(scope)).toEqual([
      { name: "Looked", at: "2026-10-01T09:30:00", sessionId: null, properties: { price: 9.5 } },
      { name: "Looked", at: "2026-10-01T09:30:00", sessionId: null, properties: {} },
      { name: "Looked, twice", at: "2026-10-01T09:32:00", sessionId: null, properties: { price: 1 } },
    ]);
  });

  it("keeps equal rows apart, adds nothing when it runs again, and goes on where an import stopped", async () => {
    const rows = Array.from({ length: 6000 }, () => "2026-10-01T09:30:00Z,Looked,ada,1");
    const half = await givenFile([header, ...rows.slice(0, 4000)].join("\n"));
    const whole = await givenFile([header, ...rows].join("\n"));
    expect(await importFile(scope, { file: half, map: csv })).toEqual({
      ...counts,
      lines: 4000,
      accepted: 4000,
    });
    const goesOn = { ...counts, lines: 6000, accepted: 2000, duplicates: 4000 };
    expect(await importFile(scope, { file: whole, map: csv })).toEqual(goesOn);
    const again = { ...counts, lines: 6000, duplicates: 6000 };
    expect(await importFile(scope, { file: whole, map: csv })).toEqual(again);
    expect(await namesIn(scope)).toEqual({ Looked: 6000 });
  });

  it("stores nothing in another project, which may import the same file", async () => {
    const file = await givenFile(`${header}\n2026-10-01T09:30:00Z,Looked,ada,1`);
    const other = await givenProject();
    await importFile(scope, { file, map: csv });
    expect(await storedEvents(other)).toEqual([]);
    expect(await importFile(other, { file, map: csv })).toEqual({ ...counts, lines: 1, accepted: 1 });
  });

  it("counts all rejected rows and lists the first hundred", async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `${i % 2 ? "15" : "2026-10-01T09:30:00Z"},Looked,ada,1`,
    );
    const report = await importFile(scope, { file: await givenFile([header, ...rows].join("\n")), map: csv });
    expect({ ...report, rejected: report.rejected.map(({ line }) => line) }).toEqual({
      ...counts,
      lines: 3000,
      accepted: 1500,
      rejected: Array.from({ length: 100 }, (_, i) => 3 + 2 * i),
      rejectedTotal: 1500,
    });
  });

  it("reads JSONL in the wire format without a map, with and without message ids", async () => {
    const file = path.join(root, "examples/events.jsonl");
    expect(await importFile(scope, { file })).toEqual({ ...counts, lines: 6, accepted: 6 });
    const bare = { type: "track", event: "Looked", userId: "ada", timestamp: "2026-10-01T09:30:00Z" };
    const more = await givenFile(`${JSON.stringify(bare)}\n{"type":"track"\n[]\n${JSON.stringify(bare)}\n`);
    const report = {
      ...counts,
      lines: 4,
      rejected: [
        { line: 2, code: "invalid_json", path: "", message: expect.stringContaining("not JSON") },
        { line: 3, code: "not_an_object", path: "", message: expect.any(String) },
      ],
      rejectedTotal: 2,
    };
    expect(await importFile(scope, { file: more })).toEqual({ ...report, accepted: 2 });
    expect(await importFile(scope, { file: more })).toEqual({ ...report, duplicates: 2 });
    expect(await namesIn(scope)).toEqual({
      "Page Viewed": 1,
      "Product Viewed": 2,
      "Product Added": 1,
      "Order Completed": 1,
      Looked: 2,
    });
  });

  it("reads other JSONL by a map, from nested fields and in its own types", async () => {
    const map = parseInput(importMap, {
      event: { value: "Order Completed" },
      timestamp: { column: "order.at", timezone: "Europe/Berlin" },
      userId: "customer.id",
      properties: { total: "order.total", tags: "order.tags" },
    });
    const row = { customer: { id: 17 }, order: { at: "2026-07-01 09:30:00", total: 12.5, tags: ["a"] } };
    const file = await givenFile(JSON.stringify(row));
    expect(await importFile(scope, { file, map })).toEqual({ ...counts, lines: 1, accepted: 1 });
    expect(await storedEvents(scope)).toEqual([
      {
        name: "Order Completed",
        at: "2026-07-01T07:30:00",
        sessionId: null,
        properties: { total: 12.5, tags: ["a"] },
      },
    ]);
  });

  it("reads gzip by its content, and keeps what it could read of a damaged one", async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `2026-10-01T09:30:00Z,Looked,user-${i * 7919},${i}`,
    );
    const packed = gzipSync([header, ...rows].join("\n"));
    const cutOff = await givenFile(packed.subarray(0, packed.length / 2));
    const stopped = importFile(scope, { file: cutOff, map: csv });
    await expect(stopped).rejects.toMatchObject({
      code: "invalid",
      path: "file",
      message: expect.stringMatching(/is damaged or cut off\. The rows up to line \d+ are stored/),
    });
    const kept = (await namesIn(scope)).Looked ?? 0;
    expect(kept).toBeGreaterThan(1000);
    expect(await importFile(scope, { file: await givenFile(packed), map: csv })).toEqual({
      ...counts,
      lines: 20_000,
      accepted: 20_000 - kept,
      duplicates: kept,
    });
  });

  it("stops between two batches when it is told to", async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `2026-10-01T09:30:00Z,Looked,ada,${i}`);
    const file = await givenFile([header, ...rows].join("\n"));
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    await expect(
      importFile(scope, { file, map: csv, onProgress, signal: stop.signal }),
    ).rejects.toMatchObject({
      code: "unavailable",
      message:
        "The import was interrupted. The rows up to line 5001 are stored; import the same file again to go on.",
    });
    expect(await namesIn(scope)).toEqual({ Looked: 5000 });
  });

  it.each([
    ["is not there", () => path.join(folder, "nowhere"), csv, { code: "not_found", path: "file" }],
    ["is a folder", () => folder, csv, { code: "invalid", path: "file" }],
    ["is empty", () => givenFile(""), csv, { code: "invalid", path: "file" }],
    ["is empty inside gzip", () => givenFile(gzipSync("")), csv, { code: "invalid", path: "file" }],
    ["is UTF-16", () => givenFile(Buffer.from(header, "utf16le")), csv, { code: "invalid", path: "file" }],
    ["is an archive", () => givenFile("PK\u0003\u0004…"), csv, { code: "invalid", path: "file" }],
    [
      "lacks a column",
      () => givenFile("time,event,user\n"),
      csv,
      { code: "invalid", path: "properties.price.column" },
    ],
    ["is CSV without a map", () => givenFile(header), undefined, { code: "invalid", path: "map" }],
  ])("says so when the file %s", async (_, file, map, error) => {
    await expect(importFile(scope, { file: await file(), map })).rejects.toMatchObject(error);
    expect(await storedEvents(scope)).toEqual([]);
  });
});

const data = path.resolve(root, "../shared/data");
const present = existsSync(data);
if (!present) console.warn(`NOT TESTED: the real data files are not in ${data}.`);

describe.skipIf(!present)(
  present ? "real files" : "real files (SKIPPED: the data is not on this machine)",
  () => {
    it("imports the REES46 file but for its last line, which is cut off", async () => {
      const file = path.join(data, "rees46/2019-Oct_first17435.csv");
      const map = await exampleMap("rees46.map.json");
      const report = {
        ...counts,
        lines: 17_435,
        rejected: [
          { line: 17_436, code: "wrong_columns", message: "The row has 8 columns and should have 9." },
        ],
        rejectedTotal: 1,
      };
      expect(await importFile(scope, { file, map })).toEqual({ ...report, accepted: 17_434 });
      expect(await namesIn(scope)).toEqual({
        "Product Viewed": 17_055,
        "Product Added": 165,
        "Order Completed": 214,
      });
      const events = await storedEvents(scope);
      expect(events[1]).toEqual({
        name: "Product Viewed",
        at: "2019-10-01T00:00:00",
        sessionId: "9333dfbd-b87a-4708-9857-6336556b0fcc",
        properties: {
          product_id: "3900821",
          category_id: "2053013552326770905",
          category_code: "appliances.environment.water_heater",
          category: "appliances",
          brand: "aqua",
          price: 33.2,
        },
      });
      const revenue = events.reduce(
        (sum, { properties }) => sum + Math.round(Number(properties.revenue ?? 0) * 100),
        0,
      );
      expect(revenue).toBe(5_944_263);
      expect(await importFile(scope, { file, map })).toEqual({ ...report, duplicates: 17_434 });
    });

    it("imports the Taobao file but for its last line, which is cut off", async () => {
      const file = path.join(data, "taobao/UserBehavior_timeslice.csv");
      const map = await exampleMap("taobao.map.json");
      expect(await importFile(scope, { file, map })).toEqual({
        ...counts,
        lines: 96_169,
        accepted: 96_168,
        rejected: [
          {
            line: 96_169,
            code: "bad_timestamp",
            path: "timestamp",
            message: expect.stringContaining('"15"'),
          },
        ],
        rejectedTotal: 1,
      });
      expect(await namesIn(scope)).toEqual({
        "Product Viewed": 85_773,
        "Product Added": 5292,
        "Product Added to Wishlist": 2959,
        "Order Completed": 2144,
      });
    });
  },
);

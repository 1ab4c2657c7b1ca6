import { expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, track } from "@/db/testing/given-project";
import { decodeRun } from "./decode-column";
import { readRows } from "./read-rows";
import { ownRows } from "./read-state";
import { RunBuilder } from "./run-builder";

const odd = 'it\'s "odd" \\ 100% ünïcode';
const fields = [
  "name",
  "sessionId",
  "path",
  "host",
  "query",
  "title",
  "utm.source",
  "clickId",
  "country",
  "device",
  "language",
  "property.price",
  "property.nested",
  "property.a",
  `property.${odd}`,
  "property.missing",
];

const event = (n: number): object =>
  track(`visitor ${n % 5}`, `Event ${n % 3}`, {
    properties:
      n % 2
        ? { price: n % 4 ? n : String(n), nested: { list: [n % 3, null, "x".repeat(n)] }, [odd]: n % 3 === 0 }
        : { price: null, a: { b: n } },
    context: {
      sessionId: n % 3 ? undefined : `session ${n % 6}`,
      locale: n % 3 ? "de-DE" : undefined,
      country: "de",
      device: { type: n % 4 ? "mobile" : "tablet" },
      page:
        n % 5 ? { url: `https://shop.example/p/${n % 6}?utm_source=mail&gclid=1`, title: `Tea ${n} 茶` } : {},
    },
  });

it("reads the same values whether all fields are asked for or some, under the visitors that it is told", async () => {
  const site = await givenProject();
  await site.send(Array.from({ length: 300 }, (_, n) => event(n)));
  const read = async (asked: "all" | readonly string[]) => {
    const builder = new RunBuilder();
    const found = await withTenantSnapshot(site.scope, (tx) =>
      readRows(tx, ownRows(site.scope), asked, builder, (no) => (no === 2 ? -1 : no === 3 ? 1 : no)),
    );
    const [run] = builder.build(() => 1).map(decodeRun);
    if (!run) throw new Error("Nothing was read.");
    const values = Array.from({ length: run.count }, (_, row) =>
      fields.map((field) => {
        const { codes, dictionary } = run.column(field);
        return dictionary.value((codes[row] ?? 0) - 1);
      }),
    );
    return { found, visitors: [...run.visitors], values };
  };
  const all = await read("all");
  expect(await read(fields)).toEqual(all);
  expect(all.visitors).toEqual([1, 4, 5]);
  expect(all.values).toHaveLength(240);
  expect(all.found).toMatchObject({ events: 300, maxSeq: expect.any(Number) });
  expect(all.found.receivedAt).toBeGreaterThan(1_700_000_000_000);
  const stored = (await site.stored()).filter(({ visitorNo }) => visitorNo !== 2);
  const nested = (row: unknown[]) => row[12];
  expect(new Set(all.values.map((row) => JSON.stringify(nested(row))))).toEqual(
    new Set(stored.map(({ properties }) => JSON.stringify(properties.nested))),
  );
  expect(new Set(all.values.map((row) => row[14]))).toEqual(new Set([true, false, undefined]));
  expect(all.values.filter((row) => row[11] === null)).toHaveLength(
    stored.filter(({ properties }) => properties.price === null).length,
  );
});

it("reads more rows than are joined at once, large and small ones, each with its own values", async () => {
  const site = await givenProject();
  const values = Array.from({ length: 5000 }, (_, n) => (n % 1000 < 100 ? "x".repeat(5000) : "") + n);
  for (let from = 0; from < values.length; from += 500)
    await site.send(
      values
        .slice(from, from + 500)
        .map((value, i) =>
          track(`visitor ${(from + i) % 7}`, "Viewed", { properties: { value, place: from + i } }),
        ),
    );
  const builder = new RunBuilder();
  const read = await withTenantSnapshot(site.scope, (tx) =>
    readRows(tx, ownRows(site.scope), "all", builder, (no) => no),
  );
  const [run] = builder.build(() => 1).map(decodeRun);
  expect(read.events).toBe(values.length);
  const [value, place] = ["property.value", "property.place"].map((field) => run?.column(field));
  const seen = Array.from({ length: run?.count ?? 0 }, (_, row): [unknown, unknown] => [
    place?.dictionary.value((place.codes[row] ?? 0) - 1),
    value?.dictionary.value((value.codes[row] ?? 0) - 1),
  ]);
  expect(new Map(seen.sort(([a], [b]) => Number(a) - Number(b)))).toEqual(new Map(values.entries()));
});

it("reads texts that were written past ingestion, control characters and all", async () => {
  const site = await givenProject();
  // More than are joined at once: the next ones are on their way when the first turn out to be odd.
  const names = Array.from({ length: 2400 }, (_, n) => (n === 1 ? "Odd" : "Viewed"));
  for (let from = 0; from < names.length; from += 400)
    await site.send(names.slice(from, from + 400).map((name) => track("visitor", name)));
  await asOwner()`update events set title = ${"two\u001fparts"}, path = ${"\u001e"}
    where project_id = ${site.scope.projectId} and name = 'Odd'`;
  const builder = new RunBuilder();
  await withTenantSnapshot(site.scope, (tx) => readRows(tx, ownRows(site.scope), "all", builder, (no) => no));
  const runs = builder.build(() => 1).map(decodeRun);
  const texts = (field: string) =>
    runs.flatMap((run) => {
      const { codes, dictionary } = run.column(field);
      return Array.from(codes, (code) => dictionary.value(code - 1));
    });
  const only = (text: string) => names.map((_, n) => (n === 1 ? text : undefined));
  expect(texts("name")).toEqual(names);
  expect(texts("title")).toEqual(only("two parts"));
  expect(texts("path")).toEqual(only(" "));
});

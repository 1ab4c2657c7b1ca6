import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site } from "@/db/testing/given-project";
import { goalDefinition } from "@/lib/goals/definition";
import { importMap } from "@/lib/importing/definition";
import { importFile } from "@/lib/importing/import-file";
import { parseInput } from "@/lib/parse-input";
import type { MatrixCell } from "./matrix/definition";
import { type RawRow, rawMatrix, rawRows, withRaw } from "./testing/raw-figures";

const root = path.resolve(import.meta.dirname, "../..");
const file = path.join(root, "../shared/data/rees46/2019-Oct_first17435.csv");
const example = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(root, "examples", name), "utf8"));
const isThere = existsSync(file);
if (!isThere) console.warn(`\n!!! The figures of a real shop are NOT checked: ${file} is not there.\n`);

// The first hours of October 2019 of a real shop, counted independently of this project on the 17,434 whole rows.
const range = { from: "2019-10-01", to: "2019-10-02" };
const day = 86_400_000;
const view = "Product Viewed";
const cart = "Product Added";
const purchase = "Order Completed";

/** A whole row has a session. */
const rees46Row = ([
  time = "",
  kind = "",
  ,
  ,
  ,
  brand = "",
  ,
  who = "",
  visit = "",
]: string[]): RawRow | null =>
  visit === "" || kind === "event_type"
    ? null
    : {
        who,
        visit,
        kind,
        second: Date.parse(time.replace(" UTC", "Z").replace(" ", "T")) / 1000,
        brand: brand || null,
      };

/** What the product says of a cell, by the names of the figures that SQL counts. */
const figuresOf = (cell: MatrixCell | undefined) => ({
  reached: cell?.reached,
  converted: cell?.converted,
  medianSeconds: cell?.medianSeconds,
  moments: cell?.without.whole,
  momentsConverted: cell?.without.part,
  aims: cell?.shareOf.whole,
  preceded: cell?.shareOf.part,
});

describe.skipIf(!isThere)("a real shop (REES46)", () => {
  let site: Site;
  beforeAll(async () => {
    const { goals } = example("rees46.goals.json") as { goals: unknown[] };
    site = await givenProject({ goals: goals.map((goal) => parseInput(goalDefinition, goal)) });
    const report = await importFile(site.scope, {
      file,
      map: parseInput(importMap, example("rees46.map.json")),
    });
    expect(report).toMatchObject({ accepted: 17_434, duplicates: 0, rejectedTotal: 1 });
  });

  const reached = async (steps: string[], unit: "visitor" | "session"): Promise<number[]> => {
    const question = { ...range, unit, steps: steps.map((event) => ({ event })), windowMs: day };
    const answer = await site.ask("funnel", question);
    expect(answer.entered).toBe(answer.steps[0]?.reached);
    return answer.steps.map((step) => step.reached);
  };

  it.each([
    ["visitor", 4_504, [4_504, 111, 193]],
    ["session", 5_067, [5_067, 118, 200]],
  ] as const)("counts conversions and converters with unit %s", async (unit, whole, converters) => {
    const answer = await site.ask("conversions", { ...range, unit });
    expect(answer.visitors).toBe(4_504);
    expect(answer.sessions).toBe(5_067);
    expect(
      answer.goals.map(({ key, conversions, rate }) => [key, conversions, rate.part, rate.whole]),
    ).toEqual([
      ["view", 17_055, converters[0], whole],
      ["add-to-cart", 165, converters[1], whole],
      ["purchase", 214, converters[2], whole],
    ]);
    expect(answer.goals.map(({ value }) => value)).toEqual([[], [], [{ currency: "EUR", minor: 5_944_263 }]]);
  });

  it.each([
    ["visitor", [view, cart, purchase], [4_504, 111, 62]],
    ["visitor", [cart, purchase], [111, 62]],
    ["visitor", [view, purchase], [4_504, 192]],
    ["session", [view, cart, purchase], [5_067, 118, 65]],
    ["session", [view, purchase], [5_067, 199]],
  ] as const)("walks the funnel with unit %s along %j", async (unit, steps, expected) => {
    expect(await reached([...steps], unit)).toEqual(expected);
  });

  it("breaks sessions and buying sessions down by the category they begin with", async () => {
    const { breakdown = [] } = await site.ask("conversions", {
      ...range,
      unit: "session",
      goals: ["purchase"],
      breakdown: { by: "property.category", limit: 5 },
    });
    const rows = breakdown.map(({ value, other, sessions, goals }) => [
      other ? "other" : value,
      sessions,
      goals[0]?.converters,
    ]);
    expect(rows).toEqual([
      ["electronics", 2_090, 124],
      [null, 1_659, 40],
      ["appliances", 513, 19],
      ["computers", 232, 5],
      ["apparel", 138, 2],
      ["furniture", 121, 3],
      ["other", 314, 7],
    ]);
  });

  it("relates the cart to the purchase as SQL over the raw rows does", async () => {
    const question = { ...range, macros: ["purchase"], micros: ["add-to-cart", "view"], windowMs: day };
    const { cells } = await site.ask("matrix", question);
    const rows = rawRows(file, rees46Row);
    expect(rows).toHaveLength(17_434);
    await withRaw(asOwner(), rows, async (sql) => {
      for (const [micro, m] of [
        ["add-to-cart", "cart"],
        ["view", "view"],
      ] as const) {
        const cell = cells.find((one) => one.micro === micro);
        expect(figuresOf(cell)).toEqual(await rawMatrix(sql, { m, M: "purchase", seconds: 86_400 }));
      }
    });
  });

  it("compares who looked at a brand with who did not as SQL over the raw rows does", async () => {
    const saw = {
      did: { event: view, where: { field: "property.brand", op: "is" as const, value: "apple" } },
    };
    const { segments } = await site.ask("compare", {
      ...range,
      unit: "session",
      metric: { goal: "purchase" },
      segments: [
        { name: "Apple", filter: saw },
        { name: "Others", filter: { not: saw } },
      ],
    });
    const counted = await withRaw(asOwner(), rawRows(file, rees46Row), async (sql) => [
      ...(await sql`
        select count(*) filter (where bought)::int as part, count(*)::int as whole
        from (select bool_or(kind = 'purchase') as bought, bool_or(kind = 'view' and brand = 'apple') is true as apple
          from raw group by who, visit) as visits group by apple order by apple desc`),
    ]);
    expect(segments.map(({ part, whole }) => ({ part, whole }))).toEqual(counted);
  });

  it("draws the hours as SQL over the raw rows does", async () => {
    const { points } = await site.ask("timeseries", {
      ...range,
      interval: "hour",
      metrics: [{ event: purchase }, { visitors: true }],
    });
    const counted = await withRaw(asOwner(), rawRows(file, rees46Row), async (sql) => [
      ...(await sql<{ start: number; values: [number, number] }[]>`
        select (second / 3600 * 3600)::float8 as start,
          json_build_array(count(*) filter (where kind = 'purchase'), count(distinct who)) as values
        from raw group by 1 order by 1`),
    ]);
    expect(
      points.flatMap(({ start, values }) =>
        values[1] === 0 ? [] : [{ start: Date.parse(start) / 1000, values }],
      ),
    ).toEqual(counted);
  });

  it("has every window closed by now, so nobody is open", async () => {
    const answer = await site.ask("funnel", {
      ...range,
      steps: [{ event: view }, { event: cart }],
      windowMs: day,
    });
    expect(answer.steps.map(({ open }) => open)).toEqual([0, 0]);
    expect(answer.steps[1]?.dropped).toBe(4_504 - 111);
  });
});

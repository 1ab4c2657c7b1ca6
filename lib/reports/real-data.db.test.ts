import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { givenProject, type Site } from "@/db/testing/given-project";
import { goalDefinition } from "@/lib/goals/definition";
import { importMap } from "@/lib/importing/definition";
import { importFile } from "@/lib/importing/import-file";
import { parseInput } from "@/lib/parse-input";

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

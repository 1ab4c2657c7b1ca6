import { expect, it } from "vitest";
import { givenProject, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { createFunnel } from "@/lib/funnels/store";
import { createSegment } from "@/lib/segments/store";

const range = { from: "2026-11-01", to: "2026-11-08" };

it("compares saved segments by a saved funnel, narrowed by the funnel's own segment", async () => {
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject();
  const at = (visitor: string, event: string, minute: number, source: string): object =>
    track(visitor, event, {
      timestamp: `2026-11-02T10:0${minute}:00Z`,
      context: { campaign: { source } },
      properties: { minute },
    });
  await site.send([
    at("ada", "View", 0, "news"),
    at("ada", "Buy", 1, "news"),
    at("bob", "View", 0, "news"),
    at("eve", "View", 0, "search"),
    at("eve", "Leave", 1, "search"),
  ]);
  await createSegment(site.scope, {
    key: "from-news",
    name: "News",
    filter: { field: "utm.source", op: "is", value: "news" },
  });
  await createFunnel(site.scope, {
    key: "shop",
    name: "Shop",
    question: {
      unit: "session",
      segment: { not: { did: { event: "Leave" } } },
      steps: [{ event: "View" }, { event: "Buy" }],
      order: "ordered",
      windowMs: 3_600_000,
      exclude: [],
      holdConstant: [],
    },
  });
  const { unit, segments } = await site.ask("compare", {
    ...range,
    metric: { funnel: { key: "shop" } },
    segments: [{ name: "News", filter: "from-news" }, { name: "Everyone" }],
  });
  expect(unit).toBe("visitor");
  expect(segments).toMatchObject([
    { name: "News", part: 1, whole: 2, open: 0 },
    { name: "Everyone", part: 1, whole: 2, open: 0 },
  ]);
});

import { describe, expect, it } from "vitest";
import { givenProject } from "@/db/testing/given-project";
import { createFunnel, deleteFunnel } from "@/lib/funnels/store";
import { starterGoals } from "@/lib/goals/starter-goals";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { Segment } from "./definition";
import { changeSegment, createSegment, deleteSegment, listSegments } from "./store";

const mobile: SegmentFilter = { field: "device", op: "is", value: "mobile" };
const segment = (key: string, filter: SegmentFilter = mobile): Segment => ({ key, name: key, filter });
const funnel = (key: string, filter: SegmentFilter) => ({
  key,
  name: key,
  question: {
    unit: "visitor" as const,
    segment: filter,
    steps: [{ event: "A" }],
    order: "ordered" as const,
    windowMs: 1000,
    exclude: [],
    holdConstant: [],
  },
});

describe("segments", () => {
  it("come back as they were saved, oldest first", async () => {
    const { scope } = await givenProject({ goals: starterGoals });
    const saved = [
      segment("z"),
      segment("buyers", {
        and: [
          { did: { goal: "purchase" }, atLeast: 2, withinMs: 86_400_000 },
          { field: "first.channel", op: "is", value: ["Email", "Direct"] },
          { not: { segment: "z" } },
        ],
      }),
    ];
    for (const one of saved) expect(await createSegment(scope, one)).toEqual(one);
    expect(await listSegments(scope)).toEqual(saved);
  });

  it("have a key of their own, also when several come at once", async () => {
    const { scope } = await givenProject();
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => createSegment(scope, segment("a"))));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(createSegment(scope, segment("a"))).rejects.toMatchObject({ code: "conflict", path: "key" });
  });

  it("cannot be changed into what refers to itself, and stay as they were", async () => {
    const { scope } = await givenProject();
    await createSegment(scope, segment("a"));
    await createSegment(scope, segment("b", { segment: "a" }));
    const circle = changeSegment(scope, {
      key: "a",
      merge: (stored) => ({ ...stored, filter: { segment: "b" } }),
    });
    await expect(circle).rejects.toMatchObject({ code: "invalid", path: "filter" });
    await expect(changeSegment(scope, { key: "c", merge: (one) => one })).rejects.toMatchObject({
      code: "not_found",
    });
    const renamed = await changeSegment(scope, { key: "a", merge: (stored) => ({ ...stored, name: "A" }) });
    expect(await listSegments(scope)).toEqual([renamed, segment("b", { segment: "a" })]);
  });

  it("do not come to refer to each other when both are changed at once", async () => {
    const { scope } = await givenProject();
    for (const key of ["a", "b"]) await createSegment(scope, segment(key));
    const outcomes = await Promise.allSettled([
      changeSegment(scope, { key: "a", merge: (stored) => ({ ...stored, filter: { segment: "b" } }) }),
      changeSegment(scope, { key: "b", merge: (stored) => ({ ...stored, filter: { segment: "a" } }) }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("are kept while another segment or a saved funnel names them", async () => {
    const { scope } = await givenProject();
    await createSegment(scope, segment("a"));
    await createSegment(scope, segment("b", { not: { segment: "a" } }));
    await createFunnel(scope, funnel("f", { and: [mobile, { segment: "b" }] }));
    const refused = (word: string) => ({ code: "conflict", message: expect.stringContaining(word) });
    await expect(deleteSegment(scope, { key: "a" })).rejects.toMatchObject(refused("segment b"));
    await expect(deleteSegment(scope, { key: "b" })).rejects.toMatchObject(refused("funnel f"));
    await deleteFunnel(scope, { key: "f" });
    await deleteSegment(scope, { key: "b" });
    await deleteSegment(scope, { key: "a" });
    expect(await listSegments(scope)).toEqual([]);
    await expect(deleteSegment(scope, { key: "a" })).rejects.toMatchObject({ code: "not_found" });
  });
});

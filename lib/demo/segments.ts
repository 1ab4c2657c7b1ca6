import type { Segment } from "@/lib/segments/definition";

/** Whom the demo's shop looks at apart. */
export const demoSegments: readonly Segment[] = [
  { key: "on-mobile", name: "On mobile", filter: { field: "device", op: "is", value: "mobile" } },
  { key: "new-visitors", name: "New visitors", filter: { field: "visitor.isNew", op: "is", value: true } },
  {
    key: "left-a-cart",
    name: "Left a cart",
    filter: { and: [{ did: { goal: "add-to-cart" } }, { not: { did: { goal: "purchase" } } }] },
  },
];

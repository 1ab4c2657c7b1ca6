import fc from "fast-check";
import { expect, it } from "vitest";
import { inListOrder } from "./cursor";
import { Newest } from "./newest";

it("keeps the first of the list after a cursor, in whatever order they come and however many are seen at once", () => {
  const seen = fc.record({ lastSeen: fc.nat(4), visitor: fc.nat(200) });
  const visitors = fc.uniqueArray(seen, { maxLength: 60, selector: ({ visitor }) => visitor });
  fc.assert(
    fc.property(visitors, fc.integer({ min: 1, max: 5 }), fc.option(seen), (all, most, cursor) => {
      const newest = new Newest(most, cursor ?? undefined);
      for (const { lastSeen, visitor } of all) newest.add(lastSeen, visitor);
      const follows = all.filter((one) => cursor === null || inListOrder(cursor, one) < 0);
      expect(newest.taken()).toEqual(follows.toSorted(inListOrder).slice(0, most));
    }),
    { numRuns: 500 },
  );
});

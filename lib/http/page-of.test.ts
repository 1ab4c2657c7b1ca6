import fc from "fast-check";
import { expect, it } from "vitest";
import { pageOf } from "./page-of";

it("hands out every entry once and in order, whatever the size of the page", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      (list, limit) => {
        const read: string[] = [];
        let cursor: string | undefined;
        do {
          const { data, next } = pageOf(list, { limit, cursor }, (entry) => `at ${entry}`);
          expect(data.length).toBeLessThanOrEqual(limit);
          read.push(...data);
          cursor = next ?? undefined;
        } while (cursor !== undefined);
        expect(read).toEqual([...list].sort());
      },
    ),
  );
});

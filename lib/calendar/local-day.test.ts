import fc from "fast-check";
import { expect, it } from "vitest";
import { localDate } from "./local-date";
import { dayNumber, localDayReader } from "./local-day";

it("reads the local date of any instant, also where a clock is not minutes from ours", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu", "Africa/Monrovia");
  const instants = fc.integer({ min: Date.parse("1970-01-01"), max: Date.parse("2030-01-01") });
  fc.assert(
    fc.property(zones, fc.array(instants, { minLength: 1 }), (timezone, all) => {
      const dayOf = localDayReader(timezone);
      for (const at of all.flatMap((one) => [one, one + 1, one + 600_000]))
        expect(dayOf(at)).toBe(dayNumber(localDate(at, timezone)));
    }),
  );
});

it("changes the day at local midnight", () => {
  const dayOf = localDayReader("Europe/Berlin");
  const midnight = Date.parse("2026-10-25T22:00:00Z") + 3_600_000;
  expect([dayOf(midnight - 1), dayOf(midnight)]).toEqual([dayNumber("2026-10-25"), dayNumber("2026-10-26")]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier } from "./kaplan-meier";
import { wilson } from "./wilson";

/** Reads "6 9+" as an event at 6 and a watch of 9 without one; who had the event could have been watched on. */
const watched = (text: string, horizon: number, toTheEnd?: number) => {
  const people = text.split(" ").filter(Boolean);
  const timesOf = (ended: boolean) =>
    Float64Array.from(
      people.filter((person) => person.endsWith("+") === ended),
      (person) => Number.parseFloat(person),
    );
  return kaplanMeier(
    { events: timesOf(false), censored: timesOf(true), total: people.length },
    horizon,
    toTheEnd ??
      people.filter((person) => !person.endsWith("+") || Number.parseFloat(person) >= horizon).length,
  );
};

// Remission times in weeks under 6-MP: Freireich et al. 1963, the textbook example of the method.
const freireich = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+";

describe("kaplanMeier", () => {
  // The survival published for these data, with log-log intervals from scipy 1.17 `stats.ecdf`.
  it.each([
    [6, 0.8571428571, 0.6197179553, 0.9515517476],
    [9, 0.8067226891, 0.5631465646, 0.9228090192],
    [10, 0.7529411765, 0.5031995108, 0.8893618352],
    [13, 0.6901960784, 0.4316102225, 0.8490659633],
    [16, 0.6274509804, 0.367510856, 0.8049121895],
    [22, 0.5378151261, 0.2677789368, 0.7467907176],
    [23, 0.4481792717, 0.188052006, 0.6801426285],
    [35, 0.4481792717, 0.188052006, 0.6801426285],
  ])("agrees with the published survival at week %i", (horizon, survival, low, high) => {
    expect(watched(freireich, horizon)).toEqual({
      rate: expect.closeTo(1 - survival, 9),
      low: expect.closeTo(1 - high, 9),
      high: expect.closeTo(1 - low, 9),
    });
  });

  it("says nothing when nobody could be watched up to the horizon", () => {
    expect(watched(freireich, 36, 0)).toBeNull();
    expect(watched("1 5+ 5+", 10, 0)).toBeNull();
    expect(watched("5+", 10)).toBeNull();
    expect(watched("", 10)).toBeNull();
  });

  it("counts those still censored at the time of an event as at risk", () => {
    expect(watched("5 5+ 10+ 10+", 10)?.rate).toBeCloseTo(1 / 4, 12);
    expect(watched("5 4+ 10+ 10+", 10)?.rate).toBeCloseTo(1 / 3, 12);
  });

  it("includes an event at the horizon and leaves out a later one", () => {
    expect(watched("10 10+", 10)?.rate).toBe(0.5);
    expect(watched("11 10+", 10)).toEqual({ rate: 0, ...wilson(0, 2) });
  });

  it("uses Wilson on those watched to the end when nobody had the event", () => {
    expect(watched("3+ 10+ 10+ 12+", 10)).toEqual({ rate: 0, ...wilson(0, 3) });
  });

  it("uses Wilson on those who had the event when everyone at risk did", () => {
    expect(watched("2 3 9", 10)).toEqual({ rate: 1, ...wilson(3, 3) });
    expect(watched("1+ 2 3", 10)).toEqual({ rate: 1, ...wilson(2, 2) });
  });

  it("is the plain proportion when nobody is censored, whatever the order of the times", () => {
    const horizon = 100;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1 }), (times) => {
        const people = {
          events: Float64Array.from(times),
          censored: new Float64Array(0),
          total: times.length,
        };
        const share = times.filter((time) => time <= horizon).length / times.length;
        expect(kaplanMeier(people, horizon, times.length)?.rate).toBeCloseTo(share, 9);
      }),
    );
  });

  const person = fc.record({ time: fc.integer({ min: 0, max: 20 }), event: fc.boolean() });
  const horizon = 15;
  /** Somebody was watched up to the horizon; a few more were and are not listed. */
  const estimate = (people: readonly { time: number; event: boolean }[], unlisted: number) => {
    const timesOf = (event: boolean) =>
      Float64Array.from(
        people.filter((one) => one.event === event),
        ({ time }) => time,
      );
    return kaplanMeier(
      { events: timesOf(true), censored: timesOf(false), total: people.length + unlisted },
      horizon,
      1,
    );
  };

  it("agrees with the definition: the product over event times, and Greenwood's sum beside it", () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (people, unlisted) => {
        let survival = 1;
        let greenwood = 0;
        for (let time = 0; time <= horizon; time++) {
          const atRisk = people.filter((one) => one.time >= time).length + unlisted;
          const had = people.filter((one) => one.event && one.time === time).length;
          survival *= 1 - had / atRisk;
          greenwood += had / (atRisk * (atRisk - had));
        }
        // At the horizon the unlisted are still there, so nobody's survival is 0.
        const spread = Math.exp((1.959963984540054 * Math.sqrt(greenwood)) / -Math.log(survival));
        expect(estimate(people, unlisted)).toEqual(
          survival === 1
            ? { rate: 0, ...wilson(0, 1) }
            : {
                rate: expect.closeTo(1 - survival, 9),
                low: expect.closeTo(1 - survival ** (1 / spread), 9),
                high: expect.closeTo(1 - survival ** spread, 9),
              },
        );
      }),
    );
  });

  it("does not depend on the order of the times", () => {
    const people = fc.array(person, { maxLength: 40 });
    const shuffled = people.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(estimate(one, 1)).toEqual(estimate(other, 1));
      }),
    );
  });
});

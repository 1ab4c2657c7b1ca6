import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { Reports } from "@/lib/reports/question";
import type { catalogAnswer } from "./catalog";
import type { compareAnswer } from "./compare";
import type { conversionsAnswer } from "./conversions";
import type { funnelAnswer } from "./funnel";
import type { matrixAnswer } from "./matrix";
import type { timeseriesAnswer } from "./timeseries";
import type { visitorsAnswer } from "./visitors";

type Described<S extends z.ZodType> = z.output<S>;

// The compiler runs this test: a field that one side lacks is an error of types.
it("the described answers are the reports' own types", () => {
  expectTypeOf<Described<typeof conversionsAnswer>>().branded.toEqualTypeOf<
    Reports["conversions"]["answer"]
  >();
  expectTypeOf<Described<typeof funnelAnswer>>().branded.toEqualTypeOf<Reports["funnel"]["answer"]>();
  expectTypeOf<Described<typeof matrixAnswer>>().branded.toEqualTypeOf<Reports["matrix"]["answer"]>();
  expectTypeOf<Described<typeof compareAnswer>>().branded.toEqualTypeOf<Reports["compare"]["answer"]>();
  expectTypeOf<Described<typeof visitorsAnswer>>().branded.toEqualTypeOf<Reports["visitors"]["answer"]>();
  expectTypeOf<Described<typeof timeseriesAnswer>>().branded.toEqualTypeOf<Reports["timeseries"]["answer"]>();
  expectTypeOf<Described<typeof catalogAnswer>>().branded.toEqualTypeOf<Reports["catalog"]["answer"]>();
});

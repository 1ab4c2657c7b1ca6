import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { Reports } from "@/lib/reports/question";
import type { attributionAnswer } from "./attribution";
import type { catalogAnswer } from "./catalog";
import type { compareAnswer } from "./compare";
import type { conversionsAnswer } from "./conversions";
import type { decompositionAnswer } from "./decomposition";
import type { funnelAnswer } from "./funnel";
import type { healthAnswer } from "./health";
import type { insightsAnswer } from "./insights";
import type { journeyAnswer } from "./journey";
import type { matrixAnswer } from "./matrix";
import type { pathsAnswer } from "./paths";
import type { pipelineAnswer } from "./pipeline";
import type { retentionAnswer } from "./retention";
import type { timeseriesAnswer } from "./timeseries";
import type { visitorsAnswer } from "./visitors";

type Described<S extends z.ZodType> = z.output<S>;

// The compiler runs this test: a field that one side lacks is an error of types.
it("the described answers are the reports' own types", () => {
  expectTypeOf<Described<typeof conversionsAnswer>>().branded.toEqualTypeOf<
    Reports["conversions"]["answer"]
  >();
  expectTypeOf<Described<typeof attributionAnswer>>().branded.toEqualTypeOf<
    Reports["attribution"]["answer"]
  >();
  expectTypeOf<Described<typeof funnelAnswer>>().branded.toEqualTypeOf<Reports["funnel"]["answer"]>();
  expectTypeOf<Described<typeof matrixAnswer>>().branded.toEqualTypeOf<Reports["matrix"]["answer"]>();
  expectTypeOf<Described<typeof healthAnswer>>().branded.toEqualTypeOf<Reports["health"]["answer"]>();
  expectTypeOf<Described<typeof compareAnswer>>().branded.toEqualTypeOf<Reports["compare"]["answer"]>();
  expectTypeOf<Described<typeof decompositionAnswer>>().branded.toEqualTypeOf<
    Reports["decomposition"]["answer"]
  >();
  expectTypeOf<Described<typeof insightsAnswer>>().branded.toEqualTypeOf<Reports["insights"]["answer"]>();
  expectTypeOf<Described<typeof visitorsAnswer>>().branded.toEqualTypeOf<Reports["visitors"]["answer"]>();
  expectTypeOf<Described<typeof pipelineAnswer>>().branded.toEqualTypeOf<Reports["pipeline"]["answer"]>();
  expectTypeOf<Described<typeof timeseriesAnswer>>().branded.toEqualTypeOf<Reports["timeseries"]["answer"]>();
  expectTypeOf<Described<typeof pathsAnswer>>().branded.toEqualTypeOf<Reports["paths"]["answer"]>();
  expectTypeOf<Described<typeof retentionAnswer>>().branded.toEqualTypeOf<Reports["retention"]["answer"]>();
  expectTypeOf<Described<typeof journeyAnswer>>().branded.toEqualTypeOf<Reports["journey"]["answer"]>();
  expectTypeOf<Described<typeof catalogAnswer>>().branded.toEqualTypeOf<Reports["catalog"]["answer"]>();
});

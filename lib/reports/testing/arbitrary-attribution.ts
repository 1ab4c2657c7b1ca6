import fc from "fast-check";
import { type AttributionQuestion, attributionModels, touchKeys } from "../attribution/definition";
import { common } from "./arbitrary-questions";
import { goalKeys, some } from "./arbitrary-rules";
import type { World } from "./world";

const day = 86_400_000;
const spans = [1, 3_600_000, day, 7 * day, 30 * day, 60 * day];

/** Questions about the credit for conversions. */
export const attributions = (world: World): fc.Arbitrary<AttributionQuestion> =>
  fc
    .record({
      shared: common(world),
      goal: fc.constantFrom<string[]>(...goalKeys),
      model: fc.constantFrom(...attributionModels),
      models: some(fc.shuffledSubarray([...attributionModels], { minLength: 1 }), 4),
      by: fc.constantFrom(...touchKeys),
      lookbackMs: fc.constantFrom(...spans),
      halfLifeMs: some(fc.constantFrom(...spans), 5),
      limit: fc.constantFrom(1, 2, 20),
      stages: some(
        fc.record({
          micros: some(fc.shuffledSubarray<string>([...goalKeys], { minLength: 1 }), 5),
          windowMs: fc.constantFrom(...spans),
        }),
        4,
      ),
    })
    .map(({ shared, halfLifeMs, stages, ...rest }) => {
      const { goal, model, models = [] } = rest;
      const decays = model === "timeDecay" || models.includes("timeDecay");
      const micros = stages?.micros?.filter((key) => key !== goal);
      return {
        ...shared,
        ...rest,
        unit: "visitor",
        ...(decays ? { halfLifeMs } : {}),
        ...(stages && model !== "markov" && model !== "shapley"
          ? { stages: { windowMs: stages.windowMs, ...(micros?.length ? { micros } : {}) } }
          : {}),
      };
    });

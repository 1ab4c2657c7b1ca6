import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, type Warning } from "../definition";

export const attributionModels = [
  "first",
  "last",
  "lastNonDirect",
  "linear",
  "timeDecay",
  "position",
  "markov",
  "shapley",
] as const;
const model = z.enum(attributionModels);
export type AttributionModel = z.infer<typeof model>;

/** Models that look at all journeys together instead of dividing conversion by conversion. */
export const dataDriven: ReadonlySet<AttributionModel> = new Set<AttributionModel>(["markov", "shapley"]);

export const touchKeys = ["channel", "source", "medium", "campaign", "landing", "referrer"] as const;
export type TouchKey = (typeof touchKeys)[number];

const dayMs = 86_400_000;
const span = (name: string) =>
  z
    .number()
    .int(`${name} is a whole number of milliseconds.`)
    .min(1, `${name} is at least a millisecond.`)
    .max(366 * dayMs, `${name} is at most 366 days.`);

const stages = z.strictObject({
  micros: z
    .array(goalKey)
    .min(1, "Name at least one micro goal, or leave micros out for all of them.")
    .max(30, "At most 30 micro goals at once.")
    .optional(),
  windowMs: span("The window").default(7 * dayMs),
});

/**
 * Which touches (sessions, by how they came) do the conversions of a goal go back to? `models` asks for several at once,
 * to compare them; `stages` divides each conversion among the micro goals on its way first.
 */
export const attributionQuestion = z
  .strictObject({
    ...commonQuestion,
    unit: z
      .literal("visitor", { error: 'Attribution is about visitors: the unit is "visitor".' })
      .default("visitor"),
    goal: goalKey,
    model: model.default("lastNonDirect"),
    models: z.array(model).min(1).max(attributionModels.length).optional(),
    by: z.enum(touchKeys).default("channel"),
    lookbackMs: span("The lookback").default(30 * dayMs),
    halfLifeMs: span("The half-life").optional(),
    limit: z.number().int().min(1).max(200).default(20),
    stages: stages.optional(),
  })
  .superRefine(({ goal, model, models = [], halfLifeMs, stages }, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    for (const [place, one] of models.entries())
      if (models.indexOf(one) < place) refuse(["models", place], `The model ${one} is named twice.`);
    if (halfLifeMs !== undefined && model !== "timeDecay" && !models.includes("timeDecay"))
      refuse(
        ["halfLifeMs"],
        "Only the model timeDecay has a half-life. Ask for it, or leave halfLifeMs out.",
      );
    if (stages && dataDriven.has(model))
      refuse(
        ["model"],
        `Stages divide one conversion after the other, and ${model} all of them together. Ask for another model, or leave stages out.`,
      );
    for (const [place, micro] of (stages?.micros ?? []).entries()) {
      if (micro === goal)
        refuse(["stages", "micros", place], `The goal ${goal} is the aim: it cannot lead to itself.`);
      if (stages?.micros?.indexOf(micro) !== place)
        refuse(["stages", "micros", place], `The goal ${micro} is named twice.`);
    }
  });
export type AttributionQuestion = z.input<typeof attributionQuestion>;
export type Question = z.output<typeof attributionQuestion>;

/** An amount in the project's currency; `missing` names currencies of which some of it had no rate and is left out. */
export type Converted = Money & { missing: string[] };

/**
 * Conversions with what they brought in: fractions in whole millionths, money in whole minor units, in every currency of
 * the goal's conversions. `converted` is `null` for a goal without value, and when nothing could be converted.
 */
export type Credit = { conversions: number; revenue: Money[]; converted: Converted | null };

/** What advertising cost in the range, in the project's currency. `null` where it cannot be said. */
export type CostNumbers = {
  cost: Converted | null;
  /** Minor units a conversion; also `null` without conversions, and of a segment, whose costs nobody knows. */
  costPerConversion: number | null;
  /** Converted revenue for one unit of cost; also `null` without cost. */
  returnOnCost: number | null;
};

/**
 * What goes back to one key; `null` is a touch without one (no campaign, no referrer), `other` all that are not listed.
 */
export type AttributionRow = Credit & {
  key: string | null;
  other?: true;
  /** Sessions of this key that begin in the range, whether they converted or not. */
  sessions: number;
  /** Of the conversions that have a touch. */
  share: number | null;
  /** Markov alone: the part of conversions that is lost without the key; `null` for `other`. */
  removalEffect?: number | null;
  /** Shapley alone, where it was sampled: the standard error, in conversions; `null` for `other`. */
  error?: number | null;
} & Partial<CostNumbers>;

/** The credits of one model. */
export type ModelCredits = { model: AttributionModel; rows: AttributionRow[]; untouched: Credit };

/** From a key to a micro goal, or with `micro: null` straight to the conversion; `untouched` are those without a touch. */
export type StageLink = Credit & {
  key: string | null;
  other?: true;
  untouched?: true;
  micro: string | null;
};

/**
 * What goes back to a micro goal, or with `micro: null` straight to the touches. `weight` is rate − without.rate of the
 * matrix, `null` where it cannot be said; `explains` the part of a conversion that a micro goal can account for.
 */
export type StageMicro = Credit & { micro: string | null; weight: number | null; explains: number | null };

export type AttributionAnswer = Credit & {
  unit: "visitor";
  goal: string;
  model: AttributionModel;
  by: TouchKey;
  rows: AttributionRow[];
  /** Conversions without any touch in the lookback. */
  untouched: Credit;
  byModel?: ModelCredits[];
  stages?: { links: StageLink[]; micros: StageMicro[] };
  /** Where rows are by source, medium, campaign or channel: what was spent on rows that are not listed is in `other`. */
  cost?: Converted | null;
  computed: Computed;
  warnings?: Warning[];
};

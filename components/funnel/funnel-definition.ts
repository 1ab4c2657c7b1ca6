import type { Exclusion, FunnelStep } from "@/lib/reports/funnel/definition";

export const orders = ["ordered", "strict", "unordered"] as const;
export type Order = (typeof orders)[number];

/** What a funnel asks, apart from whom and when. */
export type FunnelDefinition = {
  steps: FunnelStep[];
  order: Order;
  windowMs: number;
  exclude: Exclusion[];
  holdConstant: string[];
};

const withoutOptions = ({ optional: _, withinMs: __, ...step }: FunnelStep): FunnelStep => step;

const dropped = (what: string) => `${what}, so the funnel goes without it.`;

/**
 * The nearest funnel that can be asked: its parts demand things of each other, and an edit of one should not ask for
 * repairs of the others. Says what had to go.
 */
export const repairFunnel = (
  definition: FunnelDefinition,
): { definition: FunnelDefinition; notices: string[] } => {
  const notices: string[] = [];
  let { steps, exclude } = definition;
  if (definition.order === "unordered") {
    if (steps.some((step) => step.optional || step.withinMs !== undefined))
      notices.push("In a funnel of any order no step is optional or has a time of its own.");
    if (exclude.length > 0)
      notices.push("In a funnel of any order nothing lies between two steps to exclude.");
    steps = steps.map(withoutOptions);
    exclude = [];
  }
  const [first, ...rest] = steps;
  if (first?.optional) notices.push("The first step is the entry, so it is not optional.");
  if (first) steps = [withoutOptions(first), ...rest];
  const last = steps.length;
  const [kept, lost] = [
    exclude.filter(({ after, before }) => after >= 1 && before > after && before <= last),
    exclude.filter(({ after, before }) => after < 1 || before <= after || before > last),
  ];
  for (const { after, before } of lost)
    notices.push(dropped(`There is nothing between step ${after} and step ${before} to exclude`));
  return { definition: { ...definition, steps, exclude: kept }, notices };
};

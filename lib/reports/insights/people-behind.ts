import type { Filter, Matcher, SegmentFilter } from "@/lib/matching/definition";
import { funnelQuestion } from "../funnel/definition";
import type { Aim } from "./aim";
import type { Finding, Question } from "./definition";
import type { Judged } from "./judge";
import { type Exposure, methodFields, metrics, paymentEvent, trustPages } from "./question-list";

const dayMs = 86_400_000;

const is = (field: string, value: string): Filter => ({ field, op: "is", value });

/** Pages of a group as well as a single one. */
const onPage = (field: string, page: string): Filter =>
  page.endsWith("/*") ? { field, op: "glob", value: `${page}*` } : is(field, page);

const paidBy = (method: string): Matcher => ({
  event: paymentEvent,
  where: { or: methodFields.map((field) => is(field, method)) },
});

/** What the exposed did; nothing where it is what they are. */
const didOf = (exposure: Exposure): Matcher | undefined => {
  switch (exposure.kind) {
    case "slow": {
      const metric = metrics.find(({ name }) => name === exposure.metric) ?? metrics[0];
      const slow: Filter = { field: `property.${metric.name}`, op: "gt", value: metric.good };
      const where: Filter =
        exposure.pages === null ? slow : { and: [slow, onPage("property.path", exposure.pages)] };
      return { event: "Web Vitals", where };
    }
    case "click":
      return {
        event: exposure.event,
        where: {
          and: [
            { or: [is("property.text", exposure.element), is("property.selector", exposure.element)] },
            onPage("path", exposure.page),
          ],
        },
      };
    case "form": {
      const form = is("property.form", exposure.form);
      return {
        event: "Form Abandoned",
        where: exposure.field === null ? form : { and: [form, is("property.lastField", exposure.field)] },
      };
    }
    case "method":
      return paidBy(exposure.method);
    case "trust": {
      const words = trustPages.filter(({ name }) => exposure.page === null || name === exposure.page);
      const value = `(?i)${words.flatMap((one) => one.words).join("|")}`;
      return { event: "Page Viewed", where: { field: "path", op: "regex", value } };
    }
    case "value":
      return undefined;
  }
};

const valueFilter = (by: string, value: string): SegmentFilter => ({
  field: by,
  op: "is",
  value: by === "session.isFirst" ? value === "true" : value,
});

const didAny = (keys: readonly string[]): SegmentFilter => ({
  did: keys.length === 1 && keys[0] ? { goal: keys[0] } : { any: keys.map((goal) => ({ goal })) },
});

/** Who the exposed are, as a filter on visits. */
const filtersOf = (exposure: Exposure, { steps, macro }: Aim, isWorse: boolean): SegmentFilter[] => {
  const did = didOf(exposure);
  const after = exposure.kind === "value" ? [...steps.slice(exposure.step + 1), macro] : [macro];
  const reached = didAny(after.map(({ key }) => key));
  const step = exposure.kind === "value" || exposure.kind === "trust" ? steps[exposure.step] : undefined;
  return [
    ...(did ? [{ did }] : []),
    ...(step ? [didAny([step.key])] : []),
    ...(exposure.kind === "value" ? [valueFilter(exposure.by, exposure.value)] : []),
    ...(exposure.kind === "slow" && exposure.device !== undefined
      ? [valueFilter("device", exposure.device)]
      : []),
    isWorse ? { not: reached } : reached,
  ];
};

const commonOf = ({ from, to, asOf, definedAt, basis, includeBots, unit }: Question) => ({
  from,
  to,
  unit,
  basis,
  includeBots,
  ...(asOf === undefined ? {} : { asOf }),
  ...(definedAt === undefined ? {} : { definedAt }),
});

/** The exposed who did not reach the macro, where fewer do; where more do, those who did. */
export const peopleBehind = (
  { exposure, difference }: Judged,
  question: Question,
  aim: Aim,
): Finding["people"] => ({
  of: {
    ...commonOf(question),
    segment: {
      and: [
        ...(question.segment ? [question.segment] : []),
        ...filtersOf(exposure, aim, difference.estimate < 0),
      ],
    },
  },
  limit: 50,
});

/** The step at which they differ, by what they differ in. */
export const funnelBehind = (
  { exposure }: Judged,
  question: Question,
  { steps, macro }: Aim,
): Finding["funnel"] => {
  const between =
    exposure.kind === "method"
      ? { steps: [{ event: paymentEvent }, { goal: macro.key }], by: methodFields[0] }
      : exposure.kind === "value"
        ? {
            steps: [...steps.slice(exposure.step, exposure.step + 2), macro]
              .slice(0, 2)
              .map(({ key }) => ({ goal: key })),
            by: exposure.by,
          }
        : undefined;
  if (!between) return undefined;
  const { by } = between;
  return funnelQuestion.parse({
    ...commonOf(question),
    ...(question.segment ? { segment: question.segment } : {}),
    steps: between.steps,
    windowMs: dayMs,
    // Whether it is the first visit is no field of an event.
    ...(by === "session.isFirst" ? {} : { breakdown: { by } }),
  });
};

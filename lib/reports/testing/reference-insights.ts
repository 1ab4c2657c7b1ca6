import type { Goal } from "@/lib/goals/definition";
import type { Question } from "../insights/definition";
import type { Seen } from "./reference-journeys";
import { matches, scalarsOf, textOf } from "./reference-matching";
import { convertedOf } from "./reference-money";
import { unitScalars } from "./reference-segments";
import { type CountedUnit, conversionsOf, rangeOf, sceneOf } from "./reference-units";
import type { World } from "./world";

/** One visit at one moment: what it is about, who was exposed to what, and what came of it. */
type Seat = { moment: string; stratum: string; visitor: string; exposed: string[]; outcome: boolean };

const groupOf = (path: string): string => {
  const segments = path.split("/").filter((segment) => segment !== "");
  return segments.length > 1 ? `/${path.split("/")[1]}/*` : path;
};

const limits = { lcp: 2_500, inp: 200, cls: 0.1 };

const trust: Record<string, RegExp> = {
  shipping: /shipping|delivery|versand|lieferung/i,
  returns: /returns|refund|retoure|rueckgabe|widerruf/i,
  privacy: /privacy|datenschutz/i,
  guarantee: /guarantee|warranty|garantie/i,
  reviews: /reviews|bewertungen/i,
  help: /faq|hilfe/i,
  contact: /contact|kontakt/i,
  terms: /terms|agb|impressum|imprint/i,
};

const firstTextOf = (event: Seen, fields: readonly string[]): string | null =>
  fields.map((field) => textOf(event, field)).find((text) => text !== null && text !== "") ?? null;

const isView = ({ name }: Seen): boolean => name === "Page Viewed";

/** First events by what they are about. */
const firstBy = (events: readonly Seen[], aboutOf: (event: Seen) => readonly string[]): Map<string, Seen> => {
  const first = new Map<string, Seen>();
  for (const event of events)
    for (const about of aboutOf(event)) if (!first.has(about)) first.set(about, event);
  return first;
};

type Moment = Pick<Seat, "moment" | "exposed">;

const speedMoments = (before: readonly Seen[]): Moment[] =>
  Object.entries(limits).flatMap(([metric, limit]) => {
    const measuredIn = (event: Seen) => {
      const [value] = scalarsOf(event, `property.${metric}`);
      return event.name === "Web Vitals" && typeof value === "number" ? value : undefined;
    };
    const first = firstBy(before, (event) => {
      if (measuredIn(event) === undefined) return [];
      const path = firstTextOf(event, ["property.path", "path"]);
      return path === null ? ["*"] : ["*", `group ${groupOf(path)}`];
    });
    return [...first].map(([about, event]) => {
      const pages = about === "*" ? null : about.slice("group ".length);
      const isSlow = (measuredIn(event) ?? 0) > limit;
      return {
        moment: JSON.stringify(["measured", metric, pages]),
        exposed: isSlow ? [JSON.stringify({ kind: "slow", metric, pages })] : [],
      };
    });
  });

const pageMoments = (before: readonly Seen[]): Moment[] => {
  const pagesOf = (event: Seen): string[] => {
    const path = textOf(event, "path");
    return path ? [...new Set([path, groupOf(path)])] : [];
  };
  return [...firstBy(before, (event) => (isView(event) ? pagesOf(event) : []))].map(([page, view]) => {
    const from = before.indexOf(view) + 1;
    const next = before.findIndex((event, place) => place >= from && isView(event));
    const here = before.slice(from, next < 0 ? before.length : next);
    const clicked = here.flatMap((event) => {
      const element = firstTextOf(event, ["property.text", "property.selector"]);
      return /^(Element|Rage|Dead) Clicked$/.test(event.name) && element && pagesOf(event).includes(page)
        ? [JSON.stringify({ kind: "click", event: event.name, element, page })]
        : [];
    });
    return { moment: JSON.stringify(["page", page]), exposed: [...new Set(clicked)] };
  });
};

const formMoments = (before: readonly Seen[]): Moment[] => {
  const isForm = ({ name }: Seen) => name === "Form Abandoned" || name === "Form Submitted";
  const first = firstBy(before, (event) => {
    const form = isForm(event) ? textOf(event, "property.form") : null;
    return form ? [form] : [];
  });
  return [...first].map(([form, event]) => {
    const field = textOf(event, "property.lastField");
    const left = [null, ...(field ? [field] : [])].map((one) =>
      JSON.stringify({ kind: "form", form, field: one }),
    );
    return { moment: JSON.stringify(["form", form]), exposed: event.name === "Form Abandoned" ? left : [] };
  });
};

const payingMoments = (before: readonly Seen[]): Moment[] => {
  const methodOf = (event: Seen) =>
    event.name === "Payment Info Entered"
      ? firstTextOf(event, ["property.payment_method", "property.paymentMethod"])
      : null;
  const method = before.map(methodOf).find((one) => one !== null);
  return method
    ? [{ moment: JSON.stringify(["paying"]), exposed: [JSON.stringify({ kind: "method", method })] }]
    : [];
};

const trustMoment = (step: number, earlier: readonly Seen[]): Moment => {
  const paths = earlier
    .filter(isView)
    .map((event) => textOf(event, "path") ?? "")
    .filter((path) => !/checkout|cart|warenkorb|kasse/i.test(path));
  const seen = Object.keys(trust).filter((name) => paths.some((path) => trust[name]?.test(path)));
  const pages = seen.length > 0 ? [null, ...seen] : [];
  return {
    moment: JSON.stringify(["aim", step]),
    exposed: pages.map((page) => JSON.stringify({ kind: "trust", step, page })),
  };
};

const stepFields = ["device", "browser", "country", "channel", "session.isFirst"];

/** Everything that visits are counted for, visit by visit. */
export const referenceInsights = (question: Question, macro: Goal, steps: readonly Goal[], world: World) => {
  const range = rangeOf(question, world);
  const scene = sceneOf(world, question, range);
  const conversions = conversionsOf(macro, scene);
  const seats: Seat[] = [];
  const onward = new Map<string, number>();
  let [minor, known, units] = [0, 0, 0];
  const asks = (topic: Question["topics"][number]) => question.topics.includes(topic);
  const textIn = (unit: CountedUnit, field: string): string | null => {
    const [scalar] = unitScalars(unit, field, { range });
    return scalar === undefined ? null : String(scalar);
  };
  for (const unit of scene.units) {
    if (!unit.whole) continue;
    units++;
    const aim = unit.events.findIndex((event) => conversions.has(event));
    const before = aim < 0 ? unit.events : unit.events.slice(0, aim);
    const converted = unit.events[aim];
    const money = converted ? (conversions.get(converted) ?? null) : null;
    const amount = money && converted ? convertedOf(money, converted.at, world) : null;
    if (amount !== null) {
      minor += amount;
      known++;
    }
    const stratum = JSON.stringify(
      ["device", "channel", "session.isFirst"].map((field) => textIn(unit, field)),
    );
    const add = (moment: Moment, outcome: boolean): void => {
      seats.push({ ...moment, stratum, visitor: unit.visitor.id, outcome });
      if (outcome && aim >= 0) onward.set(moment.moment, (onward.get(moment.moment) ?? 0) + 1);
    };
    const moments = [
      ...(asks("speed") ? speedMoments(before) : []),
      ...pageMoments(before),
      ...(asks("clarity") ? formMoments(before) : []),
      ...(asks("payment") ? payingMoments(before) : []),
    ];
    for (const moment of moments) add(moment, aim >= 0);
    const at = steps.map(({ key }) =>
      before.flatMap((event, place) => (matches(event, { goal: key }, scene.judged) ? place : [])),
    );
    for (const [step, places] of at.entries()) {
      const [first] = places;
      if (first === undefined) continue;
      const isOuter = step === 0 || step === steps.length - 1;
      if (asks("trust") && isOuter) add(trustMoment(step, before.slice(0, first + 1)), aim >= 0);
      if (!asks("checkout")) continue;
      const later = at.slice(step + 1).some((others) => others.some((place) => place > first));
      const exposed = stepFields.flatMap((by) => {
        const value = textIn(unit, by);
        return value === null ? [] : [JSON.stringify({ kind: "value", step, by, value })];
      });
      add({ moment: JSON.stringify(["step", step]), exposed }, later || aim >= 0);
    }
  }
  return { seats, onward, units, earned: { minor, known } };
};

type Table = [number, number, number, number];

/** Of one exposure, by kind of visits: [exposed with the outcome, exposed, others with it, others]. */
export const tablesOf = (seats: readonly Seat[], moment: string, exposure: string) => {
  const tables: Record<string, Table> = {};
  for (const seat of seats) {
    if (seat.moment !== moment) continue;
    tables[seat.stratum] ??= [0, 0, 0, 0];
    const table = tables[seat.stratum] ?? [0, 0, 0, 0];
    const side = seat.exposed.includes(exposure) ? 0 : 2;
    if (seat.outcome) table[side]++;
    table[side === 0 ? 1 : 3]++;
  }
  return tables;
};

/** Of one exposure, by visitor, the same four numbers. */
export const clustersOf = (seats: readonly Seat[], moment: string, exposure: string): Table[] => {
  const here = seats.filter((seat) => seat.moment === moment);
  return [...new Set(here.map(({ visitor }) => visitor))].map((visitor) => {
    const own = here.filter((seat) => seat.visitor === visitor).map((seat) => ({ ...seat, stratum: "" }));
    return tablesOf(own, moment, exposure)[""] ?? [0, 0, 0, 0];
  });
};

import type { CatalogAnswer, ValueType } from "../catalog/definition";
import type { EventFact, World } from "./world";

type Carried = { value: unknown; event?: EventFact };

const typeOf = (value: unknown): ValueType => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  const type = typeof value;
  return type === "number" || type === "boolean" || type === "object" ? type : "text";
};

const shortText = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
};

/** Distinct texts with how often each occurs, the most frequent first, ties by name. */
const frequencies = (texts: readonly string[]): { text: string; count: number }[] =>
  [...new Set(texts)]
    .sort()
    .map((text) => ({ text, count: texts.filter((one) => one === text).length }))
    .sort((a, b) => b.count - a.count);

const typeOrder: readonly ValueType[] = ["text", "number", "boolean", "list", "object", "null"];

const valuesIn = (carried: readonly Carried[]) => {
  const types = carried.map(({ value }) => typeOf(value));
  const frequency = (type: ValueType): number => types.filter((one) => one === type).length;
  return {
    types: typeOrder.filter(frequency).sort((a, b) => frequency(b) - frequency(a)),
    count: carried.length,
    top: frequencies(carried.map(({ value }) => shortText(value)))
      .slice(0, 10)
      .map(({ text, count }) => ({ value: text, count })),
  };
};

const latest = (events: readonly EventFact[]): string =>
  new Date(Math.max(...events.map(({ at }) => at))).toISOString();

/** Every name in these records with all that carry it, the most frequent first. */
const byName = (records: readonly { record: Readonly<Record<string, unknown>>; event?: EventFact }[]) =>
  frequencies(records.flatMap(({ record }) => Object.keys(record))).map(({ text }) => ({
    name: text,
    carried: records.flatMap(({ record, event }): Carried[] =>
      text in record ? [{ value: record[text], event }] : [],
    ),
  }));

/** The traits of every user, aliases together, each as it was said last. */
const traitsOf = ({ facts }: World): Record<string, unknown>[] => {
  let groups: Set<string>[] = [];
  for (const fact of facts) {
    if (fact.kind === "event") continue;
    const users = fact.kind === "alias" ? [fact.userId, fact.previousId] : [fact.userId];
    const joined = groups.filter((group) => users.some((user) => group.has(user)));
    groups = groups.filter((group) => !joined.includes(group));
    groups.push(new Set([...users, ...joined.flatMap((group) => [...group])]));
  }
  return groups.map((group) =>
    Object.assign(
      {},
      ...facts.map((fact) => (fact.kind === "identify" && group.has(fact.userId) ? fact.traits : {})),
    ),
  );
};

/** What arrived in a world. */
export const referenceCatalog = (world: World): Omit<CatalogAnswer, "computed"> => {
  const events = world.facts.filter((fact) => fact.kind === "event").filter(({ at }) => at <= world.now);
  const entries = (seen: readonly { name: string; event: EventFact }[]) =>
    frequencies(seen.map(({ name }) => name)).map(({ text, count }) => ({
      name: text,
      count,
      lastSeen: latest(seen.filter(({ name }) => name === text).map(({ event }) => event)),
    }));
  const viewed = events.filter(({ name, context }) => name === "Page Viewed" && context.path !== undefined);
  return {
    events: entries(events.map((event) => ({ name: event.name, event }))),
    pages: entries(viewed.map((event) => ({ name: event.context.path ?? "", event }))),
    properties: byName(events.map((event) => ({ record: event.properties, event }))).map(
      ({ name, carried }) => {
        const carriers = carried.flatMap(({ event }) => event ?? []);
        return {
          name,
          ...valuesIn(carried),
          lastSeen: latest(carriers),
          events: frequencies(carriers.map((event) => event.name)).map(({ text }) => text),
        };
      },
    ),
    traits: byName(traitsOf(world).map((record) => ({ record }))).map(({ name, carried }) => ({
      name,
      ...valuesIn(carried),
    })),
  };
};

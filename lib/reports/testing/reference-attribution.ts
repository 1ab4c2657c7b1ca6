import { channelOf } from "@/lib/channels/channel-of";
import { mediumOf, sourceOf } from "@/lib/channels/traffic";
import type { Goal } from "@/lib/goals/definition";
import type { AttributionModel, Credit, Question, TouchKey } from "../attribution/definition";
import type { Money } from "../definition";
import { matrixQuestion } from "../matrix/definition";
import { type JourneyOfTouches, removalEffects, shapley, twelve } from "./reference-journey-models";
import {
  channelOfEvent,
  inOrder,
  type Seen,
  type Session,
  tellingEvent,
  type Visitor,
} from "./reference-journeys";
import { matches } from "./reference-matching";
import { referenceMatrix } from "./reference-matrix";
import { convertedOf } from "./reference-money";
import { conversionsOf, rangeOf, sceneOf } from "./reference-units";
import type { World } from "./world";

type Key = string | null;
type Touch = { key: Key; at: number; direct: boolean };
/** A conversion or a part of it: millionths, and its money as stated and as converted. */
type Amount = { parts: number; money: Money | null; converted: number | null };
/** Amounts by key; `undefined` has no touch. */
type Book = Map<Key | undefined, Amount[]>;

const traffic = ({ context }: Seen) => ({
  referrer: context.referrer ?? null,
  source: context["utm.source"] ?? null,
  medium: context["utm.medium"] ?? null,
  campaign: context["utm.campaign"] ?? null,
  clickId: context.clickId ?? null,
});

const nothing = { referrer: null, source: null, medium: null, campaign: null, clickId: null };

const keyOf = (session: Session, by: TouchKey): Key => {
  if (by === "landing")
    return session.events.find(({ name }) => name === "Page Viewed")?.context.path ?? null;
  const telling = tellingEvent(session);
  const came = telling ? traffic(telling) : nothing;
  if (by === "channel") return channelOf(came);
  if (by === "source") return sourceOf(came);
  if (by === "medium") return mediumOf(came);
  if (by === "campaign") return came.campaign;
  return came.referrer === null ? null : (came.referrer.split("/")[0] ?? "").replace(/^www\./, "");
};

/** The sessions of a visitor that say how it came, as touches. */
const touchSessions = (visitor: Visitor): Session[] =>
  visitor.sessions.filter(({ events: [first] }) => first && channelOfEvent(first) !== undefined);

const isAfter = (one: Seen, other: Seen): boolean => one !== other && inOrder(other, one) < 0;

const touchesAt = (event: Seen, visitor: Visitor, { by, lookbackMs }: Question): Touch[] =>
  touchSessions(visitor).flatMap((session) => {
    const [first] = session.events;
    if (!first || isAfter(first, event)) return [];
    if (event.session !== session && first.at < event.at - lookbackMs) return [];
    return [{ key: keyOf(session, by), at: first.at, direct: channelOfEvent(first) === "Direct" }];
  });

const weightsOf = (
  model: AttributionModel,
  touches: readonly Touch[],
  at: number,
  halfLifeMs: number,
): number[] => {
  const last = touches.length - 1;
  const only = (place: number) => touches.map((_, k) => (k === place ? 1 : 0));
  if (model === "first") return only(0);
  if (model === "last") return only(last);
  if (model === "lastNonDirect") {
    const named = touches.map(({ direct }, k) => (direct ? -1 : k)).filter((k) => k >= 0);
    return only(named.at(-1) ?? last);
  }
  if (model === "position" && last > 1)
    return touches.map((_, k) => (k === 0 || k === last ? 0.4 * 5 * (last - 1) : 1));
  if (model === "timeDecay") {
    const latest = at - (touches[last]?.at ?? 0);
    return touches.map((touch) => 0.5 ** ((at - touch.at - latest) / halfLifeMs));
  }
  return touches.map(() => 1);
};

/** Quotas rounded down, and what is left one by one to the largest remainders. */
const shared = (total: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  const quotas = weights.map((weight) => (total * weight) / sum);
  const floors = quotas.map(Math.floor);
  let left = total - floors.reduce((a, b) => a + b, 0);
  const rest = quotas.map((quota, k) => ({ k, remainder: quota - Math.floor(quota) }));
  for (const { k } of rest.sort((a, b) => b.remainder - a.remainder || a.k - b.k))
    if (left-- > 0) floors[k] = (floors[k] ?? 0) + 1;
  return floors;
};

const divided = ({ parts, money, converted }: Amount, weights: readonly number[]): Amount[] => {
  const minors = money && shared(money.minor, weights);
  const converteds = converted === null ? null : shared(converted, weights);
  return shared(parts, weights).map((part, k) => ({
    parts: part,
    money: money && { ...money, minor: minors?.[k] ?? 0 },
    converted: converteds?.[k] ?? null,
  }));
};

const enter = (book: Book, key: Key | undefined, amount: Amount): void => {
  book.set(key, [...(book.get(key) ?? []), amount]);
};

/** The inner state of one question: what is worth what, and who touched what before. */
type Setting = { question: Question; halfLifeMs: number };

const credit = (
  book: Book,
  amount: Amount,
  model: AttributionModel,
  { touches, at }: { touches: readonly Touch[]; at: number },
  { halfLifeMs }: Setting,
): void => {
  if (touches.length === 0) enter(book, undefined, amount);
  else
    for (const [k, part] of divided(amount, weightsOf(model, touches, at, halfLifeMs)).entries())
      enter(book, touches[k]?.key ?? null, part);
};

const byName = (a: Key, b: Key): number => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Totals divided by weights a key, amount by amount of one currency. */
const bookByWeights = (
  touched: readonly Amount[],
  untouched: readonly Amount[],
  keys: readonly Key[],
  weights: readonly number[],
): Book => {
  const book: Book = new Map([[undefined, [...untouched]]]);
  const parts = shared(sumOf(touched.map((one) => one.parts)), weights);
  const converted = shared(sumOf(touched.map((one) => one.converted ?? 0)), weights);
  const moneyOf = (some: readonly Amount[]) => {
    const currencies = new Set(some.flatMap(({ money }) => money?.currency ?? []));
    return [...currencies].map((currency) => ({
      currency,
      minors: shared(
        sumOf(some.map(({ money }) => (money?.currency === currency ? money.minor : 0))),
        weights,
      ),
    }));
  };
  const all = moneyOf(touched);
  const lost = moneyOf(touched.filter(({ converted }) => converted === null));
  for (const [k, key] of keys.entries()) {
    enter(book, key, { parts: parts[k] ?? 0, money: null, converted: converted[k] ?? 0 });
    for (const { currency, minors } of all) {
      const missing = lost.find((one) => one.currency === currency)?.minors[k] ?? 0;
      const minor = (minors[k] ?? 0) - missing;
      enter(book, key, { parts: 0, money: { currency, minor }, converted: 0 });
      enter(book, key, { parts: 0, money: { currency, minor: missing }, converted: null });
    }
  }
  return book;
};

/** The reference's answer; removal effects in twelve decimals. Nothing is sampled, so few keys are enough. */
export const referenceAttribution = (question: Question, world: World) => {
  const { goal: goalKey, model, models, by, limit, stages, halfLifeMs = 7 * 86_400_000 } = question;
  const range = rangeOf(question, world);
  const scene = sceneOf(world, question, range);
  const goal = world.goals.find(({ key }) => key === goalKey) as Goal;
  const setting: Setting = { question, halfLifeMs };
  const conversions = [...conversionsOf(goal, scene)].filter(([event]) =>
    scene.units.some((unit) => unit.events.includes(event)),
  );
  const amountOf = (event: Seen, money: Money | null): Amount => ({
    parts: 1_000_000,
    money,
    converted: money && convertedOf(money, event.at, world),
  });
  const visitorOf = (event: Seen): Visitor => {
    const unit = scene.units.find(({ visitor }) => visitor.id === event.visitor);
    if (!unit) throw new Error("A conversion has a visitor.");
    return unit.visitor;
  };
  const facts = conversions
    .sort(([a], [b]) => inOrder(a, b))
    .map(([event, money]) => ({
      event,
      amount: amountOf(event, money),
      touches: touchesAt(event, visitorOf(event), question),
    }));

  const within = (session: Session): boolean => {
    const at = session.events[0]?.at ?? Number.NaN;
    return range.from <= at && at < range.to;
  };
  const begun = scene.units.flatMap(({ visitor }) => touchSessions(visitor).filter(within));
  const ways: JourneyOfTouches[] = [
    ...facts.map(({ touches }) => ({ keys: touches.map(({ key }) => key), converts: true })),
    ...scene.units.map(({ visitor }) => {
      const latest = facts.filter(({ event }) => event.visitor === visitor.id).at(-1)?.event;
      const left = touchSessions(visitor).filter(
        (session) => within(session) && !(latest && session.events[0] && !isAfter(session.events[0], latest)),
      );
      return { keys: left.map((session) => keyOf(session, by)), converts: false };
    }),
  ].filter(({ keys }) => keys.length > 0);
  const states = [...new Set(ways.flatMap(({ keys }) => keys))].sort(byName);
  const touched = facts.filter(({ touches }) => touches.length > 0).map(({ amount }) => amount);
  const untouched = facts.filter(({ touches }) => touches.length === 0).map(({ amount }) => amount);

  const currencies = [...new Set(facts.flatMap(({ amount }) => amount.money?.currency ?? []))].sort();
  const hasValue = !("none" in goal.value);
  const known = facts.filter(({ amount }) => amount.converted !== null).length;
  const missing = facts.flatMap(({ amount: { money, converted } }) =>
    money && converted === null ? [money.currency] : [],
  );
  const isConverted = hasValue && !(known === 0 && missing.length > 0);
  const told = (amounts: readonly Amount[]): Credit => {
    const minorOf = (currency: string, some: readonly Amount[]) =>
      sumOf(some.map(({ money }) => (money?.currency === currency ? money.minor : 0)));
    const lost = amounts.filter(({ money, converted }) => money && converted === null);
    return {
      conversions: sumOf(amounts.map(({ parts }) => parts)) / 1_000_000,
      revenue: currencies.map((currency) => ({ currency, minor: minorOf(currency, amounts) })),
      converted: isConverted
        ? {
            currency: world.project.currency,
            minor: sumOf(amounts.map(({ converted }) => converted ?? 0)),
            missing: currencies.filter((currency) => minorOf(currency, lost) !== 0),
          }
        : null,
    };
  };

  const bookOf = (one: AttributionModel): { book: Book; effects?: number[] } => {
    if (one === "markov") {
      const effects = removalEffects(ways, states);
      if (touched.length === 0) return { book: new Map([[undefined, untouched]]), effects };
      return { book: bookByWeights(touched, untouched, states, effects), effects };
    }
    if (one === "shapley") {
      if (touched.length === 0) return { book: new Map([[undefined, untouched]]) };
      const shares = shapley(ways, states).map((value) => twelve(value / touched.length));
      return { book: bookByWeights(touched, untouched, states, shares) };
    }
    const book: Book = new Map();
    for (const { event, amount, touches } of facts)
      credit(book, amount, one, { touches, at: event.at }, setting);
    return { book };
  };
  const asked = [...new Set([model, ...(models ?? [])])];
  const books = new Map(asked.map((one) => [one, bookOf(one)]));
  const stagesOf = (stages: NonNullable<Question["stages"]>) => {
    const micros = stages.micros
      ? world.goals.filter(({ key }) => stages.micros?.includes(key))
      : world.goals.filter(({ key, tier }) => tier === "micro" && key !== goalKey);
    const inOrderAsked = stages.micros
      ? stages.micros.flatMap((key) => micros.find((one) => one.key === key) ?? [])
      : micros;
    const { from, to, segment, asOf, basis, includeBots } = question;
    const shared = {
      from,
      to,
      segment,
      asOf,
      basis,
      includeBots,
      windowMs: stages.windowMs,
      macros: [goalKey],
    };
    const { cells } = referenceMatrix(
      matrixQuestion.parse({ ...shared, micros: micros.map(({ key }) => key) }),
      world,
    );
    const weighed = inOrderAsked.map((micro) => {
      const cell = cells.find((one) => one.micro === micro.key);
      const [rate, without] = [cell?.rate.rate ?? null, cell?.without.rate ?? null];
      const weight = rate === null || without === null ? null : Math.max(0, rate - without);
      return { micro, weight, explains: weight === null ? null : weight === 0 ? 0 : weight / (rate ?? 1) };
    });
    const stageBooks = [...weighed.map(({ micro }) => micro.key), null].map((micro) => ({
      micro,
      book: new Map() as Book,
    }));
    for (const { event, amount, touches } of facts) {
      const visitor = visitorOf(event);
      const reached = weighed.flatMap(({ micro, weight, explains }) => {
        const at = visitor.events.find(
          (one) =>
            isAfter(event, one) &&
            one.at >= event.at - stages.windowMs &&
            matches(one, { goal: micro.key }, scene.judged),
        );
        return at && weight ? [{ micro, at, weight, explains: explains ?? 0 }] : [];
      });
      const explained = Math.max(0, ...reached.map(({ explains }) => explains));
      const all = sumOf(reached.map(({ weight }) => weight));
      const pieces = divided(amount, [
        1 - explained,
        ...reached.map(({ weight }) => (explained * weight) / all),
      ]);
      for (const [k, piece] of pieces.entries()) {
        const own = reached[k - 1];
        if (k === 0 && explained === 1) continue;
        const { book } = stageBooks.find(({ micro }) => micro === (own?.micro.key ?? null)) ?? {};
        const moment = own
          ? { touches: touchesAt(own.at, visitor, question), at: own.at.at }
          : { touches, at: event.at };
        if (book) credit(book, piece, model, moment, setting);
      }
    }
    return { weighed, stageBooks };
  };
  const staged = stages && stagesOf(stages);
  const stageBooks = staged?.stageBooks ?? [];
  const isOnTheWay = (key: Key): boolean =>
    stageBooks.some(({ book }) => sumOf((book.get(key) ?? []).map(({ parts }) => parts)) !== 0);
  const sessionsOf = (key: Key): number => begun.filter((session) => keyOf(session, by) === key).length;
  const partsIn = (one: AttributionModel, key: Key): number =>
    sumOf((books.get(one)?.book.get(key) ?? []).map(({ parts }) => parts));
  const keys = [
    ...new Set([
      ...facts.flatMap(({ touches }) => touches.map(({ key }) => key)),
      ...begun.map((session) => keyOf(session, by)),
      ...stageBooks.flatMap(({ book }) => [...book.keys()].filter((key) => key !== undefined)),
    ]),
  ]
    .filter((key) => sessionsOf(key) > 0 || asked.some((one) => partsIn(one, key) !== 0) || isOnTheWay(key))
    .sort(byName)
    .sort((a, b) => partsIn(model, b) - partsIn(model, a) || sessionsOf(b) - sessionsOf(a));
  const groups = [
    ...keys.slice(0, limit).map((key) => ({ label: { key }, keys: [key] })),
    ...(keys.length > limit ? [{ label: { key: null, other: true as const }, keys: keys.slice(limit) }] : []),
  ];
  const ofModel = (one: AttributionModel) => {
    const { book = new Map(), effects } = books.get(one) ?? {};
    return {
      rows: groups.map(({ label, keys }) => {
        const credit = told(keys.flatMap((key) => book.get(key) ?? []));
        return {
          ...label,
          sessions: sumOf(keys.map(sessionsOf)),
          ...credit,
          share: touched.length === 0 ? null : credit.conversions / touched.length,
          ...(effects
            ? { removalEffect: "other" in label ? null : (effects[states.indexOf(label.key)] ?? 0) }
            : {}),
        };
      }),
      untouched: told(book.get(undefined) ?? []),
    };
  };

  const stagesTold = ({ weighed, stageBooks }: ReturnType<typeof stagesOf>) => {
    const isSomething = ({ conversions, revenue }: Credit) =>
      conversions !== 0 || revenue.some(({ minor }) => minor !== 0);
    return {
      stages: {
        links: stageBooks.flatMap(({ micro, book }) =>
          [
            ...groups.map(({ label, keys }) => ({
              ...label,
              micro,
              ...told(keys.flatMap((key) => book.get(key) ?? [])),
            })),
            { key: null, untouched: true, micro, ...told(book.get(undefined) ?? []) },
          ].filter(isSomething),
        ),
        micros: stageBooks.map(({ micro, book }) => ({
          micro,
          weight: weighed.find((one) => one.micro.key === micro)?.weight ?? null,
          explains: weighed.find((one) => one.micro.key === micro)?.explains ?? null,
          ...told([...book.values()].flat()),
        })),
      },
    };
  };

  const all = told(facts.map(({ amount }) => amount));
  return {
    unit: "visitor",
    goal: goalKey,
    model,
    by,
    ...all,
    converted: all.converted && { ...all.converted, missing: [...new Set(missing)].sort() },
    ...ofModel(model),
    ...(models ? { byModel: models.map((one) => ({ model: one, ...ofModel(one) })) } : {}),
    ...(staged ? stagesTold(staged) : {}),
  };
};

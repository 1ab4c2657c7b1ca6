import type { Adjustment } from "@/lib/adjustments/definition";
import type { Goal } from "@/lib/goals/definition";
import { decodeRun } from "@/lib/journeys/decode-column";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { Identities, Part } from "@/lib/journeys/part";
import type { VisitorTrait } from "@/lib/journeys/read-traits";
import type { Run } from "@/lib/journeys/run";
import { RunBuilder } from "@/lib/journeys/run-builder";
import { gatheredPart } from "@/lib/journeys/testing/gathered-part";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { CurrencyRate } from "@/lib/rates/definition";
import type { Project } from "@/lib/tenancy/definition";

/** An event as the log stores it. `seq` is its place in arrival, times are ms since 1970. */
export type EventFact = {
  kind: "event";
  seq: number;
  at: number;
  name: string;
  userId: string | null;
  anonymousId: string | null;
  sessionId: string | null;
  passive: boolean;
  bot: boolean;
  /** Context fields as stored: no channel, but `query` and `clickId`. */
  context: Readonly<Record<string, string>>;
  properties: Readonly<Record<string, unknown>>;
};

/** A fact about a visitor: a user says who an anonymous id is, or that another user is the same person. */
export type Link =
  | {
      kind: "identify";
      seq: number;
      userId: string;
      anonymousId: string;
      traits?: Readonly<Record<string, unknown>>;
    }
  | { kind: "alias"; seq: number; userId: string; previousId: string };

export type Fact = EventFact | Link;

/** Everything an answer depends on, without a database. */
export type World = {
  facts: readonly Fact[];
  goals: readonly Goal[];
  /** Saved ones by key. */
  segments?: ReadonlyMap<string, SegmentFilter>;
  /** None unless stated. */
  rates?: readonly CurrencyRate[];
  /** As they were received; none unless stated. */
  adjustments?: readonly Adjustment[];
  project: Project;
  now: number;
};

/** Visitor numbers as ingestion gives them: one an id, the smaller one wins a merge, events keep theirs. */
class VisitorNumbers {
  private readonly numbers = new Map<string, number>();
  /** By the number that lost. */
  private readonly parents = new Map<number, number>();
  private readonly linked = new Set<string>();

  of(id: string): number {
    const no = this.numbers.get(id) ?? this.numbers.size + 1;
    this.numbers.set(id, no);
    return no;
  }

  link(link: Link): void {
    if (link.kind === "alias") this.merge(`u:${link.userId}`, `u:${link.previousId}`);
    else if (!this.linked.has(link.anonymousId)) {
      this.linked.add(link.anonymousId);
      this.merge(`a:${link.anonymousId}`, `u:${link.userId}`);
    }
  }

  readonly winner = (no: number): number => {
    const parent = this.parents.get(no);
    return parent === undefined ? no : this.winner(parent);
  };

  winners(): Map<number, number> {
    return new Map([...this.parents.keys()].map((no) => [no, this.winner(no)]));
  }

  /** What people know visitors by: their user's id, else an anonymous one, the first of several. */
  names(): Map<number, string> {
    const names = new Map<number, string>();
    const rank = (id: string): string => (id.startsWith("u:") ? `1${id}` : `2${id}`);
    for (const id of [...this.numbers.keys()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
      const no = this.winner(this.of(id));
      if (!names.has(no)) names.set(no, id.slice(2));
    }
    return names;
  }

  private merge(one: string, other: string): void {
    const [a, b] = [this.winner(this.of(one)), this.winner(this.of(other))];
    if (a !== b) this.parents.set(Math.max(a, b), Math.min(a, b));
  }
}

/** The latest known traits, by field, of the visitors of one part. */
const traitsOf = (
  facts: readonly Fact[],
  visitors: VisitorNumbers,
  { index, parts }: { index: number; parts: number },
): Map<string, VisitorTrait> => {
  const found = new Map(
    ["trait.plan", "trait.age"].map((field) => [
      field,
      { values: [] as unknown[], codeOf: new Map<number, number>() },
    ]),
  );
  for (const fact of facts) {
    if (fact.kind !== "identify") continue;
    const no = visitors.winner(visitors.of(`u:${fact.userId}`));
    if ((no & (parts - 1)) !== index) continue;
    for (const [name, value] of Object.entries(fact.traits ?? {})) {
      const trait = found.get(`trait.${name}`);
      trait?.codeOf.set(no, trait.values.push(value) - 1);
    }
  }
  return new Map(
    [...found].map(([field, { values, codeOf }]) => [
      field,
      { dictionary: { size: values.length, value: (code) => values[code] }, codeOf },
    ]),
  );
};

/**
 * How a log came to lie where it is: after which facts it was compacted, and into how many shards. Bit (run + shard) mod
 * 8 of `gathered` says whether the run's rows of the shard are gathered in memory.
 */
export type Compactions = {
  parts: number;
  at: readonly { facts: number; shards: number }[];
  gathered?: number;
};

const onlyTail: Compactions = { parts: 1, at: [], gathered: 0xff };

const addEvent = (builder: RunBuilder, fact: EventFact, visitor: number): void => {
  const row = builder.add(
    fact.seq,
    visitor,
    fact.at,
    (fact.passive ? eventFlags.passive : 0) |
      (fact.bot ? eventFlags.bot : 0) |
      (fact.sessionId === null ? 0 : eventFlags.ownSession),
  );
  builder.column("name").set(row, fact.name);
  if (fact.sessionId !== null) builder.column("sessionId").set(row, fact.sessionId);
  for (const [field, value] of Object.entries(fact.context)) builder.column(field).set(row, value);
  for (const [key, value] of Object.entries(fact.properties))
    builder.column(`property.${key}`).set(row, value);
};

const fieldsOfFacts = (facts: readonly Fact[]): string[] => [
  ...new Set(
    facts.flatMap((fact) =>
      fact.kind === "event"
        ? [
            "name",
            "sessionId",
            ...Object.keys(fact.context),
            ...Object.keys(fact.properties).map((key) => `property.${key}`),
          ]
        : [],
    ),
  ),
];

const idOf = ({ userId, anonymousId }: EventFact): string =>
  userId === null ? `a:${anonymousId}` : `u:${userId}`;

/** By visitor number what people know the visitor by. */
export const namesIn = ({ facts }: World): Map<number, string> => {
  const visitors = new VisitorNumbers();
  for (const fact of facts) {
    if (fact.kind === "event") visitors.of(idOf(fact));
    else visitors.link(fact);
  }
  return visitors.names();
};

/** The world's log as its readers find it: runs as they were compacted, and the rest as the tail. */
export const partsOf = ({ facts }: World, { parts, at, gathered = 0 }: Compactions = onlyTail): Part[] => {
  const visitors = new VisitorNumbers();
  const fields = fieldsOfFacts(facts);
  const runs: Run[] = [];
  const lifted = new Set<number>();
  let waiting: { fact: EventFact; visitor: number }[] = [];
  const write = (shards: number): void => {
    const builder = new RunBuilder();
    // The database hands rows over in no certain order.
    for (const { fact, visitor } of waiting.reverse()) addEvent(builder, fact, visitors.winner(visitor));
    waiting = [];
    const losers = [...visitors.winners().keys()].filter((no) => !lifted.has(no));
    for (const run of runs)
      builder.addRun(run, fields, {
        visitorOf: (no) => (losers.includes(no) ? visitors.winner(no) : -1),
      });
    for (const no of losers) lifted.add(no);
    runs.push(...builder.build(() => shards).map(decodeRun));
  };
  for (const [place, fact] of facts.entries()) {
    if (fact.kind !== "event") visitors.link(fact);
    else
      waiting.push({
        fact,
        visitor: visitors.of(idOf(fact)),
      });
    for (const compaction of at) if (compaction.facts === place + 1) write(compaction.shards);
  }
  const builder = new RunBuilder();
  for (const { fact, visitor } of waiting.reverse()) addEvent(builder, fact, visitors.winner(visitor));
  const all = [...runs, ...builder.build(() => 1).map(decodeRun)];
  const identities: Identities = { winnerOf: visitors.winners(), lifted, erased: new Set() };
  return Array.from({ length: parts }, (_, index) => {
    const traits = traitsOf(facts, visitors, { index, parts });
    return gatheredPart(
      { index, parts, runs: all, identities, traits },
      (run, shard) => ((gathered >> ((all.indexOf(run) + shard) & 7)) & 1) === 1,
    );
  });
};

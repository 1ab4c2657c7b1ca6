import { nextRow, noRow } from "@/lib/matching/leaf-memory";
import { noChannels, noSessions } from "./constant-rows";
import type { GatheredFacts, KnownSessions, VisitorNames } from "./gather-runs";
import { Journey } from "./journey";
import type { LateMatch } from "./late-matches";
import type { OpenSource } from "./open-source";
import type { PastRows } from "./past-rows";
import type { VisitorKinds } from "./scan-plan";
import { throwIfStopped } from "./stopped";

// Hot path: visitors are handed over where they lie, nothing of them is copied.

/** What a walk over gathered rows goes by. */
export type WholeSetting = {
  range: { from: number; to: number };
  /** The bits of `eventFlags` with which an event is not seen. */
  unseen: number;
  /** Visitors without an event that sets one of these bits are left out; 0 for nobody. */
  needed: number;
  /** Names alone set the needed bits. */
  neededByName: boolean;
  hidden: Uint8Array | undefined;
  sessions: KnownSessions | undefined;
  lateMatches: readonly LateMatch[];
  kinds: (VisitorKinds & { until: number }) | undefined;
  past: PastRows | undefined;
  read: { journeys: number; events: number };
  stop: Int32Array | undefined;
};

let scratch = new Uint32Array(0);

/** For masks that say nothing yet: those of a visitor are written just before the visit. */
const masksFor = (count: number): Uint32Array => {
  if (scratch.length < count) scratch = new Uint32Array(2 * count);
  return scratch;
};

const namesOf = ({ visitors, starts, name }: OpenSource, { known }: GatheredFacts): VisitorNames => {
  if (known.names) return known.names;
  const names = new Uint32Array(visitors.length);
  for (let v = 0; v < names.length; v++) {
    const end = starts[v + 1] ?? 0;
    let bits = 0;
    for (let i = starts[v] ?? 0; i < end; i++) bits |= 1 << (name[i] ?? 0);
    names[v] = bits;
  }
  known.names = names;
  return names;
};

/** The bits of the names that set a needed one. */
const neededNames = ({ ofName }: OpenSource, needed: number): number => {
  let bits = 0;
  for (let code = 0; code < ofName.length; code++)
    if (((ofName[code] ?? 0) & needed) !== 0) bits |= 1 << code;
  return bits;
};

/** Walks over the visitors of one shard whose rows lie gathered and nowhere else. */
export class WholeWalk {
  private readonly journey: Journey;
  private readonly at: Float64Array;
  private readonly seen: Uint8Array;
  /** Who has none of these names is left out; absent where that cannot be said. */
  private readonly names: { ofVisitor: VisitorNames; needed: number } | undefined;

  /** By leaf: the first of its rows that was not passed. */
  private readonly nextFlagged: Int32Array;

  /** `source` is the first of the shard's sources; `columns` are those of all. */
  constructor(
    private readonly source: OpenSource,
    columns: Journey["columns"],
    private readonly setting: WholeSetting,
  ) {
    const { at, count, whole } = source;
    if (!(at instanceof Float64Array) || !whole) throw new Error("These rows were not gathered.");
    this.at = at;
    this.seen = whole.seen;
    const { sessions, needed, neededByName } = setting;
    if (needed !== 0 && neededByName)
      this.names = { ofVisitor: namesOf(source, whole), needed: neededNames(source, needed) };
    const journey = new Journey(0);
    journey.at = at;
    journey.seq = source.seq;
    journey.mask = masksFor(count);
    this.nextFlagged = new Int32Array(source.flagged.length).fill(-1);
    journey.session = sessions?.session ?? noSessions(count);
    journey.flags = source.flags;
    journey.inPlace = true;
    journey.columns = columns;
    journey.channel = sessions?.channel ?? noChannels(count);
    if (sessions) journey.sessionRows = sessions.rows;
    this.journey = journey;
  }

  /**
   * Hands over the visitors from place `head` on whose numbers are smaller than `before`. Answers the place of the first
   * one it did not: that number or more, or one whose rows cannot be shown as they are.
   */
  walk(head: number, before: number, visit: (journey: Journey) => void): number {
    const { source, setting, journey, at, seen, names, nextFlagged } = this;
    const { visitors, starts, since, until, name, ofName, flagged, late } = source;
    const { hidden, unseen, needed, lateMatches, sessions, kinds, past, read, stop } = setting;
    const { from, to } = setting.range;
    const { mask } = journey;
    const cutsStart = sessions === undefined;
    const cutsEnd = sessions?.channel === undefined;
    const kindOf = kinds?.kindOf;
    const countsOfKinds = kinds?.counts;
    const allThereFrom = Math.max(from, since);
    const allThereBefore = Math.min(to, until);
    const kindsUntil = kinds?.until ?? 0;
    const namesAsked = names?.needed ?? 0;
    const namesOfVisitor = names?.ofVisitor;
    const sessionsBefore = sessions?.before;
    const sessionRows = sessions?.rows;
    for (let v = head; v < visitors.length; v++) {
      const who = visitors[v] ?? 0;
      if (who >= before) return v;
      if (hidden !== undefined && hidden[who] === 1) continue;
      let start = starts[v] ?? 0;
      let end = starts[v + 1] ?? 0;
      if (namesOfVisitor !== undefined && ((namesOfVisitor[v] ?? 0) & namesAsked) === 0) {
        if ((++read.journeys & 4095) === 1) throwIfStopped(stop);
        read.events += end - start;
        continue;
      }
      if (((seen[v] ?? 0) & unseen) !== 0) return v;
      const firstAt = at[start] ?? 0;
      const lastAt = at[end - 1] ?? 0;
      if (firstAt >= until || lastAt < since) continue;
      if ((++read.journeys & 4095) === 1) throwIfStopped(stop);
      read.events += end - start;
      if (firstAt >= to || lastAt < from) continue;
      if (kindOf !== undefined && countsOfKinds !== undefined) {
        const kind = kindOf[v] ?? 0;
        const isAllThere = firstAt >= allThereFrom && lastAt < allThereBefore && lastAt <= kindsUntil;
        if (kind !== 0 && isAllThere && past?.of(who) === undefined) {
          countsOfKinds[kind] = (countsOfKinds[kind] ?? 0) + 1;
          continue;
        }
      }
      if (lastAt >= until || firstAt < since) {
        if ((lastAt >= until && !cutsEnd) || (firstAt < since && !cutsStart)) {
          read.journeys--;
          read.events -= end - start;
          return v;
        }
        while (start < end && (at[end - 1] ?? 0) >= until) end--;
        while (start < end && (at[start] ?? 0) < since) start++;
        if (start === end || (at[start] ?? 0) >= to || (at[end - 1] ?? 0) < from) continue;
      }
      let any = 0;
      let repeated = 0;
      for (let i = start; i < end; i++) {
        const bits = ofName[name[i] ?? 0] ?? 0;
        mask[i] = bits;
        repeated |= any & bits;
        any |= bits;
      }
      for (let l = 0; l < nextFlagged.length; l++) {
        const leaf = flagged[l];
        if (leaf === undefined) continue;
        const { rows, flag } = leaf;
        let row = nextFlagged[l] ?? noRow;
        if (row < start) row = nextRow(rows, start);
        for (; row < end; row = nextRow(rows, row + 1)) {
          mask[row] = (mask[row] ?? 0) | flag;
          repeated |= any & flag;
          any |= flag;
        }
        nextFlagged[l] = row;
      }
      if (needed !== 0 && (any & needed) === 0) continue;
      journey.visitor = who;
      journey.past = past?.of(who);
      journey.start = start;
      journey.end = end;
      journey.any = any;
      journey.repeated = repeated;
      journey.seen = seen[v] ?? 0;
      if (sessionsBefore !== undefined && sessionRows !== undefined) {
        const firstSession = sessionsBefore[v] ?? 0;
        const count = (sessionsBefore[v + 1] ?? 0) - firstSession;
        const isWhole = end === starts[v + 1];
        const isInOrder = count > 0 && (sessionRows[firstSession] ?? -1) >= 0;
        journey.sessions = isWhole ? count : -1;
        journey.firstSession = isWhole && isInOrder ? firstSession : -1;
      }
      for (let l = 0; l < late.length; l++) {
        const candidates = late[l];
        if (candidates) lateMatches[l]?.apply(journey, candidates);
      }
      visit(journey);
    }
    return visitors.length;
  }
}

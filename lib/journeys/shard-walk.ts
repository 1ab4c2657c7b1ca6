import { matchRows, type RowMatches } from "@/lib/matching/compile";
import { flagsOfRow } from "@/lib/matching/leaf-memory";
import { Channels, trafficFields } from "./derive-channels";
import { SessionNumbers } from "./derive-sessions";
import { eventFlags } from "./event-flags";
import type { Shard } from "./gather-runs";
import type { LiftedRows } from "./identities";
import type { Journey } from "./journey";
import { knownSessions, roomForSessions } from "./known-sessions";
import { LateMatch } from "./late-matches";
import { type OpenSource, openSource } from "./open-source";
import type { Part } from "./part";
import { PastRows } from "./past-rows";
import type { ScanLayout } from "./scan-layout";
import { copyRead, type ScratchJourney, scratchJourney } from "./scratch-journey";
import { SenderSessions } from "./sender-sessions";
import { sortRows } from "./sort-rows";
import { sourcesOf } from "./sources";
import { tellRead, throwIfStopped } from "./stopped";
import { type WholeSetting, WholeWalk } from "./whole-walk";

// Hot path: scratch arrays are reused from visitor to visitor; nothing is allocated per event.

type Visit = (journey: Journey) => void;

const noOne = 0x7fffffff;

const nothingMatched: RowMatches = {
  ofName: new Uint32Array(0),
  masks: undefined,
  flagged: [],
  late: [],
  nothing: true,
};

/**
 * Puts the journeys of visitors together from all runs of a shard: those whose rows lie gathered are handed over where
 * they are, the others are copied.
 */
export class ShardWalk {
  /** How many visitors and events were looked at. */
  readonly read = { journeys: 0, events: 0 };
  private journey: ScratchJourney;
  private explicit = new Int32Array(0);
  private late: Uint8Array[] = [];
  /** Rows say all there is to say of themselves: nothing has to be derived. */
  private readonly isPlain: boolean;
  private readonly from: number;
  private readonly to: number;
  /** The bits of `eventFlags` with which an event is not seen. */
  private readonly unseen: number;
  private readonly sessions: SessionNumbers | undefined;
  private readonly senderSessions: SenderSessions | undefined;
  private readonly channels: Channels | undefined;
  private past: PastRows | undefined;
  private readonly lateMatches: readonly LateMatch[];
  /** Of runs that several shards of the scan meet. */
  private readonly matchesOf = new Map<number, RowMatches>();

  constructor(
    private readonly layout: ScanLayout,
    private readonly part: Part,
    private readonly moved: { hidden: Uint8Array | undefined; lifted: readonly LiftedRows[] },
  ) {
    const { plan, columns, dictionaries, explicit, compiled } = layout;
    const { sessionGapMs } = plan;
    const placeOf = (field: string): number => columns.indexOf(field);
    this.sessions =
      explicit && sessionGapMs !== undefined ? new SessionNumbers(sessionGapMs, explicit.size) : undefined;
    this.senderSessions = explicit && new SenderSessions(explicit);
    const traffic = trafficFields.map(placeOf);
    this.channels =
      placeOf("channel") < 0 || !this.sessions
        ? undefined
        : new Channels(
            traffic,
            traffic.flatMap((place) => dictionaries[place] ?? []),
          );
    this.lateMatches = compiled.late.map((leaf) => new LateMatch(leaf, { placeOf, dictionaries }));
    this.isPlain = !this.sessions && compiled.late.length === 0;
    this.from = plan.range.from;
    this.to = plan.range.to;
    this.unseen = plan.includeBots ? 0 : eventFlags.bot;
    this.journey = this.roomFor(1024);
  }

  /**
   * Hands over the visitors of one of `shards` shards. One loop over all of them with everything at hand: what is
   * looked up once a visitor or once a row is felt here.
   */
  walk(place: Shard, visit: Visit): void {
    const { shard, shards } = place;
    const { sources, pasts } = this.open(place);
    const { hidden } = this.moved;
    const inShard = shards - 1;
    const count = sources.length;
    const heads = new Int32Array(count);
    const next = Int32Array.from(sources, ({ visitors }) => visitors[0] ?? noOne);
    this.journey.columns = [...sources, ...pasts].map(({ columns }) => columns);
    this.past = this.openPast(sources, pasts, place);
    const whole = this.openWhole(sources, place);
    const readBefore = this.read.events;
    for (;;) {
      let who = noOne;
      for (let s = whole ? 1 : 0; s < count; s++) if ((next[s] ?? noOne) < who) who = next[s] ?? noOne;
      if (whole) {
        const head = whole.walk(heads[0] ?? 0, who, visit);
        const left = sources[0]?.visitors[head] ?? noOne;
        heads[0] = head;
        next[0] = left;
        if (left < who) who = left;
      }
      if (who === noOne) break;
      const isWanted = (who & inShard) === shard && (hidden === undefined || hidden[who] !== 1);
      if (isWanted && (++this.read.journeys & 4095) === 1) throwIfStopped(this.part.stop);
      this.assemble(sources, who, heads, next, isWanted, visit);
    }
    tellRead(this.part.stop, this.read.events - readBefore);
  }

  /** Copies the rows of one visitor from all sources, which then stand at their next. */
  private assemble(
    sources: readonly OpenSource[],
    who: number,
    heads: Int32Array,
    next: Int32Array,
    isWanted: boolean,
    visit: Visit,
  ): void {
    const { unseen, isPlain, read } = this;
    const { dropsUnmatched } = this.layout;
    let size = 0;
    let stretches = 0;
    let isSorted = true;
    let any = 0;
    let repeated = 0;
    for (let s = 0; s < sources.length; s++) {
      while (next[s] === who) {
        const source = sources[s];
        if (source === undefined) break;
        const head = heads[s] ?? 0;
        heads[s] = head + 1;
        next[s] = source.visitors[head + 1] ?? noOne;
        if (!isWanted) continue;
        const end = source.ends[head] ?? 0;
        let row = source.starts[head] ?? 0;
        read.events += end - row;
        if (size + end - row > this.journey.at.length) this.reserve(size, size + end - row);
        const { at, seq, mask, flags, row: rows, source: places } = this.journey;
        const { name, ofName, masks, flagged, month, seqBase, since, until } = source;
        const rowFlags = source.flags;
        const rowAt = source.at;
        const rowSeq = source.seq;
        const before = size;
        for (; row < end; row++) {
          let bits = ofName[name[row] ?? 0] ?? 0;
          if (masks !== undefined) bits |= masks[row] ?? 0;
          if (flagged.length > 0) bits |= flagsOfRow(flagged, row);
          if (bits === 0 && dropsUnmatched) continue;
          const flag = rowFlags[row] ?? 0;
          if ((flag & unseen) !== 0) continue;
          const time = month + (rowAt[row] ?? 0);
          if (time < since) continue;
          if (time >= until) break;
          at[size] = time;
          seq[size] = seqBase + (rowSeq[row] ?? 0);
          mask[size] = bits;
          repeated |= any & bits;
          any |= bits;
          flags[size] = flag;
          rows[size] = row;
          places[size] = s;
          size++;
        }
        if (size === before) continue;
        if (!isPlain) this.appendMore(source, before, size);
        if (before > 0) {
          const gap =
            (at[before] ?? 0) - (at[before - 1] ?? 0) || (seq[before] ?? 0) - (seq[before - 1] ?? 0);
          if (gap < 0) isSorted = false;
        }
        stretches += source.isOfSeveralRuns ? 2 : 1;
      }
    }
    if (size === 0) return;
    const { journey } = this;
    journey.visitor = who;
    journey.start = 0;
    journey.end = size;
    journey.any = any;
    journey.repeated = repeated;
    if (!isSorted) {
      const { mask, flags, row, source } = journey;
      sortRows(journey, { from: 0, to: size }, [mask, flags, row, source, this.explicit, ...this.late]);
    }
    if ((journey.at[0] ?? 0) >= this.to || (journey.at[size - 1] ?? 0) < this.from) return;
    journey.past = this.past?.of(who);
    if (!isPlain) this.derive(journey, stretches > 1);
    visit(journey);
  }

  /** What the journeys are made of, and apart from it what says how visitors came before. */
  private open(place: Shard): { sources: OpenSource[]; pasts: OpenSource[] } {
    const { layout, part, moved } = this;
    const { runs, past = [] } = part;
    const sources: OpenSource[] = [];
    const pasts: OpenSource[] = [];
    for (const source of sourcesOf([...runs, ...past], moved.lifted, place)) {
      throwIfStopped(part.stop);
      const { run } = source;
      if (source.place >= runs.length) {
        pasts.push(openSource({ ...source, isWhole: false }, nothingMatched, layout));
        continue;
      }
      const matches =
        this.matchesOf.get(source.place) ?? matchRows(layout.compiled, run, run.gathered?.known.leaves);
      if (run.shards < place.shards) this.matchesOf.set(source.place, matches);
      if (layout.dropsUnmatched && matches.nothing) continue;
      sources.push(openSource(source, matches, layout));
    }
    return { sources, pasts };
  }

  private openPast(
    sources: readonly OpenSource[],
    pasts: readonly OpenSource[],
    place: Shard,
  ): PastRows | undefined {
    if (pasts.length === 0) return undefined;
    const { explicit, plan } = this.layout;
    const { sessionGapMs: gapMs } = plan;
    const { senderSessions: senders, channels } = this;
    const deriving =
      explicit && gapMs !== undefined && senders && channels
        ? { gapMs, explicit, senders, channels }
        : undefined;
    return new PastRows([...sources, ...pasts], sources.length, this.unseen, place, deriving);
  }

  /** A walk over those visitors of the shard who have all their rows gathered. */
  private openWhole([first]: readonly OpenSource[], place: Shard): WholeWalk | undefined {
    const { layout, part, moved, lateMatches, channels, unseen, read } = this;
    const { sessionGapMs, range, kinds } = layout.plan;
    if (!first?.whole) return undefined;
    const { explicit } = first;
    if (explicit && first.count > roomForSessions(place)) return undefined;
    const sessions =
      explicit && sessionGapMs !== undefined
        ? knownSessions(first, first.whole, place, sessionGapMs, { explicit, channels })
        : undefined;
    const ofRows = kinds?.ofRows.get(first.at);
    return new WholeWalk(first, this.journey.columns, {
      range,
      unseen,
      ...this.needed(),
      hidden: moved.hidden,
      sessions,
      lateMatches,
      kinds: kinds && ofRows && { ...ofRows, until: kinds.until },
      past: this.past,
      read,
      stop: part.stop,
    });
  }

  /** The bits that a visitor has to have one of, where the rows' own bits say so. */
  private needed(): Pick<WholeSetting, "needed" | "neededByName"> {
    const { plan, compiled } = this.layout;
    const asked = plan.onlyWith ?? (plan.onlyMatching ? -1 : 0);
    const isDecidedBy = (leaves: readonly { flag: number }[]): boolean =>
      leaves.some(({ flag }) => (flag & asked) !== 0);
    return { needed: isDecidedBy(compiled.late) ? 0 : asked, neededByName: !isDecidedBy(compiled.early) };
  }

  private roomFor(capacity: number): ScratchJourney {
    this.explicit = new Int32Array(capacity);
    this.late = this.lateMatches.map(() => new Uint8Array(capacity));
    return scratchJourney(capacity);
  }

  /** Makes room for `capacity` events, of which `size` are there. */
  private reserve(size: number, capacity: number): void {
    const { journey: old, explicit, late } = this;
    const larger = this.roomFor(2 * capacity);
    larger.columns = old.columns;
    copyRead(old, size, larger);
    larger.mask.set(old.mask.subarray(0, size));
    this.journey = larger;
    this.explicit.set(explicit.subarray(0, size));
    for (const [l, marks] of this.late.entries()) marks.set(late[l]?.subarray(0, size) ?? []);
  }

  /** What sessions and late matches need of the rows that were just added. */
  private appendMore({ explicit, explicitAdd, late }: OpenSource, from: number, to: number): void {
    const { row } = this.journey;
    for (let i = from; i < to; i++) {
      const code = explicit?.codes[row[i] ?? 0] ?? 0;
      this.explicit[i] = code === 0 ? -1 : code + explicitAdd;
    }
    for (let l = 0; l < late.length; l++) {
      const marks = this.late[l];
      const ofRow = late[l];
      if (marks) for (let i = from; i < to; i++) marks[i] = ofRow?.[row[i] ?? 0] ?? 0;
    }
  }

  /** Sessions, channels, and the bits that depend on them. */
  private derive(journey: Journey, isOfSeveralRuns: boolean): void {
    if (this.sessions) {
      if (isOfSeveralRuns) this.senderSessions?.unify(this.explicit, 0, journey.end);
      const first = this.sessions.number(journey, this.explicit);
      this.channels?.fill(journey, first, this.sessions.next - first);
    }
    for (let l = 0; l < this.lateMatches.length; l++) {
      const marks = this.late[l];
      if (marks) this.lateMatches[l]?.apply(journey, marks);
    }
  }
}
